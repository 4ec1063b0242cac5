package dev.dynamory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.ConfigurationException;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.Page;
import dev.dynamory.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CouchDbDatabaseTest {
  private DocumentDatabase database;
  private String collection;
  private String revision;

  @BeforeEach
  void threeDocuments() {
    var couch = PouchDb.get();
    collection = couch.newDatabase();
    couch.put(collection, "a", "{\"n\":1}");
    revision = couch.put(collection, "b/c", "{\"n\":2.5}");
    couch.put(collection, "d", "{\"n\":null}");
    couch.put(collection, "_design/x", "{}");
    couch.delete(collection, "e", couch.put(collection, "e", "{}"));
    database = CouchDbDatabase.at(couch.server());
  }

  @Test
  void readsDocumentsWithTheirIdsAndRevisions() {
    assertThat(database.get(collection, "b/c").orElseThrow().value())
        .isEqualTo(Map.of("_id", "b/c", "_rev", revision, "n", 2.5));
    assertThat(database.get(collection, "none")).isEmpty();
    assertThat(database.get(collection, "e")).isEmpty();
    assertThat(database.getAll(collection, List.of("d", "none", "e", "a", "d")))
        .extracting(document -> document.id())
        .containsExactly("d", "a");
    assertThat(database.listAll(collection))
        .extracting(document -> document.id())
        .containsExactly("a", "b/c", "d");
    assertThat(Page.stream(token -> database.list(collection, 1, token))).hasSize(3);
    assertThat(database.async().call(d -> d.get(collection, "a")).join()).isPresent();
  }

  @Test
  void aMistypedCollectionIsAClearError() {
    List<Consumer<DocumentDatabase>> reads =
        List.of(
            d -> d.get("mistyped", "a"),
            d -> d.getAll("mistyped", List.of("a")),
            d -> d.list("mistyped", 1, null));
    for (var read : reads) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> read.accept(database))
          .withMessageContaining("mistyped");
    }
    assertThat(database.hasCollection("mistyped")).isFalse();
    assertThat(database.hasCollection(collection)).isTrue();
  }

  @Test
  void everyWriteIsRefusedAsReadOnly() {
    List<Consumer<DocumentDatabase>> writes =
        List.of(
            d -> d.save(collection, "a", Map.of()),
            d -> d.create(collection, "x", Map.of()),
            d -> d.restore(collection, "x", Map.of(), null),
            d -> d.check(collection, "x", Map.of()),
            d -> d.saveAll(collection, List.of(Map.of("_id", "x"))),
            d -> d.update(collection, "a", document -> document),
            d -> d.delete(collection, "a"),
            d -> d.deleteAll(collection, List.of("a")));
    for (var write : writes) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> write.accept(database))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(RefusedException.Reason.READ_ONLY));
    }
    assertThat(database.listAll(collection)).hasSize(3);
  }

  @Test
  void asASourceItIsTheServerWithAllThatCouchDbKnows() {
    var target = Engine.newDatabase();
    var migration = Migration.of(MigrationSource.of(database), target, List.of(collection));
    assertThat(migration.run().collections().get(0).counts())
        .isEqualTo(Map.of(Outcome.WRITTEN, 3L, Outcome.DESIGN_DOCUMENT, 1L));
  }
}
