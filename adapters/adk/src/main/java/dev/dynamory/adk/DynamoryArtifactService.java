package dev.dynamory.adk;

import com.google.adk.artifacts.BaseArtifactService;
import com.google.adk.artifacts.ListArtifactsResponse;
import com.google.common.collect.ImmutableList;
import com.google.genai.types.Part;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Search;
import dev.dynamory.Store;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Artifacts of any size as items of a store. Versions are 0, 1, 2 … without gaps, each written
 * once; a filename that begins with {@code user:} is one file in all of a user's sessions. Nothing
 * happens before a subscription, and then on its thread. Safe for any number of threads.
 */
public final class DynamoryArtifactService implements BaseArtifactService {
  private final Store store;

  private DynamoryArtifactService(Store store) {
    this.store = store;
  }

  /** Over this store, which also says how long artifacts live. */
  public static DynamoryArtifactService of(Store store) {
    return new DynamoryArtifactService(store);
  }

  /** Gives the version; after a failure that left open whether it was saved, there may be two. */
  @Override
  public Single<Integer> saveArtifact(
      String appName, String userId, String sessionId, String filename, Part artifact) {
    return Single.fromCallable(
        () -> ArtifactFile.of(store, appName, userId, sessionId, filename).save(artifact));
  }

  /** The artifact itself, as it has no other place that could be named. */
  @Override
  public Single<Part> saveAndReloadArtifact(
      String appName, String userId, String sessionId, String filename, Part artifact) {
    return saveArtifact(appName, userId, sessionId, filename, artifact).map(version -> artifact);
  }

  /** A version, the latest for null; empty if there is none. */
  @Override
  public Maybe<Part> loadArtifact(
      String appName, String userId, String sessionId, String filename, @Nullable Integer version) {
    return Maybe.defer(
        () ->
            Maybe.fromOptional(
                ArtifactFile.of(store, appName, userId, sessionId, filename).load(version)));
  }

  /** The filenames of the session and of the user, sorted. */
  @Override
  public Single<ListArtifactsResponse> listArtifactKeys(
      String appName, String userId, String sessionId) {
    return Single.fromCallable(
        () -> {
          var found =
              store.batch(
                  List.of(
                      files(ArtifactFile.folder(appName, userId, sessionId)),
                      files(ArtifactFile.folder(appName, userId))));
          return ListArtifactsResponse.builder()
              .filenames(
                  found.stream()
                      .flatMap(List::stream)
                      .filter(item -> ArtifactFile.Head.of(item).isThere())
                      .map(Item::key)
                      .sorted()
                      .toList())
              .build();
        });
  }

  private static Search files(Namespace folder) {
    return Search.in(folder).exact().limit(Integer.MAX_VALUE);
  }

  /** Removes all versions; removing what is not there succeeds. */
  @Override
  public Completable deleteArtifact(
      String appName, String userId, String sessionId, String filename) {
    return Completable.fromAction(
        () -> ArtifactFile.of(store, appName, userId, sessionId, filename).delete());
  }

  @Override
  public Single<ImmutableList<Integer>> listVersions(
      String appName, String userId, String sessionId, String filename) {
    return Single.fromCallable(
        () -> {
          var versions = ArtifactFile.of(store, appName, userId, sessionId, filename).versions();
          return IntStream.range(0, versions).boxed().collect(ImmutableList.toImmutableList());
        });
  }
}
