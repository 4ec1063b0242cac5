package dev.dynamory.examples;

import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.local.LocalDynamoDb;
import dev.dynamory.spring.ai.session.DynamorySessionRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.session.DefaultSessionService;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.advisor.SessionMemoryAdvisor;
import org.springframework.ai.session.compaction.TurnCountTrigger;
import org.springframework.ai.session.compaction.TurnWindowCompactionStrategy;

/** A weather agent with a tool, a model that follows a script, and sessions in DynamoDB. */
public final class Main {
  private Main() {}

  /** Talks, ends the process's work, and talks on. The argument is the engine's folder. */
  public static void main(String[] args) throws IOException {
    var folder =
        args.length == 0 ? Files.createTempDirectory("dynamory-example") : Path.of(args[0]);
    talk(folder, "Rome", "Oslo");
    System.out.println("-- the application ended; another one goes on");
    talk(folder, "Lima", "Bonn");
  }

  private static void talk(Path folder, String... cities) {
    try (var engine = LocalDynamoDb.on(folder);
        var dynamory = Dynamory.using(engine.client())) {
      var sessions = dynamory.sessions("agent-sessions").withConsistentReads();
      var store = dynamory.store("agent-store");
      sessions.setup();
      store.setup();
      var repository = DynamorySessionRepository.of(sessions, store);
      var service = DefaultSessionService.builder().sessionRepository(repository).build();

      var memory =
          SessionMemoryAdvisor.builder(service)
              .order(ToolCallingAdvisor.DEFAULT_ORDER + 1) // inside, so that tool calls are kept
              .compactionTrigger(new TurnCountTrigger(2))
              .compactionStrategy(TurnWindowCompactionStrategy.builder().maxTurns(2).build())
              .build();
      var assistant =
          ChatClient.builder(new ScriptedModel())
              .defaultTools(new Weather())
              .defaultAdvisors(memory)
              .build();
      for (var city : cities) {
        System.out.println("ana: " + city + "?");
        System.out.println("assistant: " + ask(assistant, city));
      }
      System.out.printf(
          "stored: %d events, %d of them active%n",
          service.getEvents("chat-1").size(),
          service.getEvents("chat-1", EventFilter.active()).size());
      System.out.println(
          "deleted, as they had expired: " + repository.deleteExpiredSessions(Instant.now()));
    }
  }

  private static String ask(ChatClient assistant, String city) {
    return String.valueOf(
        assistant
            .prompt()
            .user(city)
            .advisors(
                a ->
                    a.param(SessionMemoryAdvisor.SESSION_ID_CONTEXT_KEY, "chat-1")
                        .param(SessionMemoryAdvisor.USER_ID_CONTEXT_KEY, "ana"))
            .call()
            .content());
  }
}
