package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dynamory.local.engine.vectors.IndexDefinition.Role;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** SearchVectors: exact, over the items as they are, or as they were one lag ago. */
final class Search {
  private final Catalogue catalogue;
  private final Clock clock;
  private final Journal journal;
  private final Copies copies;

  Search(Catalogue catalogue, Clock clock, Journal journal, Copies copies) {
    this.catalogue = catalogue;
    this.clock = clock;
    this.journal = journal;
    this.copies = copies;
  }

  Reply search(Database database, byte[] body) {
    var request = SearchRequest.of(body);
    var conditions =
        request
            .conditions()
            .map(expression -> Condition.parse(expression, request.attributes()))
            .orElse(List.of());
    request
        .attributes()
        .checkUse(
            Stream.of(request.conditions(), request.projection())
                .flatMap(Optional::stream)
                .toList());
    var table = table(database, request.table());
    var index = index(table, request.index());
    var vector = vector(request, index);
    check(conditions, request, index, table);
    new Words(database, table).check(conditions, request);
    var nearest = new Nearest(index.distance(), vector, request.topK(), table.key());
    collect(database, table, index, conditions, nearest);
    return Reply.ok(answer(request, index, table, nearest));
  }

  private VectorTable table(Database database, String name) {
    var table = catalogue.table(name);
    if (table.isEmpty()) {
      var reply = database.send("DescribeTable", Json.object().put("TableName", name));
      if (!reply.isOk()) {
        throw Json.text(reply.json(), "__type").endsWith("ResourceNotFoundException")
            ? Refusal.notFound()
            : Refusal.relayed(reply);
      }
    }
    return table
        .map(t -> t.at(clock.instant()))
        .orElseGet(() -> new VectorTable(name, new Key(List.of()), List.of(), Map.of()));
  }

  private IndexDefinition index(VectorTable table, String name) {
    var index = table.index(name);
    var phase = index.map(i -> i.phase(clock.instant()));
    if (phase.isPresent() && phase.get() == VectorIndex.Phase.BACKFILLING) {
      throw Refusal.validation("Cannot search backfilling vector index: " + name);
    }
    return index
        .filter(i -> phase.get() == VectorIndex.Phase.ACTIVE)
        .map(VectorIndex::definition)
        .orElseThrow(
            () -> Refusal.validation("The table does not have the specified index: " + name));
  }

  private static float[] vector(SearchRequest request, IndexDefinition index) {
    var vector =
        Values.vector(request.vector())
            .orElseThrow(
                () ->
                    Refusal.validation(
                        "Search vector contains invalid values. All values in the search vector"
                            + " must be a 32-bit floating-point number attribute"));
    if (vector.length != index.dimensions()) {
      throw Refusal.validation(
          "Input search vector dimension "
              + vector.length
              + " does not match vector index dimension "
              + index.dimensions());
    }
    return vector;
  }

  private static void check(
      List<Condition> conditions, SearchRequest request, IndexDefinition index, VectorTable table) {
    for (var condition : conditions) {
      if (!index.searches(condition.attribute())) {
        throw Refusal.validation(
            "SearchConditionExpression must not contain any attributes that is not in"
                + " SearchSchema. Invalid attribute: "
                + condition.attribute());
      }
    }
    if (conditions.stream().anyMatch(Condition::isNested)) {
      throw Condition.refused(
          "SearchConditionExpression cannot have conditions on nested attributes");
    }
    var attributes = new HashSet<String>();
    if (!conditions.stream().map(Condition::attribute).allMatch(attributes::add)) {
      throw Condition.refused(
          "SearchConditionExpression must only contain one condition per attribute");
    }
    if (index.hash().isPresent() && !attributes.contains(index.hash().get())) {
      throw Refusal.validation(
          request.conditions().isEmpty()
              ? "SearchConditionExpression must be provided when SearchSchema has a HASH key"
              : "SearchConditionExpression must have all HASH attributes in configured"
                  + " SearchSchema");
    }
    checkOperands(conditions, index, table);
  }

  private static void checkOperands(
      List<Condition> conditions, IndexDefinition index, VectorTable table) {
    for (var condition : conditions) {
      String expected = table.types().getOrDefault(condition.attribute(), "");
      String actual = Values.type(condition.value());
      if (!actual.equals(expected)) {
        throw Refusal.validation(
            "Type of '%s' attribute in SearchConditionExpression (%s) does not match type in search schema (%s)"
                .formatted(condition.attribute(), actual, expected));
      }
    }
    for (var element : index.searchSchema()) {
      boolean isEmpty =
          element.role() == Role.HASH
              && conditions.stream()
                  .filter(condition -> condition.attribute().equals(element.name()))
                  .anyMatch(condition -> Values.isEmpty(condition.value()));
      if (isEmpty) {
        throw Refusal.validation(
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty "
                + (table.types().getOrDefault(element.name(), "").equals("B") ? "binary" : "string")
                + " value. Key: "
                + element.name());
      }
    }
  }

  private void collect(
      Database database,
      VectorTable table,
      IndexDefinition index,
      List<Condition> conditions,
      Nearest nearest) {
    for (var row : visible(database, table)) {
      if (conditions.stream().allMatch(condition -> condition.matches(row.item()))) {
        row.vectorIn(index, table).ifPresent(vector -> nearest.offer(row, vector));
      }
    }
  }

  /** Rows as the indexes see them. */
  private List<Row> visible(Database database, VectorTable table) {
    return catalogue.alone(
        List.of(table.name()),
        () -> {
          var rows = copies.of(database, table).rows(database);
          var unseen = journal.unseen(table.name());
          if (unseen.isEmpty()) {
            return List.copyOf(rows.values());
          }
          var earlier = new HashMap<>(rows);
          unseen.forEach(
              (key, before) ->
                  before.ifPresentOrElse(row -> earlier.put(key, row), () -> earlier.remove(key)));
          return List.copyOf(earlier.values());
        });
  }

  private static ObjectNode answer(
      SearchRequest request, IndexDefinition index, VectorTable table, Nearest nearest) {
    var paths =
        request.projection().map(expression -> Paths.parse(expression, request.attributes()));
    var leftOut = paths.isEmpty() ? Set.of(index.vectorAttribute()) : Set.<String>of();
    var answer = Json.object();
    var results = answer.putArray("SearchResults");
    for (var hit : nearest.best()) {
      var held = hit.row().projected(index, table.key(), leftOut);
      var result = results.addObject();
      result.set("Item", paths.map(p -> p.of(held)).orElse(held));
      result.put("Score", hit.score());
    }
    if (request.wantsCapacity()) {
      double bytes = Capacity.ofSearch(index.dimensions(), results);
      answer
          .putObject("ConsumedCapacity")
          .put("VectorSearchRequestBytes", bytes)
          .put("VectorSearchUnits", bytes); // as AWS sends it, though no SDK knows it
    }
    return answer;
  }
}
