package dev.dynamory.tables;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for a template in any format. */
class TemplatesTest {

  @ParameterizedTest
  @EnumSource(TemplateFormat.class)
  void endsWithOneNewlineAndHasNoTrailingSpaces(TemplateFormat format) {
    assertThat(Examples.all().map(table -> table.render(format)))
        .allSatisfy(
            text ->
                assertThat(text)
                    .endsWith("\n")
                    .doesNotEndWith("\n\n")
                    .doesNotContain("\r", "\t")
                    .doesNotContainPattern("(?m) $"));
  }

  @ParameterizedTest
  @EnumSource(TemplateFormat.class)
  void isTheSameTextForEqualDefinitions(TemplateFormat format) {
    var there = Examples.INDEXED.named("elsewhere");
    assertThat(there.named(Examples.INDEXED.name()).render(format))
        .isEqualTo(Examples.INDEXED.render(format))
        .isNotEqualTo(there.render(format));
  }

  @ParameterizedTest
  @EnumSource(value = TemplateFormat.class, mode = EnumSource.Mode.EXCLUDE, names = "IAM")
  void tellsToRunSetupOnlyWhereTheTableNeedsIt(TemplateFormat format) {
    assertThat(TableDefinition.STORE.named("memory").render(format))
        .contains("dynamory --aws setup store --table=memory");
    assertThat(Examples.INDEXED.render(format)).doesNotContain("setup");
  }
}
