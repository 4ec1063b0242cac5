package dev.dynamory.migration;

import dev.dynamory.ConfigurationException;
import dev.dynamory.DatabaseRules;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The databases of a CouchDB server, in the order of the ids. A page's token is an id. */
final class CouchDbSource extends MigrationSource {
  private static final int PAGE = 100;
  private static final String ALL = "/_all_docs?include_docs=true&conflicts=true";

  private final CouchDb server;

  CouchDbSource(CouchDb server) {
    this.server = server;
  }

  @Override
  public List<String> collections() {
    return server.databases();
  }

  @Override
  String description() {
    return server.address();
  }

  private static String path(String collection) {
    return "/" + CouchDb.encoded(collection);
  }

  private static String path(String collection, String id) {
    var name = CouchDb.encoded(id);
    return path(collection) + "/" + (id.startsWith("_design/") ? id : name);
  }

  private static String key(String id) {
    return CouchDb.encoded(Json.line(id));
  }

  private ConfigurationException missing(String collection) {
    return new ConfigurationException(
        "there is no collection "
            + collection
            + ": "
            + server.address()
            + " has no database of this name");
  }

  private Map<String, @Nullable Object> info(String collection) {
    return server.get(path(collection)).orElseThrow(() -> missing(collection));
  }

  @Override
  OptionalLong count(String collection) {
    return info(collection).get("doc_count") instanceof Number count
        ? OptionalLong.of(count.longValue())
        : OptionalLong.empty();
  }

  @Override
  Optional<String> position(String collection) {
    return Optional.ofNullable(info(collection).get("update_seq")).map(Object::toString);
  }

  @Override
  SourcePage page(String collection, @Nullable String start) {
    return page(collection, start, PAGE);
  }

  /** The documents from this id on; the one after the last is read too, to begin the next page. */
  SourcePage page(String collection, @Nullable String start, int limit) {
    var from = "&limit=" + (limit + 1) + (start == null ? "" : "&startkey=" + key(start));
    List<SourceDocument> documents;
    try {
      documents = documents(rows(server.get(path(collection) + ALL + from), collection));
    } catch (CouchDb.TooMuchException e) {
      documents = oneByOne(collection, from);
    }
    if (documents.size() <= limit) {
      return new SourcePage(documents, null);
    }
    return new SourcePage(documents.subList(0, limit), documents.get(limit).id());
  }

  private List<?> rows(Optional<Map<String, @Nullable Object>> answer, String collection) {
    var rows = answer.orElseThrow(() -> missing(collection)).get("rows");
    if (rows instanceof List<?> list) {
      return list;
    }
    throw new CouchDbException(
        server.address() + path(collection) + " did not list its documents", 200, null);
  }

  private static List<SourceDocument> documents(List<?> rows) {
    var documents = new ArrayList<SourceDocument>();
    for (var row : rows) {
      if (row instanceof Map<?, ?> map && map.get("doc") instanceof Map<?, ?> document) {
        documents.add(document(Json.members(document)));
      }
    }
    return documents;
  }

  /** For a page of which one cannot be read: which one, and why. */
  private List<SourceDocument> oneByOne(String collection, String from) {
    var documents = new ArrayList<SourceDocument>();
    for (var row :
        rows(server.get(path(collection) + "/_all_docs?" + from.substring(1)), collection)) {
      if (row instanceof Map<?, ?> map && map.get("id") instanceof String id) {
        try {
          server
              .get(path(collection, id) + "?conflicts=true")
              .ifPresent(document -> documents.add(document(document)));
        } catch (CouchDb.TooMuchException e) {
          documents.add(SourceDocument.unreadable(id, String.valueOf(e.getMessage())));
        }
      }
    }
    return documents;
  }

