package dev.dynamory.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The templates as a reader sees them, under {@code src/test/resources/golden}. After a change that
 * is meant, {@code ./mvnw -pl tables test -Dgolden.update=true} writes them anew; read the diff
 * before committing it.
 */
class GoldenTemplatesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private static final Map<TemplateFormat, String> FILES =
      Map.of(
          TemplateFormat.CLOUDFORMATION, "cloudformation.yaml",
          TemplateFormat.TERRAFORM, "terraform.tf",
          TemplateFormat.CDK, "cdk.java",
          TemplateFormat.SAM, "sam.yaml",
          TemplateFormat.AWS_CLI, "aws-cli.sh",
          TemplateFormat.IAM, "iam.json");

  @BeforeAll
  static void writeThemAnewIfAskedTo() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      for (var template : byFile().entrySet()) {
        var golden = FOLDER.resolve(template.getKey());
        Files.createDirectories(golden.resolveSibling("."));
        Files.writeString(golden, template.getValue());
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("templates")
  void everyTemplateIsWhatItsGoldenFileSays(String file, String rendered) {
    assertThat(FOLDER.resolve(file))
        .as("if the change is meant: ./mvnw -pl tables test -Dgolden.update=true")
        .hasContent(rendered);
  }

  @Test
  void everyGoldenFileBelongsToATemplate() throws IOException {
    try (var files = Files.walk(FOLDER)) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .map(file -> FOLDER.relativize(file).toString().replace('\\', '/')))
          .isSubsetOf(byFile().keySet());
    }
  }

  static Stream<Arguments> templates() {
    return byFile().entrySet().stream()
        .map(template -> Arguments.of(template.getKey(), template.getValue()));
  }

  private static Map<String, String> byFile() {
    var tables =
        Map.ofEntries(
            Map.entry("store", Examples.STORE),
            Map.entry("store-limited", Examples.LIMITED),
            Map.entry("store-vectors", Examples.VECTORS),
            Map.entry("indexed", Examples.INDEXED),
            Map.entry("checkpoints", TableDefinition.CHECKPOINTS),
            Map.entry("checkpoints-single", TableDefinition.CHECKPOINTS_SINGLE),
            Map.entry("sessions", TableDefinition.SESSIONS),
            Map.entry("sessions-single", TableDefinition.SESSIONS_SINGLE),
            Map.entry("namespaces", TableDefinition.NAMESPACES),
            Map.entry("document-index", TableDefinition.DOCUMENT_INDEX),
            Map.entry("document-index-original", TableDefinition.DOCUMENT_INDEX_ORIGINAL),
            Map.entry("documents", TableDefinition.DOCUMENTS));
    var templates = new TreeMap<String, String>();
    tables.forEach(
        (folder, table) ->
            FILES.forEach(
                (format, file) -> templates.put(folder + "/" + file, table.render(format))));
    return templates;
  }
}
