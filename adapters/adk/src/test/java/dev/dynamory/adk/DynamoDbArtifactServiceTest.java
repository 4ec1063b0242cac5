package dev.dynamory.adk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.genai.types.Part;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.adapters.Rig;
import org.junit.jupiter.api.Test;

/** Each service is a process of its own. */
class DynamoDbArtifactServiceTest extends ArtifactServiceContract {
  private final Rig rig = new Rig();

  @Override
  Store store() {
    return rig.store();
  }

  private DynamoryArtifactService service() {
    return DynamoryArtifactService.of(rig.store());
  }

  @Test
  void aSaveThatIsKilledAtAnyCallIsThereOrNotAndTheNextOneFollows() {
    var stopped = true;
    for (var call = 0; stopped; call++) {
      var file = "killed at " + call;
      service()
          .saveArtifact("app", "ana", "s", file, Part.fromText("0"))
          .ignoreElement()
          .blockingAwait();
      var first = service();
      rig.faults.stopAfter(call);
      stopped =
          catchThrowable(
                  () ->
                      first.saveArtifact("app", "ana", "s", file, Part.fromText("1")).blockingGet())
              != null;
      rig.faults.reset();
      var latest = service().loadArtifact("app", "ana", "s", file, (Integer) null).blockingGet();
      assertThat(latest).isIn(Part.fromText("0"), Part.fromText("1"));
      var next = service().saveArtifact("app", "ana", "s", file, Part.fromText("2")).blockingGet();
      assertThat(service().listVersions("app", "ana", "s", file).blockingGet()).hasSize(next + 1);
      assertThat(service().loadArtifact("app", "ana", "s", file, next).blockingGet())
          .isEqualTo(Part.fromText("2"));
      assertThat(call).isLessThan(30);
    }
  }

  @Test
  void aDeleteThatIsKilledAtAnyCallIsCompletedByTheNextOne() {
    var stopped = true;
    for (var call = 0; stopped; call++) {
      for (var n = 0; n < 2; n++) {
        service()
            .saveArtifact("app", "ana", "s", "f", Part.fromText("version " + n))
            .ignoreElement()
            .blockingAwait();
      }
      var first = service();
      rig.faults.stopAfter(call);
      stopped =
          catchThrowable(() -> first.deleteArtifact("app", "ana", "s", "f").blockingAwait())
              != null;
      rig.faults.reset();
      var versions = service().listVersions("app", "ana", "s", "f").blockingGet();
      assertThat(versions.size()).isIn(0, 2);
      service().deleteArtifact("app", "ana", "s", "f").blockingAwait();
      assertThat(rig.store().search(Search.everywhere().consistent())).isEmpty();
      assertThat(call).isLessThan(40);
    }
  }
}
