package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, with a Maven and a Java that only say how they were called. */
@DisabledOnOs(OS.WINDOWS)
class DynamoryScriptTest {
  private static final Path SCRIPT = Path.of("..", "dynamory");
  private static final List<String> MODULES =
      List.of("core", "lucene", "tables", "local", "dynamodb", "migration", "cli", "minilm");

  @TempDir Path folder;
  private Path root = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void makeARepositoryWithASpaceInItsPath() throws IOException {
    root = Files.createDirectories(folder.resolve("my repo"));
    Files.copy(SCRIPT, root.resolve("dynamory"));
    Files.writeString(root.resolve("pom.xml"), "");
    for (var module : MODULES) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "");
      Files.writeString(root.resolve(module).resolve("src/main/A.java"), "");
    }
    program(
        root.resolve("mvnw"),
        "echo \"$@\" >>builds; for m in core lucene tables local dynamodb migration cli; do mkdir"
            + " -p $m/target/classes; done; echo x >cli/target/java.args; case \"$*\" in *-Pmodel*)"
            + " mkdir -p minilm/target/classes; echo /minilm/target/classes >cli/target/java.args ;; esac; [ ! -f"
            + " broken ]");
    home = folder.resolve("a jdk");
    java("17.0.15");
  }

  private void java(String version) throws IOException {
    program(
        Files.createDirectories(home.resolve("bin")).resolve("java"),
        "if [ \"$1\" = -version ]; then echo 'openjdk version \""
            + version
            + "\" 2025' >&2; exit; fi\n"
            + "for arg; do printf '<%s>' \"$arg\"; done; echo \" $LC_ALL\"; exit 7");
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private record Ran(int code, String out) {}

  private Ran run(Path script, Map<String, String> environment, String... args) throws Exception {
    var command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().remove("LC_ALL");
    builder.environment().put("LANG", "C");
    builder.environment().put("JAVA_HOME", home.toString());
    builder.environment().putAll(environment);
    var process = builder.start();
    process.getOutputStream().close();
    var out =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out);
  }

  private Ran run(String... args) throws Exception {
    return run(root.resolve("dynamory"), Map.of(), args);
  }

  private long builds() throws IOException {
    return Files.readAllLines(root.resolve("builds")).size();
  }

  @Test
  void buildsOnceSaysSoInOneLineAndPassesArgumentsAndExitCodeOn() throws Exception {
    var first = run("store", "put", "a b", "", "@file", "{\"x\": \"$HOME\"}");
    assertThat(first.code()).isEqualTo(7);
    assertThat(first.out().lines()).hasSize(2);
    assertThat(first.out())
        .startsWith("dynamory: building")
        .contains("<store><put><a b><><@file><{\"x\": \"$HOME\"}>");
    assertThat(first.out())
        .contains("<@" + root.toRealPath() + "/cli/target/java.args><dev.dynamory.cli.Main>")
        .contains("<-Ddynamory.home=" + root.toRealPath() + ">");
    assertThat(run("demo").out().lines()).hasSize(1);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewerButNotForATest() throws Exception {
    run();
    Files.createDirectories(root.resolve("core/src/test"));
    var later = FileTime.from(Instant.now().plusSeconds(3_600));
    Files.setLastModifiedTime(Files.writeString(root.resolve("core/src/test/T.java"), ""), later);
    run();
    assertThat(builds()).isEqualTo(1);
    Files.setLastModifiedTime(root.resolve("core/src/main/A.java"), later);
    run();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void buildsAgainWhenAModuleWasCleaned() throws Exception {
    run();
    Files.delete(root.resolve("core/target/classes"));
    run();
    run();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void buildsTheModelInWhenItIsAskedForAndKeepsItFromThenOn() throws Exception {
    run("demo");
    assertThat(run(root.resolve("dynamory"), Map.of("DYNAMORY_MODEL", "1"), "demo").out())
        .contains("building")
        .contains("<--enable-native-access=ALL-UNNAMED>");
    assertThat(run("demo").out().lines()).hasSize(1);
    var later = FileTime.from(Instant.now().plusSeconds(3_600));
    Files.setLastModifiedTime(root.resolve("minilm/src/main/A.java"), later);
    assertThat(run("demo").out()).contains("building").contains("<--enable-native");
    assertThat(Files.readAllLines(root.resolve("builds")))
        .hasSize(3)
        .satisfiesExactly(
            without -> assertThat(without).doesNotContain("-Pmodel"),
            with -> assertThat(with).contains("-Pmodel"),
            again -> assertThat(again).contains("-Pmodel"));
  }

  @Test
  void runsThroughALinkFromAnywhere() throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("my repo", "dynamory"));
    assertThat(run(link, Map.of(), "demo").code()).isEqualTo(7);
    var second = Files.createSymbolicLink(folder.resolve("link2"), link.toAbsolutePath());
    assertThat(run(second, Map.of(), "demo").code()).isEqualTo(7);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void takesTheJavaOfThePathAndSaysWhenThereIsNone() throws Exception {
    var path = home.resolve("bin") + ":" + System.getenv("PATH");
    assertThat(run(root.resolve("dynamory"), Map.of("JAVA_HOME", "", "PATH", path), "demo").code())
        .isEqualTo(7);
    var tools = Files.createDirectories(folder.resolve("tools"));
    for (var tool :
        List.of(
            "sh",
            "dirname",
            "readlink",
            "find",
            "grep",
            "head",
            "sed",
            "cat",
            "mkdir",
            "touch",
            "mv",
            "rm")) {
      var bin = Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin/" : "/bin/";
      program(tools.resolve(tool), "exec " + bin + tool + " \"$@\"");
    }
    var none =
        run(root.resolve("dynamory"), Map.of("JAVA_HOME", "", "PATH", tools.toString()), "demo");
    assertThat(none.code()).isEqualTo(3);
    assertThat(none.out())
        .isEqualTo("dynamory: no Java found: install a JDK 17 or newer, or set JAVA_HOME to one\n");
  }

  @Test
  void refusesAJavaThatIsTooOld() throws Exception {
    java("1.8.0_392");
    var old = run("demo");
    assertThat(old.code()).isEqualTo(3);
    assertThat(old.out())
        .startsWith("dynamory: JDK 17 or newer is needed")
        .endsWith("is version 1\n");
  }

  @Test
  void aFailedBuildIsExitCode3AndTriedAgain() throws Exception {
    Files.writeString(root.resolve("broken"), "");
    var failed = run("demo");
    assertThat(failed.code()).isEqualTo(3);
    assertThat(failed.out()).contains("the build failed with exit code 1;");
    Files.delete(root.resolve("broken"));
    assertThat(run("demo").code()).isEqualTo(7);
  }

  @Test
  void aLockWhoseOwnerIsGoneDoesNotStopTheBuild() throws Exception {
    var lock = Files.createDirectories(root.resolve("cli/target/dynamory.lock"));
    Files.writeString(lock.resolve("owner"), "999999999");
    assertThat(run("demo").code()).isEqualTo(7);
    assertThat(lock).doesNotExist();
  }

  @Test
  void givesJavaAUtf8Locale() throws Exception {
    assertThat(run("demo").out()).endsWith(" C.UTF-8\n");
    assertThat(run(root.resolve("dynamory"), Map.of("LC_ALL", "en_US.utf8"), "demo").out())
        .endsWith(" en_US.utf8\n");
  }
}
