package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections break again and again; memory, threads and open files stay as they are. */
@Tag("alone")
class ReconnectIT extends FaultTest {
  private static final int WARM_UP = 200;
  private static final int MANY = Integer.getInteger("faults.reconnects", 1000);
  private static final long NOISE_KIB = 24 << 10;

  private final Map<String, Integer> broken = new HashMap<>();
  private final Map<String, Integer> live = new HashMap<>();
  private int seen;

  @Override
  int cameras() {
    return 20;
  }

  @Test
  @Tag("faults")
  void shouldStayFlatThroughAThousandReconnects() throws Exception {
    Program node = fleet.ingestWithin(96, "cameras", Fleet.seeds(street, "fps=1"));
    openAccount();
    reconnect(WARM_UP);
    awaitLive("cameras");
    Use before = Use.of(node);

    reconnect(MANY);
    awaitLive("cameras");
    Use after = Use.of(node);

    String line = "%d reconnects: before %s, after %s%n".formatted(MANY, before, after);
    Files.writeString(Path.of("target", "faults", "reconnects.txt"), line);
    assertThat(after.threads()).as(line).isLessThanOrEqualTo(before.threads() + 1);
    assertThat(after.files()).as(line).isLessThanOrEqualTo(before.files() + 2);
    assertThat(after.kib()).as(line).isLessThan(before.kib() + NOISE_KIB);
  }

  /** What a process holds. */
  private record Use(long kib, long threads, long files) {
    private static Use of(Program program) {
      return new Use(program.residentKib(), program.threads(), program.openFiles());
    }
  }

  /** Breaks the connection of whichever camera is live, so many times. */
  private void reconnect(int times) {
    int until = total() + times;
    await(times + " reconnects")
        .atMost(Duration.ofMinutes(10))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> breakThoseThatAreLive(until) >= until);
  }

  private int breakThoseThatAreLive(int until) {
    List<JsonNode> states = account.read().states;
    for (JsonNode state : states.subList(seen, states.size())) {
      if (state.get("state").asText().equals("live")) {
        live.merge(state.get("camera").asText(), 1, Integer::sum);
      }
    }
    seen = states.size();
    for (String camera : street.cameras()) {
      if (live.getOrDefault(camera, 0) > broken.getOrDefault(camera, 0) && total() < until) {
        street.simulator.drop(camera);
        broken.put(camera, live.get(camera));
      }
    }
    return total();
  }

  private int total() {
    return broken.values().stream().mapToInt(Integer::intValue).sum();
  }
}
