package io.vedette.console.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.runtime.Failure;
import io.vedette.runtime.TestSupervision;
import io.vedette.transport.frame.FrameSelection.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs whose work fails: each ends alone, and says why. */
class RunJobTest {
  private static final RunOrder ORDER =
      new RunOrder(
          "again",
          RunOrder.Kind.REPLAY,
          "9f2c41d07a3e",
          new Span(Instant.EPOCH, null, Set.of()),
          Duration.ofHours(1),
          "anna");

  private final CountDownLatch ended = new CountDownLatch(1);

  static Stream<Supplier<Throwable>> failures() {
    return Stream.of(
        () -> Failure.stop("its model is missing"),
        () -> Failure.retry("Kafka is away", null),
        () -> Failure.skip("one frame is bad", null),
        () -> new IllegalStateException("unexpected"),
        () -> new OutOfMemoryError("no room"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldFailAloneAndSayWhy(Supplier<Throwable> thrown) {
    RunJob job = job(() -> sneak(thrown.get()));

    await().until(() -> ended.getCount() == 0);
    assertThat(job.record().state()).isEqualTo(RunRecord.State.FAILED);
    assertThat(job.record().problem()).contains(thrown.get().getMessage());
    job.close();
  }

  @Test
  void shouldBeOverAlsoWhenItsWorkCannotBeClosed() {
    RunJob job = job(Unclosable::new);

    await().until(() -> ended.getCount() == 0);
    assertThat(job.record().isActive()).isFalse();
    job.close();
  }

  private RunJob job(Supplier<RunMaker.Work> begin) {
    RunJob job =
        new RunJob(
            ORDER,
            begin,
            ended::countDown,
            TestSupervision.make().separate(),
            InstantSource.system());
    job.start();
    return job;
  }

  private static <R, T extends Throwable> R sneak(Throwable thrown) throws T {
    @SuppressWarnings("unchecked")
    T same = (T) thrown;
    throw same;
  }

  /** Work that is done at once and then cannot be closed. */
  private static final class Unclosable implements RunMaker.Work {
    @Override
    public long inferred() {
      return 7;
    }

    @Override
    public OptionalDouble progress() {
      return OptionalDouble.of(1);
    }

    @Override
    public boolean isLive() {
      return false;
    }

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public void close() {
      throw new IllegalStateException("its lane does not end");
    }
  }
}
