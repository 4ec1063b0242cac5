package dev.dynamory.dynamodb;

import dev.dynamory.DatabaseRules;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What must hold of the row that a write of a document replaces. */
record DocumentCondition(
    String expression, Map<String, String> names, Map<String, AttributeValue> values) {

  /** Twice as many operators and a few are what one expression may have: 300. */
  private static final int MAX_FIELDS = 140;

  static DocumentCondition absent() {
    return new DocumentCondition(
        "attribute_not_exists(#id)", Map.of("#id", DatabaseRules.ID), Map.of());
  }

  static DocumentCondition present() {
    return new DocumentCondition(
        "attribute_exists(#id)", Map.of("#id", DatabaseRules.ID), Map.of());
  }

  static DocumentCondition revision(String revision) {
    return new DocumentCondition(
        "#rev = :rev",
        Map.of("#rev", DatabaseRules.REVISION),
        Map.of(":rev", AttributeValue.fromS(revision)));
  }

  /** Anything, but nobody who saved knowing what this operation had saved. */
  static DocumentCondition notAfter(String operation) {
    return new DocumentCondition(
        "NOT contains(#rev, :op)",
        Map.of("#rev", DatabaseRules.REVISION),
        Map.of(":op", AttributeValue.fromS(operation)));
  }

  /**
   * The row is what was read, as far as a condition can say that: a field that was added since is
   * not noticed, nor is more than the revision and 140 fields compared.
   */
  static DocumentCondition unchanged(Map<String, AttributeValue> row) {
    var names = new HashMap<>(Map.of("#id", DatabaseRules.ID, "#rev", DatabaseRules.REVISION));
    var values = new HashMap<String, AttributeValue>();
    var expression = new StringBuilder("attribute_exists(#id)");
    var revision = row.get(DatabaseRules.REVISION);
    if (revision == null) {
      expression.append(" AND attribute_not_exists(#rev)");
    } else {
      values.put(":rev", revision);
      expression.append(" AND #rev = :rev");
    }
    var n = 0;
    var fields = new HashMap<>(row);
    fields.keySet().removeAll(Set.of(DatabaseRules.ID, DatabaseRules.REVISION));
    for (var field : fields.entrySet()) {
      if (n < MAX_FIELDS) {
        names.put("#f" + n, field.getKey());
        values.put(":f" + n, field.getValue());
        expression.append(" AND #f").append(n).append(" = :f").append(n);
        n++;
      }
    }
    return new DocumentCondition(expression.toString(), names, values);
  }
}
