package io.vedette.ingest.tenure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.RandomCases;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.transport.table.CameraRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenuresTest {
  private static final int SEQUENCES = 10_000;
  private static final CameraRecord GATE =
      new CameraRecord("gate", "{}", CameraRecord.Origin.COMMAND, 0, 7);

  private final Tenures tenures = new Tenures(Duration.ofSeconds(10));

  @Test
  void shouldHaveEachCameraReadByOneNodeWhateverHappens() {
    RandomCases.checkOthersEachRun(
        SEQUENCES,
        random -> {
          SharedCameras shared = new SharedCameras(random);
          for (int i = 10 + random.nextInt(50); i > 0; i--) {
            shared.act();
          }
          shared.settle();
        });
  }

  @Test
  void shouldListTheMovesOfEachState() {
    Map<Tenure, Set<Tenure>> moves = new EnumMap<>(Tenure.class);
    for (Tenure tenure : Tenure.values()) {
      moves.put(tenure, tenure.next());
    }

    assertThat(moves.get(Tenure.PARTING)).doesNotContain(Tenure.PARTING);
    assertThat(moves.get(Tenure.CONTESTED)).doesNotContain(Tenure.CONTESTED);
    assertThat(moves.values()).allSatisfy(next -> assertThat(next).isNotEmpty());
  }

  @Test
  void shouldClaimAgainWhatAnotherNodeHasClaimedForLongerThanAFrozenOneSpeaks() {
    tenures.claimed(HeldCamera.wanted(GATE, null), 5, 0);
    TenureInputs contested =
        inputs(
            new CameraStateEvent(
                "gate", CameraState.CLAIMED, 6, 0, "other", Instant.EPOCH, null, null, null, null));

    assertThat(tenures.step(contested, 0).reads()).isEmpty();
    assertThat(tenures.of("gate")).isEqualTo(Tenure.CONTESTED);
    assertThat(tenures.step(contested, Duration.ofSeconds(5).toNanos()).reads()).isEmpty();
    assertThat(tenures.step(contested, Duration.ofSeconds(5).toNanos() + 1).reads())
        .containsExactly(new TenureCommands.Read(GATE, null));
  }

  private static TenureInputs inputs(CameraStateEvent owner) {
    return new TenureInputs(
        Set.of(0),
        Set.of(),
        Map.of("gate", GATE),
        Map.of("gate", owner),
        Map.of("gate", owner.session()),
        Set.of(),
        Set.of());
  }
}