  static SourceDocument document(Map<String, @Nullable Object> document) {
    var fields = new LinkedHashMap<>(document);
    var id = String.valueOf(fields.remove(DatabaseRules.ID));
    var revision = String.valueOf(fields.remove(DatabaseRules.REVISION));
    if (Boolean.TRUE.equals(fields.remove("_deleted"))) {
      return SourceDocument.deleted(id, revision);
    }
    var attachments = new ArrayList<SourceDocument.Attachment>();
    if (fields.remove("_attachments") instanceof Map<?, ?> all) {
      all.forEach(
          (name, about) -> {
            var length = about instanceof Map<?, ?> map ? map.get("length") : null;
            attachments.add(
                new SourceDocument.Attachment(
                    (String) name, length instanceof Number bytes ? bytes.longValue() : 0));
          });
    }
    var losers =
        fields.remove("_conflicts") instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.<String>of();
    return new SourceDocument(id, revision, fields, attachments, losers, false, null);
  }

  @Override
  Function<Collection<String>, Set<String>> lookup(String collection) {
    return ids -> existing(collection, ids);
  }

  private Set<String> existing(String collection, Collection<String> ids) {
    var answer = server.post(path(collection) + "/_all_docs", Map.of("keys", List.copyOf(ids)));
    var existing = new HashSet<String>();
    for (var row : rows(answer, collection)) {
      if (row instanceof Map<?, ?> map
          && map.get("id") instanceof String id
          && !(map.get("value") instanceof Map<?, ?> value
              && Boolean.TRUE.equals(value.get("deleted")))) {
        existing.add(id);
      }
    }
    return existing;
  }

  /** The documents that exist of these. */
  List<SourceDocument> documents(String collection, Collection<String> ids) {
    return documents(
            rows(server.post(path(collection) + ALL, Map.of("keys", List.copyOf(ids))), collection))
        .stream()
        .filter(document -> !document.deleted())
        .toList();
  }

  @Override
  boolean descends(String collection, SourceDocument document, String ancestor) {
    var revision = CouchDb.encoded(String.valueOf(document.revision()));
    var answer = server.get(path(collection, document.id()) + "?revs=true&rev=" + revision);
    if (answer.isEmpty()
        || !(answer.get().get("_revisions") instanceof Map<?, ?> history)
        || !(history.get("start") instanceof Number start)
        || !(history.get("ids") instanceof List<?> ids)) {
      return false;
    }
    for (var n = 1; n < ids.size(); n++) {
      if (ancestor.equals(start.longValue() - n + "-" + ids.get(n))) {
        return true;
      }
    }
    return false;
  }

  @Override
  SourcePage changes(String collection, String since) {
    var answer =
        server
            .get(
                path(collection)
                    + "/_changes?include_docs=true&conflicts=true&limit="
                    + PAGE
                    + "&since="
                    + CouchDb.encoded(since))
            .orElseThrow(() -> missing(collection));
    if (!(answer.get("results") instanceof List<?> results) || results.isEmpty()) {
      return new SourcePage(List.of(), null);
    }
    return new SourcePage(documents(results), String.valueOf(answer.get("last_seq")));
  }

  @Override
  Map<String, Object> attachments(String collection, SourceDocument document) {
    var revision = CouchDb.encoded(String.valueOf(document.revision()));
    var answer = server.get(path(collection, document.id()) + "?attachments=true&rev=" + revision);
    var attachments = new LinkedHashMap<String, Object>();
    if (answer.isPresent() && answer.get().get("_attachments") instanceof Map<?, ?> all) {
      all.forEach(
          (name, about) -> {
            if (about instanceof Map<?, ?> map && map.get("data") instanceof String data) {
              attachments.put(
                  (String) name,
                  Map.of(
                      "content_type",
                      String.valueOf(map.get("content_type")),
                      "data",
                      Base64.getDecoder().decode(data)));
            }
          });
    }
    return attachments;
  }

  boolean has(String collection) {
    return server.get(path(collection)).isPresent();
  }

  /** A document; empty if there is none. */
  Optional<SourceDocument> document(String collection, String id) {
    var found = server.get(path(collection, id));
    if (found.isEmpty() && !has(collection)) {
      throw missing(collection);
    }
    return found.map(CouchDbSource::document);
  }
}
