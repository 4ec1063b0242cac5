package dev.dynamory.examples;

import dev.dynamory.local.LocalDynamoDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;

/** A weather agent with a tool, a model that follows a script, and a memory in DynamoDB. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Main {

  /** Talks, ends the application, and talks on in another. The argument is the engine's folder. */
  public static void main(String[] args) throws IOException {
    var folder =
        args.length == 0 ? Files.createTempDirectory("dynamory-example") : Path.of(args[0]);
    talk(folder, "Rome", "Oslo");
    System.out.println("-- the application ended; another one goes on");
    talk(folder, "Lima");
  }

  private static void talk(Path folder, String... cities) {
    var application =
        new SpringApplicationBuilder(Main.class)
            .bannerMode(Banner.Mode.OFF)
            .logStartupInfo(false)
            .properties(
                "engine.folder=" + folder,
                "spring.ai.chat.memory.repository.dynamodb.time-to-live=30d");
    try (var context = application.run()) {
      var assistant = context.getBean(ChatClient.class);
      for (var city : cities) {
        System.out.println("ana: " + city + "?");
        System.out.println(
            "assistant: "
                + assistant
                    .prompt()
                    .user(city)
                    .advisors(a -> a.param(ChatMemory.CONVERSATION_ID, "ana"))
                    .call()
                    .content());
      }
      var repository = context.getBean(ChatMemoryRepository.class);
      for (var id : repository.findConversationIds()) {
        System.out.println(
            "stored of " + id + ": " + repository.findByConversationId(id).size() + " messages");
      }
    }
  }

  /** Instead of AWS; without this bean it is the account that the AWS SDK finds. */
  @Bean
  LocalDynamoDb engine(@Value("${engine.folder}") Path folder) {
    return LocalDynamoDb.on(folder);
  }

  @Bean
  ChatModel model() {
    return new ScriptedModel();
  }

  @Bean
  ChatClient assistant(ChatModel model, ChatMemory memory) {
    return ChatClient.builder(model)
        .defaultTools(new Weather())
        .defaultAdvisors(
            MessageChatMemoryAdvisor.builder(memory)
                .order(ToolCallingAdvisor.DEFAULT_ORDER + 1) // inside, so that tool calls are kept
                .build())
        .build();
  }
}
