package dev.dynamory.examples;

import com.google.adk.models.BaseLlm;
import com.google.adk.models.BaseLlmConnection;
import com.google.adk.models.LlmRequest;
import com.google.adk.models.LlmResponse;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import java.util.Map;

/** In the place of a model: takes the question for a city and asks the tool about it. */
final class Script extends BaseLlm {
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
    var answer =
        last.functionResponse()
            .flatMap(result -> result.response())
            .map(
                result ->
                    Part.fromText(
                        "It has "
                            + result.get("degrees")
                            + " degrees; you asked "
                            + asked
                            + " times."))
            .orElseGet(
                () -> Part.fromFunctionCall("temperature", Map.of("city", last.text().orElse(""))));
    var content = Content.builder().role("model").parts(answer).build();
    return Flowable.just(LlmResponse.builder().content(content).build());
  }

  @Override
  public BaseLlmConnection connect(LlmRequest request) {
    throw new UnsupportedOperationException("a script has no live connection");
  }
}
