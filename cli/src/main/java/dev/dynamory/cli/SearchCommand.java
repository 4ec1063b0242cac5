package dev.dynamory.cli;

import dev.dynamory.Filter;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Turn;
import dev.dynamory.dynamodb.DynamoDbStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dynamory store search}. */
@Command(
    name = "search",
    description =
        "Print the items in a namespace and in all namespaces under it, sorted, or what answers a"
            + " query best.",
    footer = {
      "",
      "A filter names fields and what they must be: {\"author\": \"ana\", \"score\": {\"$gte\":"
          + " 3}}, with the",
      "operators $eq $ne $gt $gte $lt $lte $in $contains $exists, and $and $or $not around such"
          + " objects.",
      "",
      "A query ranks by words and, with a model in this process (DYNAMORY_MODEL=1), by the vectors"
          + " of what was",
      "put with --embed. Its scores are relative to it.",
      "",
      "Examples:",
      "  dynamory store search users --filter '{\"theme\": \"dark\"}' --limit 20",
      "  dynamory store search users/123 --query 'Where does she live?' --limit 3"
    })
final class SearchCommand implements Callable<Integer> {
  private final StoreCommand group;

  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      description = "Where, such as users; everywhere if not said.")
  private @Nullable Namespace prefix;

  @Option(
      names = "--filter",
      paramLabel = "JSON",
      description = "Only items whose document matches; may be '-' or '@file'.")
  private @Nullable String filter;

  @Option(
      names = "--query",
      paramLabel = "TEXT",
      description = "Best first, by how well they answer this.")
  private @Nullable String query;

  @Option(
      names = "--ranking",
      paramLabel = "RANKING",
      description = "For a query: hybrid, lexical or semantic; hybrid if not said.")
  private @Nullable Ranking ranking;

  @Option(
      names = "--surrounding",
      paramLabel = "N",
      description = "For a query: with so many turns of the conversation before and after each.")
  private @Nullable Integer surrounding;

  @Option(
      names = "--index",
      description = "For a query: ask the table's index of vectors; else namespaces are read.")
  private boolean index;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "" + Search.DEFAULT_LIMIT,
      description = "At most so many; ${DEFAULT-VALUE} if not said.")
  private int limit;

  @Option(names = "--offset", paramLabel = "N", defaultValue = "0", description = "After so many.")
  private int offset;

  @Mixin private final Consistency consistent = new Consistency();

  SearchCommand(StoreCommand group) {
    this.group = group;
  }

  @Override
  public Integer call() {
    var search = search();
    var view = view();
    try (var connection = group.cli().connect()) {
      var found = found(connection.store(group.table(), view), search);
      found.forEach(item -> group.cli().print(ItemJson.ofFound(item), inOneLine(item)));
      var answers = found.stream().filter(item -> query == null || item.score() != null).count();
      group.saySoIfCut((int) answers, limit, offset);
      return 0;
    }
  }

  private Search search() {
    var search = Search.in(prefix == null ? Namespace.ROOT : prefix).limit(limit).offset(offset);
    search = consistent.wanted() ? search.consistent() : search;
    if (filter != null) {
      search = search.filter(Filter.of(group.cli().document(filter, "filter")));
    }
    if (query == null) {
      requireQuery("--ranking", ranking != null);
      requireQuery("--surrounding", surrounding != null);
      requireQuery("--index", index);
      return search;
    }
    search = search.query(query);
    search = ranking == null ? search : search.ranking(ranking);
    return surrounding == null ? search : search.surroundingTurns(surrounding);
  }

  private static void requireQuery(String option, boolean given) {
    if (given) {
      throw new InvalidInputException(option, "is for --query");
    }
  }

  /** By vectors where they are asked for, or may say something. */
  private UnaryOperator<DynamoDbStore> view() {
    if (index) {
      return ProcessModel.embedding("--index", true);
    } else if (ranking == Ranking.SEMANTIC) {
      return ProcessModel.embedding("--ranking", false);
    }
    return query != null && ranking != Ranking.LEXICAL && ProcessModel.isHere()
        ? ProcessModel.embedding("--query", false)
        : UnaryOperator.identity();
  }

  private List<Item> found(DynamoDbStore store, Search search) {
    if (query == null || limit == 0) {
      return store.search(search);
    }
    var page = store.searchPage(search);
    if (page.isTruncated()) {
      group
          .cli()
          .note(
              "the index gave its nearest of a namespace, and there are others: without --index all"
                  + " are ranked");
    }
    return page.items();
  }

  private String inOneLine(Item item) {
    var score = item.score();
    var text =
        Turn.of(item.value())
            .map(turn -> turn.speaker() + ": " + turn.text())
            .orElseGet(() -> Json.line(Values.toJson(item.value())));
    return (query == null
            ? ""
            : score == null ? "       " : String.format(Locale.ROOT, "%6.3f ", score))
        + group.cli().console().bold(StoreCommand.named(item.namespace(), item.key()))
        + "  "
        + Console.excerpt(query == null ? Json.line(Values.toJson(item.value())) : text);
  }
}
