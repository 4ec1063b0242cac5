package dev.dynamory.migration;

import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.dynamory.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a migration is, in a file that is replaced whole: after a kill it is the one before or
 * the one after. It saves time only; without it a run finds out what is there.
 */
final class CheckpointFile {
  private final Path file;
  private final String migration;
  private final Map<String, @Nullable Object> collections = new LinkedHashMap<>();

  private CheckpointFile(Path file, String migration) {
    this.file = file;
    this.migration = migration;
  }

  /**
   * The file as it is, or none yet; {@link ConfigurationException} if it is not this migration's.
   */
  static CheckpointFile open(Path file, String migration) {
    var checkpoint = new CheckpointFile(file, migration);
    try {
      var content = Json.object(Files.readString(file));
      if (!migration.equals(content.get("migration"))) {
        throw new ConfigurationException(
            "the checkpoint "
                + file
                + " is of another migration: "
                + content.get("migration")
                + ", not "
                + migration
                + "; name another file, or delete it");
      }
      if (content.get("collections") instanceof Map<?, ?> collections) {
        checkpoint.collections.putAll(Json.members(collections));
      }
    } catch (NoSuchFileException e) {
      // the first run
    } catch (StreamReadException e) {
      throw new ConfigurationException("the file " + file + " is not a checkpoint", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return checkpoint;
  }

  /** Where a collection's migration is; {@code tally} gets what it counted. */
  Optional<Position> read(String collection, Tally tally) {
    if (!(collections.get(collection) instanceof Map<?, ?> state)) {
      return Optional.empty();
    }
    if (state.get("counts") instanceof Map<?, ?> counts) {
      counts.forEach(
          (outcome, count) ->
              tally.restore(Outcome.valueOf((String) outcome), ((Number) count).longValue()));
    }
    if (state.get("findings") instanceof List<?> findings) {
      for (var finding : findings) {
        if (finding instanceof List<?> f && f.size() == 3) {
          tally.restore(
              new Finding(
                  String.valueOf(f.get(0)),
                  Outcome.valueOf(String.valueOf(f.get(1))),
                  String.valueOf(f.get(2))));
        }
      }
    }
    return Optional.of(
        new Position(
            Step.valueOf(String.valueOf(state.get("step"))),
            (String) state.get("next"),
            (String) state.get("since")));
  }

  void write(String collection, Position position, CollectionReport report) {
    var state = new LinkedHashMap<String, @Nullable Object>();
    state.put("step", position.step().name());
    state.put("next", position.next());
    state.put("since", position.since());
    state.put("counts", report.counts());
    var findings = new ArrayList<@Nullable Object>();
    report.findings().forEach(f -> findings.add(List.of(f.id(), f.outcome().name(), f.reason())));
    state.put("findings", findings);
    collections.put(collection, state);
    var content = new LinkedHashMap<String, @Nullable Object>();
    content.put("migration", migration);
    content.put("collections", collections);
    try {
      var fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, Json.line(content));
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a collection's migration does. */
  enum Step {
    /** Reads all documents. */
    DOCUMENTS,
    /** Reads what changed since it began. */
    CHANGES,
    /** Nothing any more. */
    DONE
  }

  /** Where it does that: the next page, and since when changes are still to be read. */
  record Position(Step step, @Nullable String next, @Nullable String since) {}
}
