package dev.dynamory.spring;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Spring AI's chat memory in DynamoDB.
 *
 * @param enabled whether Spring AI's conversations are kept in DynamoDB.
 * @param table the table's name.
 * @param timeToLive how long a conversation lives after its last message, if not for ever.
 * @param createTable whether to create the table if it is missing when the application starts; as
 *     dynamory.create-tables if not said.
 * @param consistentReads whether a read sees every message that was saved before, for twice the
 *     read units. Without, an instance may be told of a conflict with its own last message.
 * @param onConflict what becomes of messages if another instance changed the conversation since it
 *     was read.
 * @param endpoint another endpoint than the region's; as dynamory.endpoint if not said.
 * @param region the AWS region; as dynamory.region if not said.
 */
@ConfigurationProperties("spring.ai.chat.memory.repository.dynamodb")
record ChatMemoryRepositoryProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("spring-ai-chat-memory") String table,
    @Nullable Duration timeToLive,
    @Nullable Boolean createTable,
    @DefaultValue("true") boolean consistentReads,
    @DefaultValue("fail") OnConflict onConflict,
    @Nullable URI endpoint,
    @Nullable String region) {

  /** What becomes of messages that lost a race. */
  enum OnConflict {
    /** Saving them is a WriteConflictException. */
    FAIL,
    /** They are added after those of the other instance. */
    MERGE
  }
}
