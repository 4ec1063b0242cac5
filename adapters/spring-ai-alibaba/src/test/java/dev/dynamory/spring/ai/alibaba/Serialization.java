package dev.dynamory.spring.ai.alibaba;

import com.alibaba.cloud.ai.graph.OverAllState;
import com.alibaba.cloud.ai.graph.serializer.StateSerializer;
import com.alibaba.cloud.ai.graph.serializer.plain_text.jackson.SpringAIJacksonStateSerializer;
import com.alibaba.cloud.ai.graph.serializer.std.SpringAIStateSerializer;

/** The framework's serializers. */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes them
enum Serialization {
  JSON(new SpringAIJacksonStateSerializer(OverAllState::new)),
  BINARY(new SpringAIStateSerializer());

  final StateSerializer serializer;

  Serialization(StateSerializer serializer) {
    this.serializer = serializer;
  }
}
