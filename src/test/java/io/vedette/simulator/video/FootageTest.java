package io.vedette.simulator.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.config.DataSize;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Part;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.Supervisor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenes whose thread fails in each way there is. */
class FootageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final VideoSettings SETTINGS =
      new VideoSettings(192, 108, 5, new DataSize(0), 1, 1, false);

  static Stream<Arguments> failures() {
    return Stream.of(
            () -> new IllegalStateException("unexpected"),
            () -> new OutOfMemoryError("no room"),
            () -> Failure.retry("it may pass", null),
            (Supplier<Throwable>) () -> Failure.skip("one picture is bad", null))
        .flatMap(thrown -> Stream.of(Arguments.of(thrown, false), Arguments.of(thrown, true)));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void shouldGiveItsPicturesAfterItsThreadFailed(Supplier<Throwable> thrown, boolean isLive) {
    FailingOnce supervisor = new FailingOnce(thrown);
    Footage footage =
        isLive ? new LiveTake(0, SETTINGS, supervisor) : new Recording(0, SETTINGS, supervisor);

    footage.start();
    try {
      await().atMost(PATIENCE).until(() -> footage.picture(3) != null);
    } finally {
      footage.close();
    }
    assertThat(supervisor.next).hasValue(null);
    assertThat(supervisor.supervision.ended()).isEmpty();
  }

  /** A supervisor whose part fails in its first round. */
  private static final class FailingOnce implements Supervisor {
    private final Supervision supervision = new Supervision(new Completion());
    private final Supervisor real = supervision.separate();
    private final AtomicReference<Supplier<Throwable>> next;

    private FailingOnce(Supplier<Throwable> thrown) {
      next = new AtomicReference<>(thrown);
    }

    @Override
    public void began(Part part) {
      real.began(part);
    }

    @Override
    public void ended(Part part) {
      real.ended(part);
    }

    @Override
    public void round(Part part) {
      Supplier<Throwable> thrown = next.getAndSet(null);
      if (thrown != null) {
        Throwable failure = thrown.get();
        if (failure instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) failure;
      }
    }

    @Override
    public Verdict failed(Part part, Throwable failure) {
      return real.failed(part, failure);
    }
  }
}
