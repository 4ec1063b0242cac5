package dev.dynamory.examples;

import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.langchain4j.DynamoryChatMemoryStore;
import dev.dynamory.local.LocalDynamoDb;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks about the weather, ends, and goes on as another process would. */
public final class Main {
  private Main() {}

  /** What is asked. */
  interface Assistant {
    String chat(@MemoryId String id, @UserMessage String text);
  }

  /** What it can do. */
  static final class Tools {
    @Tool("the temperature of a city in degrees")
    public String temperature(@P("city") String city) {
      return city.length() + " degrees";
    }
  }

  /** A folder that stays, if one is named. */
  public static void main(String[] arguments) throws IOException {
    var folder =
        arguments.length > 0
            ? Path.of(arguments[0])
            : Files.createTempDirectory("dynamory-langchain4j");
    for (var question : new String[] {"Lisbon", "Oslo"}) {
      try (var engine = LocalDynamoDb.on(folder);
          var dynamory = Dynamory.using(engine.client())) {
        var store = store(dynamory);
        System.out.printf("ana: %s%n", question);
        System.out.printf("assistant: %s%n", assistant(store, new Script()).chat("ana", question));
        System.out.printf("%d messages in memory%n%n", store.getMessages("ana").size());
      }
    }
    System.out.printf("They lie in %s: ./dynamory --local %s session get ana%n", folder, folder);
  }

  private static DynamoryChatMemoryStore store(Dynamory dynamory) {
    var sessions =
        dynamory
            .sessions("agent-sessions")
            .withTimeToLive(Duration.ofDays(30))
            .withConsistentReads();
    sessions.setup();
    return DynamoryChatMemoryStore.of(sessions);
  }

  private static Assistant assistant(DynamoryChatMemoryStore store, ChatModel model) {
    return AiServices.builder(Assistant.class)
        .chatModel(model)
        .tools(new Tools())
        .chatMemoryProvider(
            id ->
                MessageWindowChatMemory.builder()
                    .id(id)
                    .maxMessages(50)
                    .chatMemoryStore(store)
                    .build())
        .build();
  }
}
