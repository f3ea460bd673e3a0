package io.vedette.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.config.Settings;
import io.vedette.event.scene.SceneEventType;
import io.vedette.runtime.Failure;
import io.vedette.sink.mqtt.ScriptedBroker.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The MQTT sink against brokers that refuse, or know only a part of MQTT. */
class MqttRefusalIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String EVENTS = "site/events";
  private static final String ZONE = "site/gate/zones/yard";
  private static final String AVAILABLE = "site/available/home";

  @ParameterizedTest
  @CsvSource({
    "0x87, false, SKIP, NOT_AUTHORIZED",
    "0x90, false, SKIP, TOPIC_NAME_INVALID",
    "0x99, false, SKIP, PAYLOAD_FORMAT_INVALID",
    "0x80, false, RETRY, ''",
    "0x83, false, RETRY, ''",
    "0x97, false, RETRY, ''",
    "0x87, true, SKIP, NOT_AUTHORIZED",
    "0x90, true, SKIP, TOPIC_NAME_INVALID",
    "0x95, true, SKIP, PACKET_TOO_LARGE",
    "0x99, true, SKIP, PAYLOAD_FORMAT_INVALID",
    "0x8B, true, RETRY, ''",
  })
  void shouldGiveUpWhatIsRefusedForGoodByItsNameAndGoOn(
      int code, boolean isDisconnect, Failure.Action action, String name) throws Exception {
    Answer refusal = new Answer(code, isDisconnect);
    try (ScriptedBroker broker =
            ScriptedBroker.refusing(topic -> topic.equals(EVENTS) ? refusal : Answer.YES);
        MqttSink sink = sink(broker, "10s")) {
      assertThatThrownBy(() -> deliver(sink))
          .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.action()).isEqualTo(action))
          .hasMessageContaining(action == Failure.Action.SKIP ? EVENTS : "MQTT broker")
          .hasMessageContaining(name);

      if (action == Failure.Action.SKIP) {
        assertThat(broker.published()).contains(ZONE + " retained=true qos=1");
      }
    }
  }

  @Test
  void shouldGiveUpWhatIsLargerThanTheBrokerTakes() throws Exception {
    byte[] largest = {0x27, 0, 0, 0, (byte) 200};
    try (ScriptedBroker broker = ScriptedBroker.limited(largest);
        MqttSink sink = sink(broker, "10s")) {
      assertThatThrownBy(() -> deliver(sink))
          .isInstanceOfSatisfying(
              Failure.class, e -> assertThat(e.action()).isEqualTo(Failure.Action.SKIP))
          .hasMessageContaining(EVENTS);
    }
  }

  @ParameterizedTest
  @CsvSource({"true, false, retained=false qos=1", "false, true, retained=true qos=0"})
  void shouldUseWhatTheBrokerHas(boolean isWithoutRetain, boolean isWithoutQos, String form)
      throws Exception {
    byte[] noRetain = {0x25, 0};
    byte[] noQos = {0x24, 0};
    Function<byte[], byte[]> strict =
        body -> {
          int flags = body[7];
          if (isWithoutRetain && (flags & 0x20) != 0) {
            return ScriptedBroker.connack(0x9A);
          }
          return isWithoutQos && (flags & 0x18) != 0
              ? ScriptedBroker.connack(0x9B)
              : ScriptedBroker.connack(0, isWithoutRetain ? noRetain : noQos);
        };
    try (ScriptedBroker broker = new ScriptedBroker(strict, topic -> Answer.YES);
        MqttSink sink = sink(broker, "10s")) {
      await().atMost(PATIENCE).until(() -> delivers(sink));
      await().atMost(PATIENCE).until(() -> broker.published().contains(ZONE + " " + form));

      assertThat(broker.published()).allMatch(line -> line.endsWith(form.substring(14)));
      assertThat(broker.published()).contains(AVAILABLE + " " + form);
    }
  }

  @Test
  void shouldSayOnlineAfterEveryConnectUnderOneName() throws Exception {
    try (ScriptedBroker broker = ScriptedBroker.refusing(topic -> Answer.YES);
        MqttSink sink = sink(broker, "10s")) {
      for (int connects = 1; connects <= 3; connects++) {
        int expected = connects;
        await().atMost(PATIENCE).until(() -> isReady(sink) && online(broker) == expected);
        broker.disconnect();
        await().atMost(PATIENCE).until(() -> !sink.isConnected());
      }
      await().atMost(PATIENCE).until(() -> isReady(sink));
      deliver(sink);
    }
  }

  @Test
  void shouldSayOnlineWhenTheBrokerAnswersAfterTheTimeOut() throws Exception {
    CountDownLatch late = new CountDownLatch(1);
    Function<byte[], byte[]> slow =
        body -> {
          try {
            late.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return ScriptedBroker.connack(0);
        };
    try (ScriptedBroker broker = new ScriptedBroker(slow, topic -> Answer.YES);
        MqttSink sink = sink(broker, "50ms")) {
      assertThatThrownBy(sink::keepReady).hasMessageContaining("no answer");
      late.countDown();

      await().atMost(PATIENCE).until(() -> online(broker) == 1);
    }
  }

  private static long online(ScriptedBroker broker) {
    return broker.published().stream().filter(line -> line.startsWith(AVAILABLE)).count();
  }

  private static boolean isReady(MqttSink sink) {
    try {
      sink.keepReady();
      return true;
    } catch (Failure e) {
      return false;
    }
  }

  private static boolean delivers(MqttSink sink) {
    try {
      deliver(sink);
      return true;
    } catch (Failure e) {
      return false;
    }
  }

  private static void deliver(MqttSink sink) {
    sink.deliver(Happened.record(Happened.inYard(SceneEventType.ZONE_ENTERED, 2)));
  }

  private static MqttSink sink(ScriptedBroker broker, String timeout) {
    return new MqttSink(
        "home",
        new Settings(Map.of())
            .put("url", "mqtt://127.0.0.1:" + broker.port(), "test")
            .put("prefix", "site", "test")
            .put("timeout", timeout, "test")
            .bind(MqttSettings.class));
  }
}
