package dev.dynamory.local.vectors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateVectorIndexAction;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.SearchSchemaElement;
import software.amazon.awssdk.services.dynamodb.model.SearchSchemaElementType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.VectorDistanceFunction;
import software.amazon.awssdk.services.dynamodb.model.VectorIndex;

/** Requests and values, as short as they can be said. */
final class Shapes {
  private Shapes() {}

  /** A table with the key {@code pk}, and the definitions given besides. */
  static CreateTableRequest.Builder table(String name, AttributeDefinition... more) {
    var definitions = new ArrayList<>(List.of(attribute("pk", ScalarAttributeType.S)));
    definitions.addAll(List.of(more));
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .keySchema(key("pk", KeyType.HASH))
        .attributeDefinitions(definitions);
  }

  static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  static AttributeDefinition text(String name) {
    return attribute(name, ScalarAttributeType.S);
  }

  /** Of three dimensions in {@code e}, by cosine, holding everything. */
  static VectorIndex index(String name, SearchSchemaElement... schema) {
    return index(name, index -> {}, schema);
  }

  static VectorIndex index(
      String name, Consumer<VectorIndex.Builder> otherwise, SearchSchemaElement... schema) {
    var index =
        VectorIndex.builder()
            .indexName(name)
            .vectorAttribute(v -> v.attributeName("e"))
            .dimensions(3L)
            .distanceFunction(VectorDistanceFunction.COSINE)
            .projection(p -> p.projectionType(ProjectionType.ALL));
    if (schema.length > 0) {
      index.searchSchema(schema);
    }
    return index.applyMutation(otherwise).build();
  }

  static CreateVectorIndexAction creation(VectorIndex index) {
    return CreateVectorIndexAction.builder()
        .indexName(index.indexName())
        .vectorAttribute(index.vectorAttribute())
        .dimensions(index.dimensions())
        .distanceFunction(index.distanceFunctionAsString())
        .projection(index.projection())
        .searchSchema(index.hasSearchSchema() ? index.searchSchema() : null)
        .build();
  }

  static SearchSchemaElement hash(String name) {
    return element(name, SearchSchemaElementType.HASH);
  }

  static SearchSchemaElement filter(String name) {
    return element(name, SearchSchemaElementType.INLINE_FILTER);
  }

  static SearchSchemaElement element(String name, SearchSchemaElementType type) {
    return SearchSchemaElement.builder().attributeName(name).searchSchemaElementType(type).build();
  }

  static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue n(String number) {
    return AttributeValue.fromN(number);
  }

  static AttributeValue list(double... numbers) {
    return AttributeValue.fromL(vector(numbers));
  }

  static List<AttributeValue> vector(double... numbers) {
    return DoubleStream.of(numbers).mapToObj(number -> n(Double.toString(number))).toList();
  }

  /** An item with this key and these names and values. */
  static Map<String, AttributeValue> item(String pk, Object... namesAndValues) {
    var item = new HashMap<String, AttributeValue>();
    item.put("pk", s(pk));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      item.put((String) namesAndValues[i], (AttributeValue) namesAndValues[i + 1]);
    }
    return item;
  }

  static TransactWriteItem write(Consumer<TransactWriteItem.Builder> write) {
    return TransactWriteItem.builder().applyMutation(write).build();
  }

  static <T> List<T> listOf(int count, IntFunction<T> element) {
    return IntStream.range(0, count).mapToObj(element).toList();
  }
}
