package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.transport.CommittedRecords;
import io.vedette.transport.SentRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A retained frame that crashes the native code of each replay that decodes it. */
@Tag("alone")
class CrashingReplayIT extends FaultTest {
  private static final List<String> CAMERAS = List.of("gate", "yard");
  private static final int FRAMES = 12;
  private static final int POISON = 5;

  @Override
  int cameras() {
    return 1;
  }

  @Test
  void shouldHoldTheFrameBackWhenTheRunIsStartedTheThirdTime() throws IOException {
    fleet.crashBy(CrashLibrary.build(folder));
    openAccount();
    send();

    for (int death = 1; death <= 2; death++) {
      Program replay = fleet.replay("death" + death, "again");
      replay.waitFor(PATIENCE);
      assertThat(replay.hasCrashed()).as("death %d", death).isTrue();
      assertThat(replay.log()).contains("run again: where it is interrupted,", "--run again");
    }
    Program third = fleet.replay("third", "again");

    assertThat(third.waitFor(PATIENCE)).isZero();
    assertThat(third.log()).contains("frame gate/1/5 is rejected: two worker processes have ended");
    List<String> wanted = new ArrayList<>();
    for (String camera : CAMERAS) {
      for (int number = 0; number < FRAMES; number++) {
        wanted.add(camera + "/" + number);
      }
    }
    wanted.remove("gate/" + POISON);
    assertThat(detected("vedette.detections.again"))
        .as(third.log())
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  private void send() throws IOException {
    byte[] jpeg = CrashingFrameIT.jpeg();
    List<ProducerRecord<byte[], byte[]>> frames = new ArrayList<>();
    for (int number = 0; number < FRAMES; number++) {
      for (String camera : CAMERAS) {
        boolean isPoison = camera.equals("gate") && number == POISON;
        byte[] picture = isPoison ? CrashLibrary.marked(jpeg) : jpeg;
        frames.add(CrashingFrameIT.frame(camera, number, picture));
      }
    }
    SentRecords.send(Map.of("bootstrap.servers", cluster.servers()), frames);
  }

  /** Cameras and numbers of the frames in a topic of detections, as often as they are there. */
  private List<String> detected(String topic) throws IOException {
    List<String> frames = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record :
        CommittedRecords.of(Map.of("bootstrap.servers", cluster.servers()), topic::equals)) {
      JsonNode json = new ObjectMapper().readTree(record.value());
      frames.add(json.get("camera").asText() + "/" + json.at("/frame/sequence").asInt());
    }
    return frames;
  }
}
