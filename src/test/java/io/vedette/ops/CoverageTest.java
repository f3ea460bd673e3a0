package io.vedette.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.event.operation.CoverageEvent;
import io.vedette.event.operation.Quality;
import io.vedette.frame.DropReason;
import io.vedette.frame.Ledger;
import io.vedette.runtime.TestSupervision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final Instant START = Instant.parse("2026-11-23T22:40:30Z");

  private final Ledger ledger = new Ledger();
  private final AtomicReference<Instant> clock = new AtomicReference<>(START);
  private final List<CoverageEvent> reported = new CopyOnWriteArrayList<>();

  @Test
  void shouldTellAfterEachMinuteWhatWasDoneAndWhatWasNot() {
    try (Coverage coverage =
        new Coverage(
            ledger,
            new Coverage.Origin("ingest", "here", this::quality),
            () -> Set.of("gate", "quiet"),
            reported::add,
            clock::get,
            TestSupervision.essential())) {
      coverage.start();
      for (int frame = 0; frame < 5; frame++) {
        ledger.captured("gate");
      }
      ledger.dropped("gate", DropReason.BROKER);

      clock.set(START.plusSeconds(31));

      await().atMost(Duration.ofSeconds(10)).until(() -> reported.size() == 2);
      assertThat(reported.get(0).counts()).isEqualTo(Map.of("captured", 5L, "dropped.broker", 1L));
      assertThat(reported.get(0).from()).isEqualTo(START);
      assertThat(reported.get(0).to()).isEqualTo(Instant.parse("2026-11-23T22:41:00Z"));
      assertThat(reported.get(1).camera()).isEqualTo("quiet");
      assertThat(reported.get(1).counts()).isEmpty();

      ledger.captured("gate");
    }

    assertThat(reported).hasSize(4);
    assertThat(reported.get(2).counts()).isEqualTo(Map.of("captured", 1L));
    assertThat(reported.get(2).from()).isEqualTo(reported.get(0).to());
  }

  @Test
  void shouldTellOnceWhatTwoRolesOfANodeDid() {
    Ledger ingest = ledger.part();
    Ledger detect = ledger.part();
    Coverage first = coverage(ingest, "ingest");
    Coverage second = coverage(detect, "detect");
    first.start();
    second.start();

    ingest.captured("gate");
    ingest.shrunk("gate");
    detect.inferred("gate");
    detect.dropped("gate", DropReason.STALE);
    first.close();
    second.close();

    assertThat(reported)
        .extracting(CoverageEvent::counts)
        .containsExactly(
            Map.of("captured", 1L, "shrunk", 1L), Map.of("inferred", 1L, "dropped.stale", 1L));
    Ledger.Balance whole = ledger.balances().get("gate");
    assertThat(whole.captured()).isOne();
    assertThat(whole.inferred()).isOne();
    assertThat(whole.shrunk()).isOne();
    assertThat(whole.droppedInAll()).isOne();
  }

  private Coverage coverage(Ledger part, String role) {
    Coverage.Origin origin = new Coverage.Origin(role, "here", this::quality);
    return new Coverage(
        part, origin, Set::of, reported::add, clock::get, TestSupervision.essential());
  }

  private Quality quality(String camera, long frames) {
    return new Quality(frames / 30.0, 0, 0);
  }
}
