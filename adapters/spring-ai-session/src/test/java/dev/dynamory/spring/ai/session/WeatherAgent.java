package dev.dynamory.spring.ai.session;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.session.DefaultSessionService;
import org.springframework.ai.session.SessionRepository;
import org.springframework.ai.session.SessionService;
import org.springframework.ai.session.advisor.SessionMemoryAdvisor;
import org.springframework.ai.tool.annotation.Tool;

/** A chat client with one tool and a model that follows a script: ask the tool, then answer. */
final class WeatherAgent {
  private final ChatClient client;

  private WeatherAgent(ChatClient client) {
    this.client = client;
  }

  /** What it can do. */
  static final class Tools {
    @Tool(description = "the temperature of a city")
    public String temperature(String city) {
      return city.length() + " degrees";
    }
  }

  /** The model: summarizes what it is asked to, else looks up the temperature and answers. */
  static final class Script implements ChatModel {
    @Override
    public ChatOptions getOptions() {
      return ToolCallingChatOptions.builder().build();
    }

    @Override
    public ChatResponse call(Prompt prompt) {
      var last = prompt.getLastUserOrToolResponseMessage();
      return new ChatResponse(List.of(new Generation(answer(prompt, last))));
    }

    private static AssistantMessage answer(Prompt prompt, Message last) {
      if (last instanceof ToolResponseMessage tool) {
        return WeatherAgent.answer(tool);
      } else if (String.valueOf(prompt.getSystemMessage().getText()).contains("weather")) {
        return question(last);
      }
      return new AssistantMessage("a summary");
    }
  }

  private static AssistantMessage question(Message city) {
    var call =
        new ToolCall(
            "call " + city.getText(),
            "function",
            "temperature",
            "{\"city\": \"" + city.getText() + "\"}");
    return AssistantMessage.builder()
        .content("Let me see.")
        .properties(Map.of("id", "completion of " + city.getText(), "index", 0L))
        .toolCalls(List.of(call))
        .build();
  }

  private static AssistantMessage answer(ToolResponseMessage tool) {
    return new AssistantMessage("It has " + tool.getResponses().get(0).responseData() + ".");
  }

  static SessionService service(SessionRepository repository) {
    return DefaultSessionService.builder().sessionRepository(repository).build();
  }

  /** The agent of a process that just started, which keeps tool calls too. */
  static WeatherAgent start(SessionRepository repository) {
    return start(repository, memory -> memory);
  }

  static WeatherAgent start(
      SessionRepository repository, UnaryOperator<SessionMemoryAdvisor.Builder> options) {
    var memory =
        SessionMemoryAdvisor.builder(service(repository))
            .order(ToolCallingAdvisor.DEFAULT_ORDER + 1);
    return new WeatherAgent(
        ChatClient.builder(new Script())
            .defaultSystem("Answer about the weather.")
            .defaultTools(new Tools())
            .defaultAdvisors(options.apply(memory).build())
            .build());
  }

  /** One turn of a conversation. */
  String chat(String id, String city) {
    return Objects.requireNonNull(
        client
            .prompt()
            .user(city)
            .advisors(
                a ->
                    a.param(SessionMemoryAdvisor.SESSION_ID_CONTEXT_KEY, id)
                        .param(SessionMemoryAdvisor.USER_ID_CONTEXT_KEY, "ana"))
            .call()
            .content());
  }

  /** What a conversation about these cities is. */
  static List<Message> conversation(String... cities) {
    return Stream.of(cities).flatMap(city -> turn(city).stream()).toList();
  }

  /** The four messages of one turn. */
  static List<Message> turn(String city) {
    var question = question(new UserMessage(city));
    var response =
        ToolResponseMessage.builder()
            .responses(
                List.of(
                    new ToolResponse(
                        question.getToolCalls().get(0).id(),
                        "temperature",
                        city.length() + " degrees")))
            .build();
    return List.of(new UserMessage(city), question, response, answer(response));
  }
}
