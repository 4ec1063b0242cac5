package dev.dynamory.tables;

import static dev.dynamory.tables.Action.SEARCH_VECTORS;
import static dev.dynamory.tables.Action.UPDATE_TABLE;
import static dev.dynamory.tables.Purpose.RUNTIME;
import static dev.dynamory.tables.Purpose.SETUP;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a table is: its keys, indexes, expiry and limits, and the actions it needs. Whatever makes,
 * checks, permits or documents a table reads this value. Immutable.
 */
public final class TableDefinition {

  /** The store's table. */
  public static final TableDefinition STORE = DynamoryTables.store();

  /** The checkpointer's table: a log for each thread and checkpoint namespace. */
  public static final TableDefinition CHECKPOINTS = DynamoryTables.checkpoints();

  /** The checkpointer's table with one item for each thread, as rust-deep-agents-sdk has it. */
  public static final TableDefinition CHECKPOINTS_SINGLE = DynamoryTables.checkpointsSingle();

  /** The sessions' table, a row for each change of a session. */
  public static final TableDefinition SESSIONS = DynamoryTables.sessions();

  /** The sessions' table with a whole conversation in one item, as openai-agents-session has it. */
  public static final TableDefinition SESSIONS_SINGLE = DynamoryTables.sessionsSingle();

  /** The namespace registry's table, stache's. */
  public static final TableDefinition NAMESPACES = DynamoryTables.namespaces();

  /** The document index's table, stache's and one light index more. */
  public static final TableDefinition DOCUMENT_INDEX = DynamoryTables.documentIndex();

  /** The document index's table, exactly as stache has it. */
  public static final TableDefinition DOCUMENT_INDEX_ORIGINAL =
      DynamoryTables.documentIndexOriginal();

  /** The table of one collection of the document database, gofannon's. */
  public static final TableDefinition DOCUMENTS = DynamoryTables.documents();

  private final String name;
  private final KeySchema keys;
  private final List<SecondaryIndex> indexes;
  private final Optional<VectorIndex> vectors;
  private final Optional<String> expiry;
  private final OptionalLong maxReadRequestUnits;
  private final OptionalLong maxWriteRequestUnits;
  private final Optional<String> completedBy;
  private final Map<Purpose, Set<Action>> actions;

  private TableDefinition(Builder builder) {
    name = Names.require("table name", builder.name);
    keys = new KeySchema(requireNonNull(builder.partitionKey, "partitionKey"), builder.sortKey);
    indexes = List.copyOf(builder.indexes);
    vectors = Optional.ofNullable(builder.vectors);
    expiry = Optional.ofNullable(builder.expiry);
    maxReadRequestUnits = builder.maxReadRequestUnits;
    maxWriteRequestUnits = builder.maxWriteRequestUnits;
    completedBy = Optional.ofNullable(builder.completedBy);
    actions = Map.copyOf(builder.actions);
    var names = attributes().stream().map(KeyAttribute::name).toList();
    if (Set.copyOf(names).size() < names.size()) {
      throw new IllegalArgumentException("a key attribute has two types: " + attributes());
    }
  }

  static Builder table(String name) {
    return new Builder(name);
  }

  /** The same table under another name: 3 to 255 characters, each of {@code A-Z a-z 0-9 _ . -}. */
  public TableDefinition named(String table) {
    var builder = toBuilder();
    builder.name = table;
    return builder.build();
  }

  /** The same table, limited to so many read request units a second; indexes are not limited. */
  public TableDefinition withMaxReadRequestUnits(long units) {
    var builder = toBuilder();
    builder.maxReadRequestUnits = limit("maxReadRequestUnits", units);
    return builder.build();
  }

  /** The same table, limited to so many write request units a second; indexes are not limited. */
  public TableDefinition withMaxWriteRequestUnits(long units) {
    var builder = toBuilder();
    builder.maxWriteRequestUnits = limit("maxWriteRequestUnits", units);
    return builder.build();
  }

  private static OptionalLong limit(String argument, long units) {
    if (units < 1) {
      throw new IllegalArgumentException("%s is %d, must be at least 1".formatted(argument, units));
    }
    return OptionalLong.of(units);
  }

  /** With {@link #vectors(int, VectorIndex.DistanceFunction)} by cosine. */
  public TableDefinition vectors(int dimensions) {
    return vectors(dimensions, VectorIndex.DistanceFunction.COSINE);
  }

  /**
   * The same table with an index of its items' vectors, the one LangGraph's {@code DynamoDBStore}
   * has.
   */
  public TableDefinition vectors(int dimensions, VectorIndex.DistanceFunction distance) {
    var builder = toBuilder();
    builder.vectors = new VectorIndex("memory-vector-index", "embedding", dimensions, distance);
    builder.more(RUNTIME, SEARCH_VECTORS);
    builder.more(SETUP, UPDATE_TABLE, SEARCH_VECTORS);
    return builder.build();
  }

  /** The table's name. */
  public String name() {
    return name;
  }

  /** The table's own keys. */
  public KeySchema keys() {
    return keys;
  }

  /** The global secondary indexes, in the order of their declaration. */
  public List<SecondaryIndex> indexes() {
    return indexes;
  }

  /** The index of vectors, if there is one. */
  public Optional<VectorIndex> vectors() {
    return vectors;
  }

  /** Every attribute that is a key of the table or of an index, each once. */
  public List<KeyAttribute> attributes() {
    return Stream.concat(Stream.of(keys), indexes.stream().map(SecondaryIndex::keys))
        .flatMap(schema -> schema.attributes().stream())
        .distinct()
        .toList();
  }

