package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {
  private static final Map<String, ?> DOCUMENT =
      inOrder(
          "title",
          "Lisbon",
          "author",
          inOrder("name", "Ana", "address", inOrder("city", "Porto", "zip", 4000)),
          "tags",
          List.of("sea", "sun", "wine"),
          "chapters",
          List.of(
              inOrder("title", "One", "pages", List.of("a", "b")),
              inOrder("title", "Two", "pages", List.of("c"))),
          "table",
          List.of(List.of("x", "y"), List.of("z")),
          "count",
          7,
          "price",
          new BigDecimal("1.50"),
          "sold",
          true);

  @Test
  void aFieldOfAField() {
    assertThat(texts("title")).containsExactly("Lisbon");
    assertThat(texts("author.name")).containsExactly("Ana");
    assertThat(texts("author.address.city")).containsExactly("Porto");
  }

  @Test
  void elementsOfLists() {
    assertThat(texts("tags[0]")).containsExactly("sea");
    assertThat(texts("tags[-1]")).containsExactly("wine");
    assertThat(texts("tags[-3]")).containsExactly("sea");
    assertThat(texts("tags[*]")).containsExactly("sea", "sun", "wine");
    assertThat(texts("chapters[1].title")).containsExactly("Two");
    assertThat(texts("chapters[*].title")).containsExactly("One", "Two");
  }

  @Test
  void listsInLists() {
    assertThat(texts("table[0][1]")).containsExactly("y");
    assertThat(texts("table[*][0]")).containsExactly("x", "z");
    assertThat(texts("table[*][*]")).containsExactly("x", "y", "z");
    assertThat(texts("chapters[*].pages[*]")).containsExactly("a", "b", "c");
    assertThat(texts("table")).containsExactly("x\ny\nz");
  }

  @Test
  void everyFieldAsLangGraphWritesIt() {
    assertThat(texts("author.*")).containsExactly("Ana", "city: Porto\nzip: 4000");
    assertThat(texts("author[*]")).isEqualTo(texts("author.*"));
    assertThat(texts("tags.*")).isEqualTo(texts("tags[*]"));
    assertThat(texts("chapters.*.title")).containsExactly("One", "Two");
    assertThat(FieldPath.parse("*").texts(Map.of("a", "x"))).containsExactly("x");
  }

  @Test
  void severalFieldsAsLangGraphWritesThem() {
    assertThat(texts("{title, author.name}")).containsExactly("Lisbon", "Ana");
    assertThat(texts("author.{address.city,name,none}")).containsExactly("Porto", "Ana");
    assertThat(texts("chapters[*]{title}")).containsExactly("One", "Two");
  }

  @Test
  void numbersAndBooleansAreTexts() {
    assertThat(texts("count")).containsExactly("7");
    assertThat(texts("price")).containsExactly("1.50");
    assertThat(texts("sold")).containsExactly("true");
    assertThat(FieldPath.parse("a").texts(Map.of("a", 0.5))).containsExactly("0.5");
  }

  @Test
  void whatIsNotThereGivesNoText() {
    for (var path :
        List.of("none", "title.none", "title[0]", "tags[3]", "tags[-4]", "author[0]", "title[*]")) {
      assertThat(texts(path)).as(path).isEmpty();
    }
    var empty = new LinkedHashMap<String, @Nullable Object>();
    empty.put("null", null);
    empty.put("text", "");
    empty.put("bytes", new byte[] {65});
    empty.put("list", Arrays.asList(null, "", List.of(), Map.of()));
    for (var path : List.of("$", "null", "text", "bytes", "list", "list[*]", "*")) {
      assertThat(FieldPath.parse(path).texts(empty)).as(path).isEmpty();
    }
  }

  @Test
  void theWholeDocumentIsALineForEachField() {
    assertThat(FieldPath.parse("$").texts(inOrder("a", "x", "b", List.of("y", "z"), "c", 1)))
        .containsExactly("a: x\nb: y\nz\nc: 1");
    assertThat(FieldPath.parse("set").texts(Map.of("set", Set.of("only")))).containsExactly("only");
  }

  @Test
  void theTextsOfSeveralPathsAreJoinedInTheirOrder() {
    assertThat(FieldPath.text(DOCUMENT, List.of("tags[*]", "none", "title", "count")))
        .isEqualTo("sea\nsun\nwine\nLisbon\n7");
    assertThat(FieldPath.text(DOCUMENT, List.of("none"))).isEmpty();
    assertThat(FieldPath.text(DOCUMENT, List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ".a",
        "a.",
        "a..b",
        "[0]",
        "a[]",
        "a[x]",
        "a[0",
        "a[1.5]",
        "a[0]b",
        "a]",
        "a[**]",
        "a[99999999999]",
        "a[0].",
        "{a",
        "{a}b",
        "{a}.b",
        "{}",
        "{a,}",
        "{a..b}",
        "{a[0]}",
        "{a.*}",
        "a.{b,{c}}",
        "a}"
      })
  void illFormedPathsAreRefused(String path) {
    assertThatExceptionOfType(InvalidInputException.class)
        .as(path)
        .isThrownBy(() -> FieldPath.parse(path))
        .withMessageContaining("'" + path + "'");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Embedding.of(texts -> List.of(), 2, path));
  }

  private static List<String> texts(String path) {
    return FieldPath.parse(path).texts(DOCUMENT);
  }

  private static Map<String, Object> inOrder(Object... namesAndValues) {
    var document = new LinkedHashMap<String, Object>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      document.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return document;
  }
}
