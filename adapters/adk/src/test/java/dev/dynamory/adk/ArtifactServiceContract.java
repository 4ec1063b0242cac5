package dev.dynamory.adk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.types.Blob;
import com.google.genai.types.Part;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.testkit.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the framework expects of an artifact service, and what we promise beyond it. */
abstract class ArtifactServiceContract {
  private static final String FILE = "report.txt";
  private static final String OF_USER = "user:settings.json";

  /** A store of another process, of the same place. */
  abstract Store store();

  private DynamoryArtifactService service() {
    return DynamoryArtifactService.of(store());
  }

  private int save(String session, String file, Part part) {
    return service().saveArtifact("app", "ana", session, file, part).blockingGet();
  }

  private @Nullable Part load(String session, String file, @Nullable Integer version) {
    return service().loadArtifact("app", "ana", session, file, version).blockingGet();
  }

  private List<Integer> versions(String session, String file) {
    return service().listVersions("app", "ana", session, file).blockingGet();
  }

  private List<String> files(String session) {
    return service().listArtifactKeys("app", "ana", session).blockingGet().filenames();
  }

  @Test
  void knowsNothingOfAnUnknownFile() {
    assertThat(load("s", FILE, null)).isNull();
    assertThat(load("s", FILE, 0)).isNull();
    assertThat(versions("s", FILE)).isEmpty();
    assertThat(files("s")).isEmpty();
    service().deleteArtifact("app", "ana", "s", FILE).blockingAwait();
  }

  @Test
  void numbersVersionsFromZeroAndLoadsTheLatestOrTheOneAskedFor() {
    for (var n = 0; n < 12; n++) {
      assertThat(save("s", FILE, Part.fromText("version " + n))).isEqualTo(n);
    }
    assertThat(load("s", FILE, null)).isEqualTo(Part.fromText("version 11"));
    assertThat(load("s", FILE, 3)).isEqualTo(Part.fromText("version 3"));
    assertThat(load("s", FILE, 12)).isNull();
    assertThat(load("s", FILE, -1)).isNull();
    assertThat(versions("s", FILE))
        .containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList());
  }

  @Test
  void givesBackWhatItSavedAndReloaded() {
    var part = Part.fromText("kept");
    assertThat(service().saveAndReloadArtifact("app", "ana", "s", FILE, part).blockingGet())
        .isEqualTo(part);
    assertThat(load("s", FILE, 0)).isEqualTo(part);
  }

  @Test
  void givesBackPartsOfEveryKind() {
    var parts =
        List.of(
            Part.fromText("ünï 🎉"),
            Part.fromUri("s3://b/k", "text/plain"),
            Part.fromFunctionCall("f", Map.of("a", List.of(1, "b"))),
            Part.fromFunctionResponse("f", Map.of("r", Map.of("x", true))));
    for (var n = 0; n < parts.size(); n++) {
      save("s", FILE, parts.get(n));
      assertThat(load("s", FILE, n)).isEqualTo(parts.get(n));
    }
  }

  @Test
  void givesBackEveryByteOfArtifactsOfAnySize() {
    var random = new Random(5);
    for (var size : List.of(0, 1, 300_000, 410_000, 3_000_000)) {
      var bytes = new byte[size];
      random.nextBytes(bytes);
      var blob = Blob.builder().data(bytes).mimeType("x/y").displayName("b").build();
      var version = save("s", "of " + size, Part.builder().inlineData(blob).build());
      var loaded = Optional.ofNullable(load("s", "of " + size, version));
      var kept = loaded.flatMap(Part::inlineData).orElseThrow();
      assertThat(kept.data().orElseThrow()).isEqualTo(bytes);
      assertThat(kept.mimeType()).contains("x/y");
      assertThat(kept.displayName()).contains("b");
    }
  }

  @Test
  void keepsFilesOfTheUserInAllSessionsAndOthersInTheirs() {
    save("a", OF_USER, Part.fromText("1"));
    save("b", OF_USER, Part.fromText("2"));
    save("a", FILE, Part.fromText("3"));
    assertThat(load("c", OF_USER, null)).isEqualTo(Part.fromText("2"));
    assertThat(versions("c", OF_USER)).containsExactly(0, 1);
    assertThat(load("b", FILE, null)).isNull();
    assertThat(files("a")).containsExactly(FILE, OF_USER);
    assertThat(files("c")).containsExactly(OF_USER);
    assertThat(service().loadArtifact("app", "bob", "a", OF_USER, (Integer) null).blockingGet())
        .isNull();
    service().deleteArtifact("app", "ana", "c", OF_USER).blockingAwait();
    assertThat(load("a", OF_USER, null)).isNull();
    assertThat(files("a")).containsExactly(FILE);
  }

  @Test
  void deletesAllVersionsAndBeginsAgainAtZero() {
    for (var life = 0; life < 3; life++) {
      save("s", FILE, Part.fromText("one of " + life));
      assertThat(save("s", FILE, Part.fromText("two of " + life))).isEqualTo(1);
      service().deleteArtifact("app", "ana", "s", FILE).blockingAwait();
      assertThat(load("s", FILE, null)).isNull();
      assertThat(load("s", FILE, 0)).isNull();
      assertThat(versions("s", FILE)).isEmpty();
      assertThat(files("s")).isEmpty();
      assertThat(store().search(Search.everywhere())).isEmpty();
    }
  }

  @Test
  void keepsFilenamesAndSessionsOfAnyPrintableCharactersApart() {
    var names = List.of("a", "a/b", "a%2Fb", "a:b", "users:x", "🎉", "..", "a b");
    for (var session : names) {
      for (var file : names) {
        assertThat(save(session, file, Part.fromText(session + " " + file))).isZero();
      }
    }
    for (var session : names) {
      assertThat(files(session)).containsExactlyInAnyOrderElementsOf(names);
      for (var file : names) {
        assertThat(load(session, file, null)).isEqualTo(Part.fromText(session + " " + file));
      }
    }
    assertThatThrownBy(() -> save("s", "", Part.fromText("x")))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void savesAtOnceGetAVersionEach() throws Exception {
    var versions =
        Race.of(
            4,
            writer -> {
              var service = service();
              return () ->
                  IntStream.range(0, 3)
                      .mapToObj(
                          i ->
                              service
                                  .saveArtifact(
                                      "app",
                                      "ana",
                                      "s",
                                      FILE,
                                      Part.fromText("writer " + writer + i))
                                  .blockingGet())
                      .toList();
            });
    var given = new ArrayList<Integer>();
    for (var n = 0; n < 4; n++) {
      for (var i = 0; i < 3; i++) {
        assertThat(load("s", FILE, versions.get(n).get(i)))
            .isEqualTo(Part.fromText("writer " + n + i));
      }
      given.addAll(versions.get(n));
    }
    assertThat(given).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 12).boxed().toList());
    assertThat(versions("s", FILE)).hasSize(12);
  }
}
