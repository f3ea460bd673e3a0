package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The clocks of nodes are wrong, and are set while they work. */
@Tag("faults")
@Tag("alone")
class ClockIT extends FaultTest {
  /** A member that is silent for so long has lost its share, and starts have come to an end. */
  private static final Duration OUT_OF_SESSION = Duration.ofSeconds(30);

  private Path clock;

  @BeforeEach
  void needFakeClock() throws IOException {
    assumeTrue(
        Files.exists(Program.FAKE_CLOCK), "skipped: needs faketime (Debian: apt install faketime)");
    clock = folder.resolve("clock");
    show("+0s");
  }

  @Test
  void shouldInferAllThoughTheWorkersClockIsSetForwardAndBack() throws IOException {
    beginWithTheWorkersClock();

    for (String offset : new String[] {"+60s", "-30s", "+0s"}) {
      show(offset);
      awaitDetections();
    }

    settle("cameras");
    assertThat(fleet.node("worker").isAlive()).isTrue();
  }

  @Test
  void shouldInferAllThoughTheClockOfANodeThatReadsCamerasIsSet() throws IOException {
    beginWithTheReadersClock();

    for (String offset : new String[] {"+60s", "-30s", "+0s"}) {
      show(offset);
      assertGoesOn("a clock at " + offset);
    }

    fleet.node("cameras").stop();
    settleFates();
  }

  @Test
  void shouldGoOnAfterTheWorkersClockWasSetBackByHours() throws IOException {
    beginWithTheWorkersClock();

    show("-3h");
    letPass(OUT_OF_SESSION);
    awaitDetections();

    settle("cameras");
  }

  @Test
  void shouldGoOnAfterTheClockOfANodeThatReadsCamerasWasSetBackByHours() throws IOException {
    beginWithTheReadersClock();

    show("-3h");
    fleet.node("cameras").awaitLog("the clock was set back", PATIENCE);
    letPass(OUT_OF_SESSION);
    assertGoesOn("a clock set back");

    fleet.node("cameras").stop();
    settleFates();
  }

  private void beginWithTheWorkersClock() {
    fleet.ingest("cameras", Fleet.seeds(street));
    fleet.detectByClock(clock, "worker").awaitLog("simulated", PATIENCE);
    openAccount();
    awaitDetections();
  }

  private void beginWithTheReadersClock() {
    fleet.ingestByClock(clock, "cameras", Fleet.seeds(street));
    fleet.detect("worker").awaitLog("simulated", PATIENCE);
    openAccount();
    awaitDetections();
  }

  private void assertGoesOn(String what) throws IOException {
    long before = account.read().detections.size();
    letPass(Duration.ofSeconds(15));
    assertThat(account.read().detections.size() - before)
        .as("detections in 15 s by %s, of 300", what)
        .isGreaterThan(100);
  }

  private void show(String offset) throws IOException {
    Files.writeString(clock, offset + "\n");
  }
}
