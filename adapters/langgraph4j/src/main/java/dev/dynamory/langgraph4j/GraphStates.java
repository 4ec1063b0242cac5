package dev.dynamory.langgraph4j;

import dev.dynamory.CheckpointInfo;
import dev.dynamory.CorruptDataException;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.bsc.langgraph4j.serializer.PlainTextStateSerializer;
import org.bsc.langgraph4j.serializer.StateSerializer;
import org.jspecify.annotations.Nullable;

/**
 * How a graph's checkpoint lies in a history. Its id is the checkpoint's; the payload is what the
 * serializer writes, text as UTF-8, under the serializer's content type.
 *
 * <pre>
 * metadata   node   the node that has run
 *            next   the node that is to run
 * </pre>
 */
record GraphStates(StateSerializer<?> serializer) {

  NewCheckpoint toSave(String threadId, Checkpoint checkpoint) throws IOException {
    return NewCheckpoint.of(threadId, Payload.of(serializer.contentType(), bytes(checkpoint)))
        .id(checkpoint.getId())
        .metadata(Map.of("node", checkpoint.getNodeId(), "next", checkpoint.getNextNodeId()));
  }

  private byte[] bytes(Checkpoint checkpoint) throws IOException {
    return serializer instanceof PlainTextStateSerializer<?> text
        ? text.writeDataAsString(checkpoint.getState()).getBytes(StandardCharsets.UTF_8)
        : serializer.dataToBytes(checkpoint.getState());
  }

  Checkpoint toGraph(dev.dynamory.Checkpoint saved) {
    return Checkpoint.builder()
        .id(saved.id())
        .nodeId(node(saved.info(), "node"))
        .nextNodeId(node(saved.info(), "next"))
        .state(state(saved))
        .build();
  }

  private static String node(CheckpointInfo info, String name) {
    if (info.metadata().get(name) instanceof String node) {
      return node;
    }
    throw corrupt(info, "no graph has saved it: its metadata have no '" + name + "'", null);
  }

  private Map<String, Object> state(dev.dynamory.Checkpoint saved) {
    var bytes = saved.bytes(serializer.contentType());
    try {
      return serializer instanceof PlainTextStateSerializer<?> text
          ? text.readDataFromString(new String(bytes, StandardCharsets.UTF_8))
          : serializer.dataFromBytes(bytes);
    } catch (IOException | ClassNotFoundException e) {
      throw corrupt(saved.info(), "the serializer cannot read its state: " + e.getMessage(), e);
    }
  }

  private static CorruptDataException corrupt(
      CheckpointInfo info, String wrong, @Nullable Exception cause) {
    var key = "checkpoint '" + info.id() + "' of thread '" + info.threadId() + "'";
    return new CorruptDataException("checkpoints", key, wrong, cause);
  }
}
