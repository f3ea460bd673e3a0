package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.simulator.rtsp.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cameras hang, refuse, break off, lie and send rubbish; the others are read as if nothing was. */
@Tag("alone")
class CameraFaultsIT extends FaultTest {
  private static final String BAD = "cam0";
  private static final List<String> GOOD = List.of("cam1", "cam2", "cam3");
  private static final Duration SMOOTH = Duration.ofSeconds(2);

  private final Random random = new Random(1);

  @Test
  @Tag("faults")
  void shouldLeaveACameraThatHangsAndComeBackToIt() {
    begin();
    Instant from = Instant.now();
    long threads = fleet.node("cameras").threads();

    street.simulator.faults(BAD, Wrong.frozen());
    awaitState(BAD, "stalled", from);
    letPass(Duration.ofSeconds(15));
    assertSmooth(GOOD, from);
    street.simulator.faults(BAD, Faults.NONE);

    awaitDetections();
    assertThat(fleet.node("cameras").threads()).isLessThanOrEqualTo(threads + 2);
    settle("cameras");
  }

  @Test
  @Tag("faults")
  void shouldReadACameraThatComesLaterAndEndOneThatIsConnecting() {
    street.simulator.faults(BAD, Wrong.refusing());
    street.simulator.faults("cam1", Wrong.frozen());
    fleet.ingest("cameras", Fleet.seeds(street));
    fleet.detect("worker").awaitLog("simulated", PATIENCE);
    openAccount();
    await("the others are live").atMost(PATIENCE).until(() -> share("cameras") == 2);
    Instant from = Instant.now();

    assertThat(fleet.run("remove", "cameras", "remove", "cam1")).isZero();
    awaitState("cam1", "removed", from);
    street.simulator.faults(BAD, Faults.NONE);

    await("the late one is live, too").atMost(PATIENCE).until(() -> share("cameras") == 3);
    assertSmooth(List.of("cam2", "cam3"), from);
  }

  @Test
  @Tag("faults")
  void shouldNotStormACameraThatRefuses() {
    try (Proxy door = new Proxy(street.simulator.port())) {
      fleet.ingest("cameras", Fleet.seeds(street, door.port()));
      fleet.detect("worker").awaitLog("simulated", PATIENCE);
      openAccount();
      awaitLive("cameras");

      door.cut();
      int before = door.connections();
      letPass(Duration.ofSeconds(30));
      int attempts = door.connections() - before;
      door.mend();

      assertThat(attempts).as("attempts of four cameras in 30 s").isBetween(8, 4 * 10);
      awaitLive("cameras");
      awaitDetections();
      settle("cameras");
    }
  }

  @Test
  void shouldShowEachPictureOnceHoweverOftenConnectionsBreak() {
    begin();

    for (int round = 0; round < 8; round++) {
      street.simulator.drop("cam" + random.nextInt(cameras()));
      letPass(Duration.ofMillis(700));
    }

    awaitDetections();
    settle("cameras");
  }

  @Test
  @Tag("faults")
  void shouldPublishNoDamagedPictureThoughPacketsAreLost() {
    begin("transport=udp");
    Instant from = Instant.now();

    street.simulator.faults(BAD, Wrong.losing(0.2));
    letPass(Duration.ofSeconds(15));
    assertSmooth(GOOD, from);
    street.simulator.faults(BAD, Faults.NONE);

    awaitDetections();
    settle("cameras");
    assertThat(account.unreadable(BAD)).as("pictures published damaged").isEmpty();
  }

  @Test
  @Tag("faults")
  void shouldNotLetABurstyCameraHoldUpTheOthers() {
    begin();
    Instant from = Instant.now();

    for (int round = 0; round < 15; round++) {
      street.simulator.faults(BAD, Wrong.stalled());
      letPass(Duration.ofMillis(500));
      street.simulator.faults(BAD, Faults.NONE);
      letPass(Duration.ofMillis(500));
    }

    assertSmooth(GOOD, from);
    settle("cameras");
    assertThat(account.unreadable(BAD)).as("pictures published damaged").isEmpty();
  }

  @Test
  @Tag("faults")
  void shouldKeepCaptureTimesRightWhateverTheCameraSaysOfTime() {
    street.simulator.faults("cam0", Wrong.lying(2, 1));
    street.simulator.faults("cam1", Wrong.lying(0, 1.15));
    street.simulator.faults("cam2", Wrong.silentAboutTime());
    begin();

    for (int round = 0; round < 3; round++) {
      street.simulator.restartTimestamps("cam3");
      letPass(Duration.ofSeconds(4));
    }

    awaitDetections();
    settle("cameras");
  }

  private void begin(String... more) {
    fleet.ingest("cameras", Fleet.seeds(street, more));
    fleet.detect("worker").awaitLog("simulated", PATIENCE);
    openAccount();
    awaitLive("cameras");
    awaitDetections();
  }

  private void awaitState(String camera, String state, Instant from) {
    await(camera + " " + state)
        .atMost(PATIENCE)
        .until(
            () ->
                account.read().states.stream()
                    .anyMatch(reported -> is(reported, camera, state, from)));
  }

  private static boolean is(JsonNode reported, String camera, String state, Instant from) {
    return reported.get("camera").asText().equals(camera)
        && reported.get("state").asText().equals(state)
        && Instant.parse(reported.get("at").asText()).isAfter(from);
  }

  private void assertSmooth(List<String> cameras, Instant from) {
    account.read();
    for (String camera : cameras) {
      assertThat(account.longestGap(camera, from)).as(camera).isLessThan(SMOOTH);
    }
  }

  /** Faults by name. */
  private static final class Wrong {
    private static Faults frozen() {
      return new Faults(0, false, false, true, 0, 0, 0, 1, false, false);
    }

    private static Faults stalled() {
      return new Faults(0, false, true, false, 0, 0, 0, 1, false, false);
    }

    private static Faults refusing() {
      return new Faults(0, true, false, false, 0, 0, 0, 1, false, false);
    }

    private static Faults losing(double loss) {
      return new Faults(0, false, false, false, loss, 0, 0, 1, false, true);
    }

    private static Faults lying(double fps, double clockRate) {
      return new Faults(0, false, false, false, 0, 0, fps, clockRate, false, false);
    }

    private static Faults silentAboutTime() {
      return new Faults(0, false, false, false, 0, 0, 0, 1, true, false);
    }
  }
}
