package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Faults of all kinds, one upon the other, in an order that nobody chose: {@code -Dfaults.seed=N}
 * gives another one, and {@code -Dfaults.rounds=N} more of them.
 */
@Tag("faults")
@Tag("alone")
class SequencesIT extends FaultTest {
  private static final long SEED = Long.getLong("faults.seed", 4);
  private static final int ROUNDS = Integer.getInteger("faults.rounds", 24);
  private static final int MOST_AT_ONCE = 2;

  private final Random random = new Random(SEED);
  private final Deque<Runnable> undone = new ArrayDeque<>();
  private final List<String> story = new ArrayList<>();
  private int born = 1;

  @Override
  int brokers() {
    return 3;
  }

  @Test
  void shouldAccountForEachFrameWhateverHappens() throws Exception {
    fleet.ingest("in0", Fleet.seeds(street));
    detect();
    fleet.node("w1").awaitLog("simulated", PATIENCE);
    openAccount();
    awaitLive("in0");
    ingest();
    detect();
    fleet.detectFar("far", cluster.farServers());
    awaitDetections();

    for (int round = 0; round < ROUNDS; round++) {
      harm();
      letPass(Duration.ofMillis(1000 + random.nextInt(5000)));
      while (undone.size() > random.nextInt(MOST_AT_ONCE + 1)) {
        undone.removeFirst().run();
      }
    }
    undone.forEach(Runnable::run);
    cluster.awaitBrokers(3);
    Files.write(folder.resolve("story.txt"), story);

    awaitDetections();
    settle(fleet.running("in").toArray(String[]::new));
    assertThat(account.frames).hasSizeGreaterThan(100);
  }

  private void harm() {
    switch (random.nextInt(9)) {
      case 0 -> killWorker();
      case 1 -> freeze("w", "frozen worker");
      case 2 -> killIngest();
      case 3 -> freeze("in", "frozen ingest");
      case 4 -> breakBroker(true);
      case 5 -> breakBroker(false);
      case 6 -> breakOff();
      case 7 -> link();
      default -> stopPolitely();
    }
  }

  private void killWorker() {
    String name = any("w");
    tell("kill " + name);
    fleet.node(name).kill();
    undone.add(this::detect);
  }

  private void killIngest() {
    String name = any("in");
    tell("kill " + name);
    fleet.node(name).kill();
    ingest();
  }

  private void stopPolitely() {
    String name = any("in");
    tell("stop " + name);
    ingest();
    fleet.node(name).stop();
  }

  private void freeze(String kind, String what) {
    Program program = fleet.node(any(kind));
    tell(what + " " + program.pid());
    program.freeze();
    undone.add(program::thaw);
  }

  /** One at a time: with two of three away there is no Kafka. */
  private void breakBroker(boolean isKilled) {
    if (undone.isEmpty()) {
      int node = 1 + random.nextInt(3);
      Program broker = cluster.node(node);
      tell((isKilled ? "kill broker " : "freeze broker ") + node);
      if (isKilled) {
        broker.kill();
        undone.add(() -> cluster.restart(node));
      } else {
        broker.freeze();
        undone.add(broker::thaw);
      }
    }
  }

  private void breakOff() {
    tell("cameras break off");
    street.cameras().forEach(street.simulator::drop);
  }

  private void link() {
    switch (random.nextInt(3)) {
      case 0 -> cluster.links().forEach(Proxy::cut);
      case 1 -> cluster.links().forEach(Proxy::hang);
      default -> cluster.links().forEach(link -> link.delay(300));
    }
    tell("bad link");
    undone.add(() -> cluster.links().forEach(Proxy::mend));
  }

  private void detect() {
    fleet.detect("w" + born++);
  }

  private void ingest() {
    fleet.ingest("in" + born++);
  }

  private String any(String kind) {
    List<String> running = fleet.running(kind);
    return running.get(random.nextInt(running.size()));
  }

  private void tell(String what) {
    story.add(java.time.Instant.now() + " " + what);
  }
}
