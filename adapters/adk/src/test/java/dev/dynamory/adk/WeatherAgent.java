package dev.dynamory.adk;

import com.google.adk.agents.LlmAgent;
import com.google.adk.agents.RunConfig;
import com.google.adk.events.Event;
import com.google.adk.models.BaseLlm;
import com.google.adk.models.BaseLlmConnection;
import com.google.adk.models.LlmRequest;
import com.google.adk.models.LlmResponse;
import com.google.adk.runner.Runner;
import com.google.adk.tools.Annotations.Schema;
import com.google.adk.tools.FunctionTool;
import com.google.adk.tools.ToolContext;
import com.google.common.collect.ImmutableList;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.dynamory.SessionDirectory;
import dev.dynamory.Store;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An agent with a tool in the framework's own runner; its model follows a script. */
public final class WeatherAgent {
  static final String APP = "weather";
  static final String USER = "ana";
  private static final RunConfig CREATING = RunConfig.builder().autoCreateSession(true).build();

  private final Runner runner;

  private WeatherAgent(Runner runner) {
    this.runner = runner;
  }

  static WeatherAgent start(SessionDirectory sessions, Store store, String tool) {
    return new WeatherAgent(runner(new Script(), sessions, store, tool));
  }

  private static Runner runner(BaseLlm model, SessionDirectory sessions, Store store, String tool) {
    var agent =
        LlmAgent.builder()
            .name("assistant")
            .model(model)
            .tools(FunctionTool.create(WeatherAgent.class, tool))
            .build();
    return Runner.builder()
        .agent(agent)
        .appName(APP)
        .sessionService(DynamorySessionService.of(sessions, store))
        .artifactService(DynamoryArtifactService.of(store))
        .memoryService(DynamoryMemoryService.of(store))
        .build();
  }

  Runner runner() {
    return runner;
  }

  /** What the agent says in the end. */
  String chat(String session, String city) {
    return texts(run(session, Content.fromParts(Part.fromText(city))))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  List<Event> run(String session, Content message) {
    return runner.runAsync(USER, session, message, CREATING).toList().blockingGet();
  }

  static Stream<String> texts(List<Event> events) {
    return events.stream()
        .flatMap(event -> event.content().flatMap(Content::parts).orElse(List.of()).stream())
        .flatMap(part -> part.text().stream());
  }

  /** Remembers what was asked, in the session's own state. */
  public static Map<String, Object> temperature(
      @Schema(name = "city") String city, @Schema(name = "toolContext") ToolContext context) {
    context.state().put("last", city);
    return Map.of("degrees", city.length());
  }

  /** Remembers it for the user, and leaves a file. */
  public static Map<String, Object> forecast(
      @Schema(name = "city") String city, @Schema(name = "toolContext") ToolContext context) {
    context.state().put("user:last", city);
    context.state().put("temp:scratch", city);
    context.saveArtifact("forecast.txt", Part.fromText(city + " is fine")).blockingAwait();
    return Map.of("degrees", city.length());
  }

  /** Asks the first tool about the last text; says what it answered and how often it was asked. */
  private static final class Script extends BaseLlm {
    Script() {
      super("script");
    }

    @Override
    public Flowable<LlmResponse> generateContent(LlmRequest request, boolean stream) {
      var parts =
          request.contents().stream()
              .flatMap(content -> content.parts().orElse(List.of()).stream())
              .toList();
      var last = parts.get(parts.size() - 1);
      var asked = parts.stream().filter(part -> part.functionResponse().isPresent()).count();
      var tool = request.tools().keySet().iterator().next();
      var answer =
          last.functionResponse()
              .map(
                  response ->
                      Part.fromText(
                          response.response().orElseThrow().get("degrees")
                              + " degrees, asked "
                              + asked
                              + " times"))
              .orElseGet(
                  () -> Part.fromFunctionCall(tool, Map.of("city", last.text().orElse("?"))));
      return Flowable.just(
          LlmResponse.builder()
              .content(Content.builder().role("model").parts(ImmutableList.of(answer)).build())
              .build());
    }

    @Override
    public BaseLlmConnection connect(LlmRequest request) {
      throw new UnsupportedOperationException("not live");
    }
  }
}
