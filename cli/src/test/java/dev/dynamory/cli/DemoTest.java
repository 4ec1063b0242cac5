package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("exhaustive")
class DemoTest {
  @TempDir Path folder;

  @Test
  void everyStepOfTheDemoSaysWhatItDidAndWhatItCost() {
    var terminal = Terminal.on("--local", folder.toString());
    var demo = LetterModel.isNotThere(() -> terminal.run("demo", "--json"));
    assertThat(demo.code()).as(demo.err()).isZero();
    assertThat(demo.json())
        .hasSize(20)
        .allSatisfy(
            step ->
                assertThat((Map<?, ?>) step)
                    .hasSize(6)
                    .extracting("did")
                    .satisfies(did -> assertThat((List<?>) did).isNotEmpty()))
        .allSatisfy(
            step -> assertThat(((Map<?, ?>) step).get("calls")).asString().isNotEqualTo("0"));
    assertThat(demo.lines().get(9)).contains("finds all 200 of them");
    assertThat(demo.lines().get(10))
        .contains("reserve_museum does not answer")
        .contains("killed (SIGKILL)");
    assertThat(demo.lines().get(11))
        .contains("reserve_flight is not run again")
        .contains("no tool has run twice");
    assertThat(demo.lines().get(12)).contains("both branches");
    assertThat(demo.lines().get(13)).contains("is refused").contains("\\\"runs\\\":3");
    assertThat(demo.lines().get(15)).contains("0 added");
    assertThat(demo.lines().get(17))
        .contains("count(archive) is 0")
        .contains("restored: count(archive) is 1")
        .contains("it has children");
    assertThat(demo.lines().get(18)).contains("7 turns of 2026-05-04").contains("again: 0");
    assertThat(demo.lines().get(19))
        .containsSubsequence(
            "Which city did Ana move to?",
            "> 2026-05-04  Ana: Hi! I have just moved to Lisbon",
            "When did she buy a bike?",
            "> 2026-06-16  Ana: By bike!",
            "What is she allergic to?",
            "> 2026-05-04  Ana: I am allergic to peanuts",
            "What does her sister do?",
            ">",
            "sister Rita",
            "she is a nurse");
    assertThat(LetterModel.isNotThere(() -> terminal.run("demo")).out())
        .contains("10. Survive a killed process")
        .contains("13. Branch from an earlier checkpoint")
        .contains("├── sources/main  main\n")
        .contains("cost: ")
        .contains("store get users/ana prefs");
    var prefs = terminal.run("store", "get", "users/ana", "prefs", "--json", "--table", "demo");
    assertThat(prefs.object())
        .containsEntry("value", Json.read("{\"theme\":\"light\",\"font\":14}", "prefs"));
    assertThat(
            roles(terminal.run("session", "get", "trip-ana", "--json", "--table", "demo-sessions")))
        .containsExactly(
            "user", "assistant", "tool", "tool", "assistant", "tool", "tool", "tool", "assistant");
    assertThat(
            roles(
                terminal.run(
                    "session", "get", "trip-ana-400", "--json", "--table", "demo-sessions")))
        .containsExactly(
            "user", "assistant", "tool", "tool", "user", "assistant", "tool", "tool", "assistant");
    assertThat(
            terminal
                .run("checkpoint", "history", "trip-ana", "--json", "--table", "demo-checkpoints")
                .json())
        .hasSize(10);
    assertThat(terminal.run("db", "get", "demo-agents", "planner", "--json").object())
        .containsEntry("model", "large");
    assertThat(terminal.run("namespace", "tree", "--json", "--table", "demo-namespaces").object())
        .containsEntry("id", "archive");
    assertThat(
            terminal
                .run("document", "count", "sources/main", "--json", "--table", "demo-documents")
                .out())
        .isEqualTo("{\"documents\":11,\"chunks\":0}\n");
  }

  private static List<String> roles(Terminal.Result session) {
    return session.json().stream()
        .map(item -> String.valueOf(((Map<?, ?>) item).get("role")))
        .toList();
  }

  @Test
  void theDemoRunsOnTheEmbeddedEngineOnly() {
    var result = Terminal.on("--aws").run("demo");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("embedded");
  }

  @Test
  void namespacesOfSourcesAreModulePackageAndClass() {
    assertThat(Passages.namespaceOf(Path.of("core/src/main/java/dev/dynamory/Item.java")))
        .hasToString("sources/core/main/dev.dynamory/Item");
    assertThat(Passages.namespaceOf(Path.of("docs", "command-line.md")))
        .hasToString("docs/command-line");
    assertThat(Passages.namespaceOf(Path.of("README.md"))).hasToString("docs/README");
    assertThat(Passages.namespaceOf(Path.of("tools/a.py"))).hasToString("sources/tools/a");
  }

  @Test
  void passagesHoldEveryLineOfTheirFileAndSkipWhatIsNoText() throws Exception {
    var text = "one\n\ntwo\n" + "x\n".repeat(200) + "\nlast";
    Files.writeString(folder.resolve("a.md"), text);
    Files.write(folder.resolve("b.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    Files.createDirectories(folder.resolve("target"));
    Files.writeString(folder.resolve("target/c.md"), "built");
    var passages = Passages.of(folder, 100);
    assertThat(passages.stream().map(p -> p.namespace().toString()).distinct())
        .containsExactly("docs/a");
    assertThat(
            passages.stream()
                .map(p -> (String) p.value().get("text"))
                .reduce("", String::concat)
                .replaceAll("\\s", ""))
        .isEqualTo(text.replaceAll("\\s", ""));
    assertThat(Passages.of(folder, 2)).hasSize(2);
  }
}
