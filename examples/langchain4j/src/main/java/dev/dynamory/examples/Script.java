package dev.dynamory.examples;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;

/** In the place of a model: takes the question for a city and asks the tool about it. */
final class Script implements ChatModel {
  @Override
  public ChatResponse doChat(ChatRequest request) {
    var messages = request.messages();
    var answer =
        messages.get(messages.size() - 1) instanceof ToolExecutionResultMessage result
            ? AiMessage.from(
                "It has " + result.text() + "; you asked " + asked(request) + " times.")
            : AiMessage.from(call((UserMessage) messages.get(messages.size() - 1)));
    return ChatResponse.builder().aiMessage(answer).build();
  }

  private static ToolExecutionRequest call(UserMessage question) {
    return ToolExecutionRequest.builder()
        .id("call-1")
        .name("temperature")
        .arguments("{\"city\": \"" + question.singleText() + "\"}")
        .build();
  }

  private static long asked(ChatRequest request) {
    return request.messages().stream().filter(UserMessage.class::isInstance).count();
  }
}
