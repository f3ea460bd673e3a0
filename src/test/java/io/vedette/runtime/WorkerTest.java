package io.vedette.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.runtime.Supervisor.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Supervision supervision = new Supervision(new Completion());
  private final List<Verdict> verdicts = new CopyOnWriteArrayList<>();
  private final Rounds rounds = new Rounds();
  private Worker worker = worker(supervision.essential());

  WorkerTest() {
    supervision.listen((part, verdict) -> verdicts.add(verdict));
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void shouldOpenRunAndCloseTheDutyOnItsOwnThread() {
    worker.start();
    rounds.awaitMore(3);
    worker.close();

    assertThat(rounds.openedOn).hasValue("duty-1");
    assertThat(rounds.closedOn).hasValue("duty-1");
    assertThat(worker.isAlive()).isFalse();
    assertThat(supervision.ended()).isEmpty();
  }

  @Test
  void shouldTryAgainWithTheSameDutyAndSayWhy() {
    worker.start();
    rounds.throwNext(Failure.retry("no broker at rtsp://me:pw@h/x", null));
    Map<String, String> troubles =
        await()
            .atMost(TIMEOUT)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1)) // it is known for a short time
            .until(supervision::troubles, found -> !found.isEmpty());
    rounds.awaitMore(3);

    assertThat(troubles).containsEntry("duty-1", "no broker at rtsp://***@h/x");
    assertThat(supervision.troubles()).isEmpty();
    assertThat(verdicts).containsExactly(Verdict.RETRY);
    assertThat(rounds.opened).hasValue(1);
    assertThat(rounds.retried).hasValue(1);
  }

  @Test
  void shouldPassOverASkippedItem() {
    worker.start();
    rounds.throwNext(Failure.skip("item 7 is bad", null));
    rounds.awaitMore(3);

    assertThat(verdicts).containsExactly(Verdict.SKIP);
    assertThat(supervision.troubles()).isEmpty();
    assertThat(rounds.opened).hasValue(1);
  }

  static List<Throwable> finalOnes() {
    return List.of(
        Failure.stop("wrong password"),
        new IllegalStateException("unexpected"),
        new OutOfMemoryError("no room"),
        new ThreadDeath());
  }

  @ParameterizedTest
  @MethodSource("finalOnes")
  void shouldEndTheProcessForAnEssentialPart(Throwable thrown) {
    worker.start();
    rounds.throwNext(thrown);

    assertThatThrownBy(() -> supervision.completion().await())
        .isInstanceOf(Failure.class)
        .satisfies(
            failure -> assertThat(((Failure) failure).action()).isEqualTo(Failure.Action.STOP));
    await().atMost(TIMEOUT).until(() -> !worker.isAlive());
    assertThat(supervision.ended()).containsOnlyKeys("duty-1");
    assertThat(rounds.closed).hasValue(1);
  }

  @ParameterizedTest
  @MethodSource("finalOnes")
  void shouldRestartASeparatePartAlone(Throwable thrown) {
    worker = worker(supervision.separate());
    worker.start();
    rounds.throwNext(thrown);
    await().atMost(TIMEOUT).until(() -> rounds.opened.get() == 2);
    rounds.awaitMore(3);

    assertThat(supervision.completion().isReached()).isFalse();
    assertThat(supervision.ended()).isEmpty();
    String reason = thrown instanceof Failure ? thrown.getMessage() : thrown.toString();
    assertThat(supervision.troubles().get("duty-1")).isEqualTo("restarted after " + reason);
    assertThat(rounds.closed).hasValue(1);
    assertThat(verdicts).containsExactly(Verdict.RESTART);
  }

  @Test
  void shouldWaitLongerWithEachRestart() {
    AtomicReference<Duration> wait = new AtomicReference<>(Duration.ZERO);
    rounds.onRestart = wait::set;
    worker = worker(supervision.separate());
    worker.start();

    rounds.throwNext(new IllegalStateException("one"));
    await().atMost(TIMEOUT).until(() -> rounds.opened.get() == 2);
    Duration first = wait.get();
    rounds.throwNext(new IllegalStateException("two"));
    await().atMost(TIMEOUT).until(() -> rounds.opened.get() == 3);
    rounds.throwNext(Failure.stop("wrong password"));
    await().atMost(TIMEOUT).until(() -> wait.get().compareTo(Duration.ofSeconds(10)) > 0);

    assertThat(first).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void shouldGoOnWhenItIsInterruptedFromOutside() {
    worker.start();
    rounds.awaitMore(1);
    rounds.thread().interrupt();
    rounds.awaitMore(3);

    assertThat(verdicts).containsOnly(Verdict.RETRY);
    assertThat(worker.isAlive()).isTrue();
  }

  @Test
  void shouldRestartWhatCannotBeOpened() {
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch ran = new CountDownLatch(1);
    worker =
        new Worker(
            "duty-1",
            Duration.ofSeconds(5),
            () -> {
              if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("cannot be opened");
              }
              return () -> {
                ran.countDown();
                TimeUnit.MILLISECONDS.sleep(10);
              };
            },
            supervision.separate());
    worker.start();

    await().atMost(TIMEOUT).until(() -> ran.getCount() == 0);
  }

  @Test
  void shouldSayThatAThreadIsGone() {
    Supervisor careless =
        new Supervisor() {
          @Override
          public void began(Part part) {}

          @Override
          public void ended(Part part) {}

          @Override
          public Verdict failed(Part part, Throwable failure) {
            throw new IllegalStateException("a supervisor that fails, too");
          }
        };
    worker = worker(careless);
    worker.start();
    rounds.throwNext(new IllegalStateException("first"));

    await().atMost(TIMEOUT).until(() -> worker.ended().isPresent());
  }

  private Worker worker(Supervisor supervisor) {
    return new Worker("duty-1", Duration.ofSeconds(5), rounds::duty, supervisor);
  }

  /** What the duties of a worker do: short rounds, one of which throws what is asked for. */
  private static final class Rounds {
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger retried = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<String> openedOn = new AtomicReference<>();
    private final AtomicReference<String> closedOn = new AtomicReference<>();
    private final LinkedBlockingQueue<Throwable> next = new LinkedBlockingQueue<>();
    private volatile Thread thread = Thread.currentThread();
    private volatile Consumer<Duration> onRestart = wait -> {};

    Thread thread() {
      return thread;
    }

    void throwNext(Throwable thrown) {
      next.add(thrown);
    }

    void awaitMore(int rounds) {
      int enough = done.get() + rounds;
      await().atMost(TIMEOUT).until(() -> done.get() >= enough);
    }

    Worker.Duty duty() {
      opened.incrementAndGet();
      thread = Thread.currentThread();
      openedOn.set(thread.getName());
      return new Worker.Duty() {
        @Override
        public void run() throws InterruptedException {
          Throwable thrown = next.poll(5, TimeUnit.MILLISECONDS);
          if (thrown instanceof Error error) {
            throw error;
          }
          if (thrown instanceof RuntimeException exception) {
            throw exception;
          }
          done.incrementAndGet();
        }

        @Override
        public Duration onRetry(Failure failure, Duration wait) {
          retried.incrementAndGet();
          return wait;
        }

        @Override
        public void onFailure(Throwable failure, Duration restart) {
          if (restart != null) {
            onRestart.accept(restart);
          }
        }

        @Override
        public void onClose() {
          closed.incrementAndGet();
          closedOn.set(Thread.currentThread().getName());
        }
      };
    }
  }
}
