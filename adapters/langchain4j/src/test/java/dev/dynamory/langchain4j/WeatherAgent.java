package dev.dynamory.langchain4j;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import java.util.ArrayList;
import java.util.List;

/** An AI service with one tool and a model that follows a script: ask the tool, then answer. */
final class WeatherAgent {
  static final String SYSTEM = "Answer about the weather.";

  private WeatherAgent() {}

  /** What is asked of it. */
  interface Assistant {
    @dev.langchain4j.service.SystemMessage(SYSTEM)
    String chat(@MemoryId Object id, @dev.langchain4j.service.UserMessage String text);
  }

  /** What it can do. */
  static final class Tools {
    @Tool("the temperature of a city")
    public String temperature(@P("city") String city) {
      return city.length() + " degrees";
    }
  }

  private static final class Script implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      var messages = request.messages();
      var last = messages.get(messages.size() - 1);
      return ChatResponse.builder()
          .aiMessage(
              last instanceof ToolExecutionResultMessage result
                  ? answer(result)
                  : AiMessage.from("Let me see.", List.of(call((UserMessage) last))))
          .build();
    }
  }

  private static ToolExecutionRequest call(UserMessage question) {
    return ToolExecutionRequest.builder()
        .id("call " + question.singleText())
        .name("temperature")
        .arguments("{\"city\": \"" + question.singleText() + "\"}")
        .build();
  }

  private static AiMessage answer(ToolExecutionResultMessage result) {
    return AiMessage.from("It has " + result.text() + ".");
  }

  /** The service of a process that just started. */
  static Assistant start(DynamoryChatMemoryStore store, int window) {
    return AiServices.builder(Assistant.class)
        .chatModel(new Script())
        .tools(new Tools())
        .chatMemoryProvider(
            id ->
                MessageWindowChatMemory.builder()
                    .id(id)
                    .maxMessages(window)
                    .chatMemoryStore(store)
                    .build())
        .build();
  }

  /** What a conversation about these cities is. */
  static List<ChatMessage> conversation(String... cities) {
    var messages = new ArrayList<ChatMessage>(List.of(SystemMessage.from(SYSTEM)));
    for (var city : cities) {
      messages.addAll(turn(city));
    }
    return messages;
  }

  /** The four messages of one turn. */
  static List<ChatMessage> turn(String city) {
    var question = UserMessage.from(city);
    var result =
        ToolExecutionResultMessage.builder()
            .id(call(question).id())
            .toolName(call(question).name())
            .text(city.length() + " degrees")
            .isError(false)
            .build();
    return List.of(
        question, AiMessage.from("Let me see.", List.of(call(question))), result, answer(result));
  }
}
