package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.frame.FrameId;
import io.vedette.geometry.Size;
import io.vedette.simulator.street.StreetScene;
import io.vedette.transport.SentRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Frames that crash the native code that decodes them, among those of healthy cameras. */
@Tag("alone")
class CrashingFrameIT extends FaultTest {
  private static final String POISON = "poison";

  private int workers;
  private int deaths;

  @Override
  int cameras() {
    return 6;
  }

  @Test
  void shouldHoldBackAFrameAfterItHasEndedTwoWorkers() throws IOException {
    begin();

    send(POISON, 0, CrashLibrary.marked(jpeg()));
    send(POISON, 1, jpeg());

    awaitRejected(POISON, 0);
    awaitDetectionsDespiteCrashes();
    settleDespiteCrashes();
    assertThat(deaths).isEqualTo(2);
    assertThat(account.detections).containsKey(new FrameId(POISON, 1, 1));
    assertThat(account.drops.entrySet())
        .filteredOn(drop -> drop.getValue().contains("rejected"))
        .extracting(Map.Entry::getKey)
        .containsExactly(new FrameId(POISON, 1, 0));
  }

  @Test
  void shouldHoldBackSeveralOfThemInARowAndOfSeveralCameras() throws IOException {
    begin();

    for (int number = 0; number < 2; number++) {
      send(POISON, number, CrashLibrary.marked(jpeg()));
      send("venom", number, CrashLibrary.marked(jpeg()));
    }

    for (int number = 0; number < 2; number++) {
      awaitRejected(POISON, number);
      awaitRejected("venom", number);
    }
    awaitDetectionsDespiteCrashes();
    settleDespiteCrashes();
    assertThat(deaths).isLessThanOrEqualTo(8);
    assertThat(account.drops.values().stream().filter(drops -> drops.contains("rejected")))
        .hasSize(4);
  }

  private void begin() {
    fleet.crashBy(CrashLibrary.build(folder));
    fleet.ingest("cameras", Fleet.seeds(street));
    startWorker();
    openAccount();
    startWorker();
    awaitDetections();
  }

  private void startWorker() {
    Program worker = fleet.detect("w" + workers++);
    worker.awaitLog("simulated", PATIENCE);
  }

  /** Starts a worker for each that has crashed, as an orchestrator does. */
  private void replaceWorkers() {
    List<String> running = fleet.running("w");
    for (int missing = running.size(); missing < 2; missing++) {
      deaths++;
      startWorker();
    }
  }

  private void awaitRejected(String camera, long number) {
    await(camera + "/" + number + " is rejected")
        .atMost(PATIENCE.multipliedBy(3))
        .pollInterval(OFTEN)
        .until(
            () -> {
              replaceWorkers();
              return account
                  .read()
                  .drops
                  .getOrDefault(new FrameId(camera, 1, number), List.of())
                  .contains("rejected");
            });
  }

  private void awaitDetectionsDespiteCrashes() {
    Instant now = Instant.now();
    await("new detections of every camera")
        .atMost(PATIENCE)
        .pollInterval(OFTEN)
        .until(
            () -> {
              replaceWorkers();
              account.read();
              return street.cameras().stream()
                  .allMatch(camera -> account.inferredSince(camera, now) > 5);
            });
  }

  private void settleDespiteCrashes() {
    settle("cameras");
    assertThat(fleet.running("w")).hasSize(2);
  }

  static byte[] jpeg() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new StreetScene(0, new Size(320, 180), 10).render(0).image(), "jpeg", bytes);
    return bytes.toByteArray();
  }

  private void send(String camera, int number, byte[] picture) {
    SentRecords.send(
        Map.of("bootstrap.servers", cluster.servers()), List.of(frame(camera, number, picture)));
  }

  /**
   * A frame's record of session 1, as one of a recording: a slow machine gives up no such frame as
   * too old, nor for a newer one of its camera, before it is tried.
   */
  static ProducerRecord<byte[], byte[]> frame(String camera, int number, byte[] picture) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>("vedette.frames", camera.getBytes(StandardCharsets.UTF_8), picture);
    Map<String, String> texts =
        Map.of(
            "session", "1",
            "sequence", Integer.toString(number),
            "ce_time", Instant.now().toString(),
            "clock", "file",
            "width", "320",
            "height", "180");
    texts.forEach(
        (name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return record;
  }
}
