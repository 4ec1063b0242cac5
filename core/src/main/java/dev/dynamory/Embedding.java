package dev.dynamory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a store makes vectors of its documents. The fields are paths, see {@link FieldPath}; their
 * texts are joined, a line each, into the one text that is embedded.
 */
public record Embedding(Embedder embedder, int dimensions, Distance distance, List<String> fields) {
  /** The most that DynamoDB's vector indexes take. */
  public static final int MAX_DIMENSIONS = 4096;

  /** Checks everything. */
  public Embedding {
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw new InvalidInputException(
          "dimensions", "must be from 1 to " + MAX_DIMENSIONS + ", but is " + dimensions);
    }
    fields = fields.isEmpty() ? List.of(FieldPath.WHOLE) : List.copyOf(fields);
    fields.forEach(FieldPath::parse);
  }

  /** By cosine. No fields are the whole document. */
  public static Embedding of(Embedder embedder, int dimensions, String... fields) {
    return new Embedding(embedder, dimensions, Distance.COSINE, List.of(fields));
  }

  /** By another distance. */
  public Embedding distance(Distance distance) {
    return new Embedding(embedder, dimensions, distance, fields);
  }

  /**
   * What is embedded of a put, "" if nothing is: its own fields if it names any, else these; of a
   * {@link Turn} that says something it is "speaker: text", if the fields are {@code $} or {@code
   * text}.
   */
  public String text(Put put) {
    var own = put.embeddedFields();
    if (own != null) {
      return FieldPath.text(put.value(), own);
    }
    var isOfTurns = fields.equals(List.of(FieldPath.WHOLE)) || fields.equals(List.of("text"));
    return isOfTurns
        ? Turn.of(put.value())
            .map(turn -> turn.text().isBlank() ? "" : turn.speaker() + ": " + turn.text())
            .orElseGet(() -> FieldPath.text(put.value(), fields))
        : FieldPath.text(put.value(), fields);
  }

  /** The vectors of texts, in their order; {@link ConfigurationException} for any that is wrong. */
  public List<Vector> vectors(List<String> texts) {
    var embedded = made(embedder, texts);
    var vectors = new ArrayList<Vector>(embedded.size());
    embedded.forEach(vector -> vectors.add(checked(vector)));
    return vectors;
  }

  /** The vector of a query; {@link ConfigurationException} if it is wrong. */
  public Vector queryVector(String query) {
    return checked(embedder.embedQuery(query));
  }

  /** As many as there are texts, whatever they are. */
  static List<float[]> made(Embedder embedder, List<String> texts) {
    var made = embedder.embed(texts);
    if (made == null) {
      throw new ConfigurationException("the embedder made null of " + texts.size() + " texts");
    } else if (made.size() != texts.size()) {
      throw new ConfigurationException(
          "the embedder made " + made.size() + " vectors of " + texts.size() + " texts");
    }
    return made;
  }

  private Vector checked(float @Nullable [] vector) {
    if (vector == null) {
      throw new ConfigurationException("the embedder made null instead of a vector");
    } else if (vector.length != dimensions) {
      throw new ConfigurationException(
          "the embedder made a vector of "
              + vector.length
              + " dimensions, the store expects "
              + dimensions);
    }
    return Vector.of(vector);
  }
}