  /** The number attribute that holds when an item expires, in seconds since 1970. */
  public Optional<String> expiry() {
    return expiry;
  }

  /** The most read request units a second; without it, the account's quota. */
  public OptionalLong maxReadRequestUnits() {
    return maxReadRequestUnits;
  }

  /** The most write request units a second; without it, the account's quota. */
  public OptionalLong maxWriteRequestUnits() {
    return maxWriteRequestUnits;
  }

  /** The operations that reading and writing call, as the SDK names them, sorted. */
  public Set<String> actions() {
    return actions(RUNTIME);
  }

  /**
   * The operations that the purpose calls, as the SDK names them, sorted; none if the table does
   * not have the purpose.
   */
  public Set<String> actions(Purpose purpose) {
    return sorted(purpose, action -> Stream.of(action.operation()));
  }

  /** The IAM actions that the purpose needs, such as {@code dynamodb:GetItem}, sorted. */
  public Set<String> permissions(Purpose purpose) {
    return sorted(purpose, action -> action.permissions().stream().map("dynamodb:"::concat));
  }

  private SortedSet<String> sorted(Purpose purpose, Function<Action, Stream<String>> names) {
    return actions.getOrDefault(purpose, Set.of()).stream()
        .flatMap(names)
        .collect(
            Collectors.collectingAndThen(
                Collectors.toCollection(TreeSet::new), Collections::unmodifiableSortedSet));
  }

  /** The text in the format: complete, and the same for equal definitions. */
  public String render(TemplateFormat format) {
    return switch (format) {
      case CLOUDFORMATION -> CloudFormation.render(this);
      case TERRAFORM -> Terraform.render(this);
      case CDK -> Cdk.render(this);
      case SAM -> Sam.render(this);
      case AWS_CLI -> AwsCli.render(this);
      case IAM -> Iam.render(this);
    };
  }

  /** The limits that are set, under the names of the DynamoDB API. */
  Map<String, Object> onDemandThroughput() {
    var limits = new LinkedHashMap<String, Object>();
    maxReadRequestUnits.ifPresent(units -> limits.put("MaxReadRequestUnits", units));
    maxWriteRequestUnits.ifPresent(units -> limits.put("MaxWriteRequestUnits", units));
    return limits;
  }

  /**
   * What to do once the table exists, for the comments of templates; empty if nothing is to be
   * done.
   */
  List<String> afterwards() {
    return completedBy.stream()
        .flatMap(
            command ->
                Stream.of(
                    "Once the table exists, run this once; it writes the row that says the table's listings are complete:",
                    "  dynamory --aws " + command + " --table=" + name))
        .toList();
  }

  private List<Object> components() {
    return List.of(
        name,
        keys,
        indexes,
        vectors,
        expiry,
        maxReadRequestUnits,
        maxWriteRequestUnits,
        completedBy,
        actions);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TableDefinition definition
        && components().equals(definition.components());
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, keys);
  }

  @Override
  public String toString() {
    return "TableDefinition" + components();
  }

  private Builder toBuilder() {
    var builder = new Builder(name);
    builder.partitionKey = keys.partitionKey();
    builder.sortKey = keys.sortKey();
    builder.indexes.addAll(indexes);
    builder.vectors = vectors.orElse(null);
    builder.expiry = expiry.orElse(null);
    builder.maxReadRequestUnits = maxReadRequestUnits;
    builder.maxWriteRequestUnits = maxWriteRequestUnits;
    builder.completedBy = completedBy.orElse(null);
    builder.actions.putAll(actions);
    return builder;
  }

  /** Collects a definition. */
  static final class Builder {
    private String name;
    private @Nullable KeyAttribute partitionKey;
    private @Nullable KeyAttribute sortKey;
    private final List<SecondaryIndex> indexes = new ArrayList<>();
    private @Nullable VectorIndex vectors;
    private @Nullable String expiry;
    private OptionalLong maxReadRequestUnits = OptionalLong.empty();
    private OptionalLong maxWriteRequestUnits = OptionalLong.empty();
    private @Nullable String completedBy;
    private final Map<Purpose, Set<Action>> actions = new EnumMap<>(Purpose.class);

    private Builder(String name) {
      this.name = name;
    }

    Builder partitionKey(String attribute, AttributeType type) {
      partitionKey = new KeyAttribute(attribute, type);
      return this;
    }

    Builder sortKey(String attribute, AttributeType type) {
      sortKey = new KeyAttribute(attribute, type);
      return this;
    }

    Builder index(
        String name, KeyAttribute partition, @Nullable KeyAttribute sort, Projection projection) {
      indexes.add(new SecondaryIndex(name, new KeySchema(partition, sort), projection));
      return this;
    }

    Builder expiry(String attribute) {
      expiry = Names.requireAttribute("expiry attribute", attribute);
      return this;
    }

    /** The command that must run once where another tool made the table. */
    Builder completedBy(String command) {
      completedBy = command;
      return this;
    }

    Builder actions(Purpose purpose, Action first, Action... more) {
      actions.put(purpose, EnumSet.of(first, more));
      return this;
    }

    private void more(Purpose purpose, Action... more) {
      var all = EnumSet.copyOf(List.of(more));
      all.addAll(actions.getOrDefault(purpose, Set.of()));
      actions.put(purpose, all);
    }

    TableDefinition build() {
      return new TableDefinition(this);
    }
  }
}
