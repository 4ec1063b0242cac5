package dev.dynamory.dynamodb;

import dev.dynamory.ConfigurationException;
import dev.dynamory.TableCreationException;
import dev.dynamory.Vector;
import dev.dynamory.tables.TableDefinition;
import dev.dynamory.tables.VectorIndex;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.CreateVectorIndexAction;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.SearchSchemaElement;
import software.amazon.awssdk.services.dynamodb.model.SearchSchemaElementType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexUpdate;

/**
 * Adds the index of vectors to a table that is there, waits until it serves, or says how it
 * differs. An index is there for good in three steps: DynamoDB allocates it, fills it, and then its
 * searches begin to answer, a while after the description says that it is active.
 */
final class VectorIndexSetup {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(45);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** How many indexes a table may have: waiting does not help. */
  private static final String TOO_MANY = "exceeds per-table limit";

  private final DynamoDbClient client;
  private final TableDefinition definition;
  private final VectorIndex index;
  private final long deadline;

  VectorIndexSetup(Connection connection, TableDefinition definition, VectorIndex index) {
    this(connection, definition, index, LONGEST_WAIT);
  }

  VectorIndexSetup(
      Connection connection, TableDefinition definition, VectorIndex index, Duration longestWait) {
    this.client = connection.client();
    this.definition = definition;
    this.index = index;
    this.deadline = System.nanoTime() + longestWait.toNanos();
  }

  /** The index as a table is created with it. */
  static software.amazon.awssdk.services.dynamodb.model.VectorIndex of(TableDefinition definition) {
    var added = creation(definition, definition.vectors().orElseThrow());
    return software.amazon.awssdk.services.dynamodb.model.VectorIndex.builder()
        .indexName(added.indexName())
        .vectorAttribute(added.vectorAttribute())
        .dimensions(added.dimensions())
        .distanceFunction(added.distanceFunction())
        .searchSchema(added.searchSchema())
        .projection(added.projection())
        .build();
  }

  private static CreateVectorIndexAction creation(TableDefinition definition, VectorIndex index) {
    return CreateVectorIndexAction.builder()
        .indexName(index.name())
        .vectorAttribute(attribute -> attribute.attributeName(index.attribute()))
        .dimensions((long) index.dimensions())
        .distanceFunction(index.distance().name())
        .searchSchema(
            SearchSchemaElement.builder()
                .attributeName(definition.keys().partitionKey().name())
                .searchSchemaElementType(SearchSchemaElementType.HASH)
                .build())
        .projection(projection -> projection.projectionType(ProjectionType.ALL))
        .build();
  }

  /** Has the table build the index, unless it does; another one of this name is refused. */
  void request() {
    find().ifPresentOrElse(this::check, this::add);
  }

  /** Does nothing if the table is busy with something else. */
  private void add() {
    var key = definition.keys().partitionKey();
    try {
      client.updateTable(
          update ->
              update
                  .tableName(definition.name())
                  .attributeDefinitions(
                      AttributeDefinition.builder()
                          .attributeName(key.name())
                          .attributeType(key.type().code())
                          .build())
                  .vectorIndexUpdates(
                      VectorIndexUpdate.builder().create(creation(definition, index)).build()));
    } catch (ResourceInUseException e) {
      // the table is being changed, perhaps by another process that asks for the same
    } catch (LimitExceededException e) {
      if (String.valueOf(e.getMessage()).contains(TOO_MANY)) {
        throw refused(e);
      } // else another index of the table is being made
    } catch (DynamoDbException e) {
      if (find().isEmpty()) {
        throw refused(e);
      } // else another process has asked for it
    }
  }

  private TableCreationException refused(DynamoDbException e) {
    return new TableCreationException(
        definition.name(),
        "table "
            + definition.name()
            + " could not be given the index "
            + index.name()
            + ": "
            + e.getMessage()
            + ". withExactRanking() needs none",
        e);
  }

  /** Returns once searches answer; asks again for an index that the table was too busy to add. */
  void awaitServing() {
    for (var pause = FIRST_PAUSE.toNanos();
        !isServing();
        pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos())) {
      if (deadline - System.nanoTime() < pause || Thread.currentThread().isInterrupted()) {
        throw new ConfigurationException(
            "the index "
                + index.name()
                + " of table "
                + definition.name()
                + " does not serve yet; DynamoDB goes on building it, call setup() again to wait"
                + " for it");
      }
      LockSupport.parkNanos(pause);
    }
  }

  private boolean isServing() {
    var found = find();
    found.ifPresentOrElse(this::check, this::add);
    return found.filter(VectorIndexSetup::isReady).isPresent() && serves();
  }

  private Optional<VectorIndexDescription> find() {
    return find(client.describeTable(table -> table.tableName(definition.name())).table());
  }

  private Optional<VectorIndexDescription> find(TableDescription table) {
    return table.vectorIndexes().stream()
        .filter(found -> found.indexName().equals(index.name()))
        .findFirst();
  }

  private static boolean isReady(VectorIndexDescription found) {
    return found.indexStatus() == IndexStatus.ACTIVE && !Boolean.TRUE.equals(found.backfilling());
  }

  /** Asks for a vector of a namespace that has none. */
  private boolean serves() {
    var ones = new float[index.dimensions()];
    Arrays.fill(ones, 1);
    try {
      client.searchVectors(
          VectorItems.nearest(definition.name(), CatalogueItems.ROOTS, Vector.of(ones), 1));
      return true;
    } catch (DynamoDbException e) {
      if (VectorCalls.isMissing(e) || VectorCalls.isBackfilling(e)) {
        return false;
      }
      throw e;
    }
  }

  /** {@link ConfigurationException} if a table has an index of this name that is another one. */
  void check(TableDescription table) {
    find(table).ifPresent(this::check);
  }

  private void check(VectorIndexDescription found) {
    otherness(found)
        .ifPresent(
            other -> {
              throw new ConfigurationException(
                  "table "
                      + definition.name()
                      + ": "
                      + other
                      + "; an index cannot be changed: delete it, or use the embedder it is for");
            });
  }

  /** What is wrong with the index of a table, if anything is. */
  Optional<String> difference(TableDescription table) {
    var found = find(table);
    if (found.isEmpty()) {
      return Optional.of("the index " + index.name() + " is missing");
    }
    return otherness(found.get())
        .or(
            () ->
                isReady(found.get()) && serves()
                    ? Optional.empty()
                    : Optional.of("the index " + index.name() + " is still being built"));
  }

  private Optional<String> otherness(VectorIndexDescription found) {
    var wanted = creation(definition, index);
    if (!wanted.dimensions().equals(found.dimensions())) {
      return other("has %s dimensions, not %s", found.dimensions(), wanted.dimensions());
    } else if (!wanted.distanceFunction().equals(found.distanceFunction())) {
      return other(
          "compares by %s, not by %s",
          found.distanceFunctionAsString(), wanted.distanceFunctionAsString());
    } else if (!wanted.vectorAttribute().equals(found.vectorAttribute())) {
      return other(
          "is of the attribute %s, not of %s",
          found.vectorAttribute().attributeName(), index.attribute());
    } else if (!wanted.searchSchema().equals(found.searchSchema())) {
      return other("has the keys %s, not %s", found.searchSchema(), wanted.searchSchema());
    }
    return found.projection().projectionType() == ProjectionType.ALL
        ? Optional.empty()
        : other("has %s, not %s", found.projection(), wanted.projection());
  }

  private Optional<String> other(String how, Object found, Object wanted) {
    return Optional.of("the index " + index.name() + " " + how.formatted(found, wanted));
  }
}
