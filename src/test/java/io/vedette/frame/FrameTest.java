package io.vedette.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.geometry.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameTest {
  @Test
  void shouldBalancePerCamera() {
    Ledger ledger = new Ledger();
    for (int i = 0; i < 10; i++) {
      ledger.captured("gate");
    }
    ledger.inferred("gate");
    ledger.dropped("gate", DropReason.STALE, 6);
    ledger.dropped("gate", DropReason.BROKER, 3);

    Ledger.Balance balance = ledger.balances().get("gate");

    assertThat(balance.captured()).isEqualTo(balance.inferred() + balance.droppedInAll());
    assertThat(balance.dropped()).hasSize(DropReason.values().length);
  }

  @Test
  void shouldTellOfTheStillFramesThatALostRecordWouldHaveToldOf() {
    Ledger ledger = new Ledger();
    List<String> reported = new ArrayList<>();
    ledger.listen(
        (first, count, reason) ->
            reported.add(count + " from " + first.sequence() + " " + reason.wireName()));
    ledger.dropped("gate", DropReason.STILL, 2);

    Motion motion = new Motion(List.of(), false, 2, "0a");
    ledger.dropped(
        new Frame(
            new FrameId("gate", 1, 7),
            Instant.EPOCH,
            CaptureClock.HOST,
            new Size(4, 3),
            new byte[1],
            StageTimes.NONE,
            motion),
        DropReason.BROKER);

    assertThat(reported).containsExactly("2 from 5 still", "1 from 7 broker");
    assertThat(ledger.balances().get("gate").dropped())
        .containsEntry(DropReason.STILL, 2L)
        .containsEntry(DropReason.BROKER, 1L);
  }

  @Test
  void shouldKeepEachStageTime() {
    StageTimes times = StageTimes.NONE.with(Stage.DECODE, 12).with(Stage.INFER, -5);

    assertThat(times.micros(Stage.DECODE)).hasValue(12);
    assertThat(times.micros(Stage.INFER)).hasValue(0);
    assertThat(times.micros(Stage.QUEUE)).isEmpty();
    assertThat(StageTimes.NONE.micros(Stage.DECODE)).isEmpty();
  }

  @Test
  void shouldNameAFrameByCameraSessionAndSequence() {
    assertThat(new FrameId("gate", 17, 4211)).hasToString("gate/17/4211");
    assertThat(CaptureClock.parse(CaptureClock.RTCP.wireName())).isEqualTo(CaptureClock.RTCP);
  }
}
