package io.vedette.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A day of load played against the rule that the chart renders, by the arithmetic of Kubernetes'
 * autoscaler: each trigger asks for a number, the largest counts, and behaviours bound its pace.
 */
class ScalingDayTest {
  private static final int DAY = 24 * 3600;
  private static final int PERIOD = 15;
  private static final double TOLERANCE = 0.1;
  private static final double WORKER_RATE = 30;
  private static final int START_SECONDS = 40;
  private static final int REBALANCE_SECONDS = 4;

  /** What a day looks like to the rule's user. */
  private record Day(double lateShare, int changes, int fewest, int most, double workerHours) {}

  @BeforeAll
  static void requireHelm() {
    HelmChart.require();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void shouldFollowADayWithFewLateFramesAndFewChanges(long seed) throws IOException {
    JsonNode rule = rule();
    Day day = new Fleet(rule, new Random(seed)).play(true, true);

    assertThat(day.lateShare()).as("share of frames that are late").isLessThan(0.01);
    assertThat(day.fewest()).isEqualTo(rule.path("minReplicaCount").asInt());
    assertThat(day.most()).isLessThanOrEqualTo(rule.path("maxReplicaCount").asInt());
    assertThat(day.changes()).as("changes of the number of workers").isLessThan(150);
    assertThat(day.workerHours())
        .as("worker hours, against as many as the peak needs all day")
        .isLessThan(0.75 * 24 * day.most());
  }

  /** Without Prometheus the fallback by Kafka's lag keeps up as well, at a worse rate. */
  @Test
  void shouldKeepUpByRecordsAlone() throws IOException {
    Day day = new Fleet(rule(), new Random(1)).play(false, true);

    assertThat(day.lateShare()).isLessThan(0.10);
  }

  /** The reason for the trigger on load: lag alone is 0 until it is too late. */
  @Test
  void shouldBeBetterThanLagAlone() throws IOException {
    Day both = new Fleet(rule(), new Random(1)).play(true, true);
    Day lagAlone = new Fleet(rule(), new Random(1)).play(true, false);

    assertThat(lagAlone.lateShare()).isGreaterThan(2 * both.lateShare());
  }

  private static JsonNode rule() throws IOException {
    Map<String, Object> changes = new HashMap<>();
    changes.put("scaling.detect.enabled", true);
    changes.put("scaling.detect.min", 4);
    changes.put("scaling.detect.max", 32);
    changes.put("settings.transport.partitions", 32);
    String manifests = HelmChart.render(HelmChart.EXAMPLES.resolve("minimal.yaml"), changes);
    return HelmChart.objects(manifests).stream()
        .filter(object -> object.path("kind").asText().equals("ScaledObject"))
        .findFirst()
        .orElseThrow()
        .path("spec");
  }

  /** Workers, what waits for them, and the autoscaler. */
  private static final class Fleet {
    private final JsonNode rule;
    private final Random random;
    private final Deque<double[]> wanted = new ArrayDeque<>();
    private final Deque<int[]> starting = new ArrayDeque<>();
    private final Deque<double[]> changed = new ArrayDeque<>();
    private int replicas;
    private int working;
    private double behind;
    private double busySeconds;
    private int pause;

    Fleet(JsonNode rule, Random random) {
      this.rule = rule;
      this.random = random;
      this.replicas = rule.path("minReplicaCount").asInt();
      this.working = replicas;
    }

    Day play(boolean hasPrometheus, boolean byLoad) {
      double frames = 0;
      double late = 0;
      int changes = 0;
      int fewest = replicas;
      int most = replicas;
      double workerSeconds = 0;
      double busy = 0;
      double rate = demand(0);
      for (int second = 0; second < DAY; second++) {
        double arriving = demand(second);
        rate += (arriving - rate) / 30;
        frames += arriving;
        double lag = step(second, arriving, rate);
        late += lag > 5 ? arriving : 0;
        busy += (busySeconds - busy) / 60;
        workerSeconds += replicas;
        if (second % PERIOD == 0) {
          int next = decide(second, hasPrometheus, byLoad, busy, lag);
          changes += next == replicas ? 0 : 1;
          scale(second, next);
          fewest = Math.min(fewest, replicas);
          most = Math.max(most, replicas);
        }
      }
      return new Day(late / frames, changes, fewest, most, workerSeconds / 3600);
    }

    /** A city: night, rush hours, and now and then everything at once for ten minutes. */
    private double demand(int second) {
      double hour = second / 3600.0;
      double rush = Math.exp(-Math.pow(hour - 8, 2) / 2) + Math.exp(-Math.pow(hour - 17.5, 2) / 3);
      double daylight = Math.max(0, Math.sin((hour - 6) / 12 * Math.PI));
      double burst = second % 21_600 > 20_000 && second % 21_600 < 20_600 ? 90 : 0;
      return (60 + 250 * daylight + 300 * rush + burst) * (0.95 + 0.1 * random.nextDouble());
    }

    /** One second of work; gives the lag in time. */
    private double step(int second, double arriving, double rate) {
      while (!starting.isEmpty() && starting.peek()[0] <= second) {
        working = Math.min(replicas, working + starting.poll()[1]);
        pause = REBALANCE_SECONDS;
      }
      pause = Math.max(0, pause - 1);
      double capacity = pause > 0 ? 0 : working * WORKER_RATE;
      double done = Math.min(capacity, behind + arriving);
      behind += arriving - done;
      busySeconds = done / WORKER_RATE;
      return behind / Math.max(1, rate);
    }

    private int decide(int second, boolean hasPrometheus, boolean byLoad, double busy, double lag) {
      int most = 0;
      for (JsonNode trigger : rule.path("triggers")) {
        JsonNode asked = trigger.path("metadata");
        most =
            Math.max(
                most,
                switch (trigger.path("name").asText()) {
                  case "load" ->
                      hasPrometheus && byLoad
                          ? average(busy, asked.path("threshold").asDouble())
                          : 0;
                  case "lag" -> hasPrometheus ? value(lag, asked.path("threshold").asDouble()) : 0;
                  default ->
                      hasPrometheus && !byLoad
                          ? 0
                          : average(behind, asked.path("lagThreshold").asDouble());
                });
      }
      int bounded =
          Math.max(
              rule.path("minReplicaCount").asInt(),
              Math.min(rule.path("maxReplicaCount").asInt(), most));
      return paced(second, bounded);
    }

    /** The target is per worker. */
    private int average(double sum, double target) {
      double ratio = sum / (target * replicas);
      return Math.abs(ratio - 1) <= TOLERANCE ? replicas : (int) Math.ceil(sum / target);
    }

    /** The target is for all. */
    private int value(double value, double target) {
      double ratio = value / target;
      return Math.abs(ratio - 1) <= TOLERANCE ? replicas : (int) Math.ceil(replicas * ratio);
    }

    private int paced(int second, int number) {
      JsonNode behaviour = rule.at("/advanced/horizontalPodAutoscalerConfig/behavior");
      wanted.addLast(new double[] {second, number});
      while (wanted.peekFirst()[0] < second - 900) {
        wanted.removeFirst();
      }
      JsonNode down = behaviour.path("scaleDown");
      JsonNode up = behaviour.path("scaleUp");
      int calm = down.path("stabilizationWindowSeconds").asInt();
      int highest =
          (int)
              wanted.stream()
                  .filter(w -> w[0] >= second - calm)
                  .mapToDouble(w -> w[1])
                  .max()
                  .orElse(number);
      int eager = up.path("stabilizationWindowSeconds").asInt();
      int lowest =
          (int)
              wanted.stream()
                  .filter(w -> w[0] >= second - eager)
                  .mapToDouble(w -> w[1])
                  .min()
                  .orElse(number);
      int next = replicas;
      if (lowest > replicas) {
        next = Math.min(lowest, replicas + room(second, up.path("policies"), true));
      } else if (highest < replicas) {
        next = Math.max(highest, replicas - room(second, down.path("policies"), false));
      }
      return next;
    }

    /** How many may yet be added or taken away, by the policy that allows most. */
    private int room(int second, JsonNode policies, boolean isUp) {
      int most = 0;
      for (JsonNode policy : policies) {
        int period = policy.path("periodSeconds").asInt();
        double done =
            changed.stream()
                .filter(change -> change[0] > second - period)
                .mapToDouble(change -> isUp ? Math.max(0, change[1]) : Math.max(0, -change[1]))
                .sum();
        double before = isUp ? replicas - done : replicas + done;
        double allowed =
            policy.path("type").asText().equals("Pods")
                ? policy.path("value").asDouble()
                : Math.ceil(before * policy.path("value").asDouble() / 100);
        most = (int) Math.max(most, allowed - done);
      }
      return Math.max(0, most);
    }

    private void scale(int second, int next) {
      if (next == replicas) {
        return;
      }
      changed.addLast(new double[] {second, next - replicas});
      if (next > replicas) {
        starting.addLast(new int[] {second + START_SECONDS, next - replicas});
      } else {
        working = Math.min(working, next);
        pause = REBALANCE_SECONDS;
      }
      replicas = next;
    }
  }
}
