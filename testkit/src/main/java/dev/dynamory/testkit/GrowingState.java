package dev.dynamory.testkit;

import dev.dynamory.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * An agent's state that grows by a message a step, from 50 KB to 1 MB in 200 steps. In all kinds
 * but the first, two of 60 scratchpad entries change at each step too. Text shrinks 2.7 times under
 * gzip; the same kind gives the same bytes every time.
 */
public enum GrowingState {
  /** New bytes are at the end, nothing else changes. */
  GROWS_AT_ITS_END,
  /** The scratchpad stands between older and newer messages. */
  SCRATCHPAD_CHANGES_IN_THE_MIDDLE,
  /** The newest message comes first, the scratchpad last. */
  NEWEST_FIRST,
  /** What {@link ObjectOutputStream} makes of it. */
  JAVA_SERIALIZATION;

  /** How many states there are. */
  public static final int STEPS = 200;

  private static final int FIRST_BYTES = 50_000;
  private static final int STEP_BYTES = 4_770;
  private static final int MESSAGE_CHARACTERS = STEP_BYTES - 60;
  private static final int ENTRIES = 60;
  private static final long SEED = 17;
  private static final int ENTRY_CHARACTERS = 300;

  /** The states, oldest first. */
  public List<Payload> payloads() {
    var random = new Random(SEED);
    var messages = new ArrayList<Map<String, Object>>();
    var scratchpad = new LinkedHashMap<String, Object>();
    for (var n = 0; n < ENTRIES; n++) {
      scratchpad.put("entry-%02d".formatted(n), text(random, ENTRY_CHARACTERS));
    }
    for (var bytes = 0; bytes < FIRST_BYTES - ENTRIES * ENTRY_CHARACTERS; bytes += STEP_BYTES) {
      add(messages, random);
    }
    var payloads = new ArrayList<Payload>();
    for (var step = 0; step < STEPS; step++) {
      add(messages, random);
      if (this != GROWS_AT_ITS_END) {
        for (var n = 0; n < 2; n++) {
          scratchpad.put(
              "entry-%02d".formatted(random.nextInt(ENTRIES)), text(random, ENTRY_CHARACTERS));
        }
      }
      payloads.add(payload(messages, scratchpad));
    }
    return payloads;
  }

  private void add(List<Map<String, Object>> messages, Random random) {
    var message = new LinkedHashMap<String, Object>();
    message.put("role", messages.size() % 2 == 0 ? "user" : "assistant");
    message.put("content", text(random, MESSAGE_CHARACTERS));
    messages.add(this == NEWEST_FIRST ? 0 : messages.size(), message);
  }

  /** Keys of a document are sorted: the names say what comes first. */
  private Payload payload(List<Map<String, Object>> messages, Map<String, Object> scratchpad) {
    return switch (this) {
      case GROWS_AT_ITS_END -> Payload.of(Map.of("a_scratchpad", scratchpad, "messages", messages));
      case SCRATCHPAD_CHANGES_IN_THE_MIDDLE ->
          Payload.of(
              Map.of(
                  "a_messages",
                  messages.subList(0, messages.size() / 2),
                  "b_scratchpad",
                  scratchpad,
                  "c_messages",
                  messages.subList(messages.size() / 2, messages.size())));
      case NEWEST_FIRST -> Payload.of(Map.of("messages", messages, "scratchpad", scratchpad));
      case JAVA_SERIALIZATION ->
          Payload.of(
              "application/x-java-serialized-object",
              serialized(new ArrayList<>(List.of(new ArrayList<>(messages), scratchpad))));
    };
  }

  private static byte[] serialized(Object object) {
    var out = new ByteArrayOutputStream();
    try (var objects = new ObjectOutputStream(out)) {
      objects.writeObject(object);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  /** Words with an entropy that lets gzip shrink them by a factor of about 2.7. */
  private static String text(Random random, int length) {
    var text = new StringBuilder();
    while (text.length() < length) {
      var word = (int) Math.min(1_999, Math.abs(random.nextGaussian()) * 700);
      var letters = new Random(word * 0x9E3779B97F4A7C15L);
      for (var n = 2 + letters.nextInt(8); n > 0; n--) {
        text.append((char) ('a' + letters.nextInt(26)));
      }
      text.append(' ');
    }
    return text.substring(0, length);
  }
}
