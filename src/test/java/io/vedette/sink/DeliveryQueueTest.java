package io.vedette.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.event.Alert;
import io.vedette.runtime.Backoff;
import io.vedette.transport.relay.InputRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Instant START = Instant.parse("2026-11-29T18:00:00Z");

  private final Random random = new Random(1);
  private final DeliveryQueue queue = new DeliveryQueue(this::backoff);
  private final List<Long> delivered = new ArrayList<>();
  private Instant now = START;
  // Of the sink; each record that fails takes as long as its time-out.
  private Predicate<InputRecord> takes = record -> true;

  @Test
  void shouldDeliverInOrder() {
    queue.add(alerts(0, 10));

    work(Duration.ofMinutes(1));

    assertThat(delivered).containsExactlyElementsOf(numbers(0, 10));
  }

  @Test
  void shouldHoldNothingUpBehindASlowRecordLongerThanItsTimeout() {
    takes = record -> record.offset() != 3;
    queue.add(alerts(0, 10));

    work(TIMEOUT);

    assertThat(delivered).containsExactly(0L, 1L, 2L, 4L, 5L, 6L, 7L, 8L, 9L);
    takes = record -> true;
    work(Duration.ofMinutes(3));
    assertThat(delivered).last().isEqualTo(3L);
  }

  @Test
  void shouldTryASlowRecordOnceBetweenTwoOthers() {
    Set<Long> slow = Set.of(2L);
    takes = record -> !slow.contains(record.offset());
    int failures = 0;
    for (long next = 0; next < 500; next++) {
      queue.add(alerts(next, next + 1));
      int before = delivered.size();
      int failuresBefore = failures;
      while (delivered.size() == before && !slow.contains(next)) {
        failures += step() ? 0 : 1;
      }
      assertThat(failures - failuresBefore).isLessThanOrEqualTo(1);
      now = now.plusSeconds(1);
    }
  }

  @Test
  void shouldKeepTheOrderOverAnOutageOfTheSink() {
    Instant back = START.plus(Duration.ofMinutes(20));
    takes = record -> now.isAfter(back);
    queue.add(alerts(0, 50));

    work(Duration.ofMinutes(40));

    assertThat(delivered).containsExactlyElementsOf(numbers(0, 50));
  }

  @Test
  void shouldLeaveASinkAloneThatFails() {
    takes = record -> false;
    queue.add(alerts(0, 50));
    int attempts = 0;
    while (now.isBefore(START.plus(Duration.ofHours(1)))) {
      attempts += queue.next(now).isPresent() ? 1 : 0;
      step();
    }

    assertThat(attempts).isBetween(20, 120);
  }

  @Test
  void shouldLetNothingOvertakeARecordThatIsNoAlert() {
    takes = record -> record.offset() != 1 || now.isAfter(START.plus(Duration.ofMinutes(5)));
    queue.add(alerts(0, 1));
    queue.add(List.of(record(1, "io.vedette.event.zone.entered.v1")));
    queue.add(alerts(2, 4));

    work(Duration.ofMinutes(1));
    assertThat(delivered).containsExactly(0L);

    work(Duration.ofMinutes(10));
    assertThat(delivered).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void shouldGiveARecordNoSoonerThanTheSinkAsksForAndOthersAtOnce() {
    queue.add(alerts(0, 3));
    InputRecord first = queue.next(now).orElseThrow();

    queue.failed(first, now, Duration.ofMinutes(7));

    work(Duration.ofSeconds(1));
    assertThat(delivered).containsExactly(1L, 2L);
    assertThat(queue.next(now.plus(Duration.ofMinutes(6)))).isEmpty();
    now = now.plus(Duration.ofMinutes(7));
    work(Duration.ofSeconds(1));
    assertThat(delivered).containsExactly(1L, 2L, 0L);
  }

  @Test
  void shouldLeaveTheSinkAloneForSomeTimeWhereItAsksThatOfEach() {
    queue.add(alerts(0, 4));
    for (int i = 0; i < 2; i++) {
      queue.failed(queue.next(now).orElseThrow(), now, Duration.ofHours(1));
    }

    assertThat(queue.next(now.plus(Duration.ofSeconds(119)))).isEmpty();
    now = now.plus(Duration.ofMinutes(2));
    work(Duration.ofSeconds(10));
    assertThat(delivered).containsExactly(2L, 3L);
    assertThat(queue.next(now.plus(Duration.ofMinutes(50)))).isEmpty();
    now = now.plus(Duration.ofHours(1));
    work(Duration.ofSeconds(1));
    assertThat(delivered).containsExactly(2L, 3L, 0L, 1L);
  }

  @Test
  void shouldDeliverAllThatIsTakenWhateverFailsWhen() {
    for (int seed = 0; seed < 100; seed++) {
      Random chance = new Random(seed);
      DeliveryQueue queue = new DeliveryQueue(this::backoff);
      Set<Long> taken = new HashSet<>();
      now = START;
      queue.add(alerts(0, 100));
      for (int step = 0; step < 20_000 && !queue.isEmpty(); step++) {
        Optional<InputRecord> next = queue.next(now);
        if (next.isEmpty()) {
          now = now.plus(queue.pause(now, Duration.ofSeconds(1)));
        } else if (chance.nextInt(3) == 0) {
          queue.failed(next.get(), now, Duration.ZERO);
        } else {
          assertThat(taken.add(next.get().offset())).as("seed %d", seed).isTrue();
          queue.delivered(next.get());
        }
      }

      assertThat(taken).as("seed %d", seed).hasSize(100);
    }
  }

  private void work(Duration time) {
    Instant end = now.plus(time);
    while (!now.isAfter(end) && !queue.isEmpty()) {
      step();
    }
  }

  /** Whether it went on without a failure. */
  private boolean step() {
    Optional<InputRecord> next = queue.next(now);
    if (next.isEmpty()) {
      Duration pause = queue.pause(now, Duration.ofSeconds(1));
      assertThat(pause).isPositive();
      now = now.plus(pause);
      return true;
    }
    InputRecord record = next.get();
    if (takes.test(record)) {
      delivered.add(record.offset());
      queue.delivered(record);
      return true;
    }
    now = now.plus(TIMEOUT);
    queue.failed(record, now, Duration.ZERO);
    return false;
  }

  private Backoff backoff() {
    return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(2), random);
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static List<InputRecord> alerts(long from, long to) {
    return LongStream.range(from, to).mapToObj(number -> record(number, Alert.TYPE)).toList();
  }

  private static InputRecord record(long offset, String type) {
    return new InputRecord(
        "alerts", 0, offset, START, "gate", Map.of("ce_type", type), new byte[0], 1);
  }
}
