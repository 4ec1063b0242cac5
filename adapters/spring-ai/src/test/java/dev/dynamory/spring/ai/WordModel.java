package dev.dynamory.spring.ai;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** A number for each word: texts with common words are near. Notes what it was asked. */
class WordModel implements EmbeddingModel {
  static final int DIMENSIONS = 64;

  final List<List<String>> asked = new ArrayList<>();

  @Override
  public EmbeddingResponse call(EmbeddingRequest request) {
    var texts = request.getInstructions();
    asked.add(texts);
    return new EmbeddingResponse(
        IntStream.range(0, texts.size())
            .mapToObj(n -> new Embedding(vector(texts.get(n)), n))
            .toList());
  }

  @Override
  public float[] embed(Document document) {
    return vector(Objects.requireNonNull(document.getText()));
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  static float[] vector(String text) {
    var vector = new float[DIMENSIONS];
    for (var word : text.toLowerCase(Locale.ROOT).split("\\W+", -1)) {
      vector[Math.floorMod(word.hashCode(), DIMENSIONS)]++;
    }
    return vector;
  }
}
