package dev.dynamory.cli;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Turn;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conversations with questions and the turns that answer them, in the form of LoCoMo. */
final class RecallFile {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("h:mm a 'on' d MMMM, uuuu")
          .toFormatter(Locale.ENGLISH);

  private RecallFile() {}

  /** The turns have keys of their own, whatever their {@code dia_id}. */
  record Conversation(Namespace namespace, List<Put> turns, List<Asked> questions) {}

  /** The evidence are the keys of turns. */
  record Asked(String question, String category, Set<String> evidence) {}

  static List<Conversation> read(String json) {
    var conversations = new ArrayList<Conversation>();
    for (var sample : list(Json.read(json, "FILE"), "FILE")) {
      var where = "FILE[" + conversations.size() + "]";
      var object = map(sample, where);
      var id = object.get("sample_id");
      var namespace =
          Namespace.of("recall", id == null ? "conversation-" + conversations.size() : "" + id);
      var keys = new HashMap<String, String>();
      var turns =
          turns(map(object.get("conversation"), where + ".conversation"), namespace, where, keys);
      var questions = questions(list(object.get("qa"), where + ".qa"), where + ".qa", keys);
      conversations.add(new Conversation(namespace, turns, questions));
    }
    return conversations;
  }

  /** Collects the keys by {@code dia_id}. */
  private static List<Put> turns(
      Map<?, ?> conversation, Namespace namespace, String where, Map<String, String> keys) {
    var puts = new ArrayList<Put>();
    for (var number = 1; conversation.containsKey("session_" + number + "_date_time"); number++) {
      var session = "session_" + number;
      if (!conversation.containsKey(session)) {
        continue;
      }
      var path = where + ".conversation." + session;
      var at = time(string(conversation.get(session + "_date_time"), path + "_date_time"), path);
      var position = 0;
      for (var each : list(conversation.get(session), path)) {
        var place = path + "[" + position + "]";
        var said = map(each, place);
        var turn =
            new Turn(
                session,
                position++,
                at,
                string(said.get("speaker"), place + ".speaker"),
                text(said, place));
        keys.putIfAbsent(string(said.get("dia_id"), place + ".dia_id"), turn.key());
        puts.add(Put.of(namespace, turn.key(), turn));
      }
    }
    return puts;
  }

  /** What was said, and what was shown. */
  private static String text(Map<?, ?> said, String place) {
    var text = string(said.get("text"), place + ".text");
    return said.get("blip_caption") instanceof String caption
        ? text + " [shares " + caption + "]"
        : text;
  }

  private static Instant time(String text, String path) {
    try {
      return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          "FILE", path + "_date_time", "must be like '1:56 pm on 8 May, 2023', but is " + text);
    }
  }

  /** Evidence that is no turn of the conversation stays what it is, and is never found. */
  private static List<Asked> questions(List<?> qa, String where, Map<String, String> keys) {
    var questions = new ArrayList<Asked>();
    for (var each : qa) {
      var place = where + "[" + questions.size() + "]";
      var object = map(each, place);
      var evidence = new LinkedHashSet<String>();
      for (var id : list(object.get("evidence"), place + ".evidence")) {
        var said = string(id, place + ".evidence");
        evidence.add(keys.getOrDefault(said, said));
      }
      questions.add(
          new Asked(
              string(object.get("question"), place + ".question"),
              String.valueOf(object.get("category")),
              evidence));
    }
    return questions;
  }

  private static Map<?, ?> map(@Nullable Object value, String path) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new InvalidInputException("FILE", path, "must be an object");
  }

  private static List<?> list(@Nullable Object value, String path) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new InvalidInputException("FILE", path, "must be a list");
  }

  private static String string(@Nullable Object value, String path) {
    if (value instanceof String text) {
      return text;
    }
    throw new InvalidInputException("FILE", path, "must be a string");
  }
}
