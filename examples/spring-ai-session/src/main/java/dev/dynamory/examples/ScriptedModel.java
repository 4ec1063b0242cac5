package dev.dynamory.examples;

import java.util.List;
import java.util.Objects;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;

/** Asks the tool, then answers, and says what it was asked before. */
final class ScriptedModel implements ChatModel {

  @Override
  public ChatOptions getOptions() {
    return ToolCallingChatOptions.builder().build();
  }

  @Override
  public ChatResponse call(Prompt prompt) {
    var last = prompt.getLastUserOrToolResponseMessage();
    var message =
        last instanceof ToolResponseMessage response
            ? new AssistantMessage(answer(response, prompt.getInstructions()))
            : AssistantMessage.builder().toolCalls(List.of(call(last))).build();
    return new ChatResponse(List.of(new Generation(message)));
  }

  private static ToolCall call(Message city) {
    return new ToolCall(
        "call of " + city.getText(),
        "function",
        "temperature",
        "{\"city\": \"" + city.getText() + "\"}");
  }

  private static String answer(ToolResponseMessage response, List<Message> messages) {
    var asked =
        messages.stream()
            .filter(UserMessage.class::isInstance)
            .map(Message::getText)
            .map(Objects::requireNonNull)
            .toList();
    return response.getResponses().get(0).responseData()
        + (asked.size() < 2 ? "" : "; before, you asked of " + asked.subList(0, asked.size() - 1));
  }
}
