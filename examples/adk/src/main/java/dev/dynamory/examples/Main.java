package dev.dynamory.examples;

import com.google.adk.agents.LlmAgent;
import com.google.adk.agents.RunConfig;
import com.google.adk.models.BaseLlm;
import com.google.adk.runner.Runner;
import com.google.adk.tools.Annotations.Schema;
import com.google.adk.tools.FunctionTool;
import com.google.adk.tools.ToolContext;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.dynamory.adk.DynamoryArtifactService;
import dev.dynamory.adk.DynamoryMemoryService;
import dev.dynamory.adk.DynamorySessionService;
import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.local.LocalDynamoDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Asks about the weather, ends, and goes on as another process would. */
public final class Main {
  private static final RunConfig CREATING = RunConfig.builder().autoCreateSession(true).build();

  private Main() {}

  /** What the agent can do; it remembers the city for the user. */
  public static Map<String, Object> temperature(
      @Schema(name = "city") String city, @Schema(name = "toolContext") ToolContext context) {
    context.state().put("user:city", city);
    return Map.of("degrees", city.length());
  }

  /** A folder that stays, if one is named. */
  public static void main(String[] arguments) throws IOException {
    var folder =
        arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("dynamory-adk");
    for (var question : new String[] {"Lisbon", "Oslo"}) {
      try (var engine = LocalDynamoDb.on(folder);
          var dynamory = Dynamory.using(engine.client())) {
        dynamory.sessions("agent-sessions").setup();
        dynamory.store("agent-store").setup();
        ask(runner(dynamory, new Script()), question);
      }
    }
    System.out.printf(
        "They lie in %s: ./dynamory --local %s session get adk/weather/ana/s-1%n", folder, folder);
  }

  private static Runner runner(Dynamory dynamory, BaseLlm model) {
    var sessions = dynamory.sessions("agent-sessions").withConsistentReads();
    var store = dynamory.store("agent-store").withConsistentReads();

    return Runner.builder()
        .appName("weather")
        .agent(agent(model))
        .sessionService(DynamorySessionService.of(sessions, store))
        .memoryService(DynamoryMemoryService.of(store))
        .artifactService(DynamoryArtifactService.of(store))
        .build();
  }

  private static LlmAgent agent(BaseLlm model) {
    return LlmAgent.builder()
        .name("assistant")
        .model(model)
        .tools(FunctionTool.create(Main.class, "temperature"))
        .build();
  }

  private static void ask(Runner runner, String question) {
    System.out.printf("ana: %s%n", question);
    runner
        .runAsync("ana", "s-1", Content.fromParts(Part.fromText(question)), CREATING)
        .blockingForEach(
            event -> {
              if (event.finalResponse()) {
                System.out.printf("assistant: %s%n", event.stringifyContent());
              }
            });
    var session =
        runner.sessionService().getSession("weather", "ana", "s-1", Optional.empty()).blockingGet();
    System.out.printf(
        "%d events in the session, state %s%n%n",
        session.events().size(), Map.copyOf(session.state()));
  }
}
