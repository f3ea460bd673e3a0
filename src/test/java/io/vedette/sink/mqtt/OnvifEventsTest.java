package io.vedette.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnvifEventsTest {
  private final OnvifEvents onvif = new OnvifEvents("site");

  @Test
  void shouldTellOfCrossingsAndCountThem() {
    List<MqttMessage> reported = onvif.of(Happened.crossed("door", "right"));

    assertThat(reported.stream().map(OnvifEventsTest::text))
        .containsExactly(
            """
            site/gate/onvif-ej/RuleEngine/LineDetector/Crossed/&gate/vedette/door \
            {"UtcTime":"2026-11-23T22:40:16.123456Z","Source":{"VideoSource":"gate",\
            "AnalyticsConfiguration":"vedette","Rule":"door"},\
            "Data":{"ObjectId":"12","ClassTypes":"Human","vedette:Direction":"Right"}}""",
            """
            site/gate/onvif-ej/RuleEngine/CountAggregation/Counter/&gate/vedette/door-right \
            {"UtcTime":"2026-11-23T22:40:16.123456Z","Source":{"VideoSource":"gate",\
            "AnalyticsConfiguration":"vedette","Rule":"door-right"},"Data":{"Count":5}}""");
    assertThat(reported).extracting(MqttMessage::isRetained).containsExactly(false, true);
  }

  @Test
  void shouldTellWhetherAnybodyIsInsideAndHowMany() {
    List<MqttMessage> entered = onvif.of(Happened.inYard(SceneEventType.ZONE_ENTERED, 2));

    assertThat(entered).hasSize(2).allMatch(MqttMessage::isRetained);
    assertThat(text(entered.get(0)))
        .startsWith("site/gate/onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&gate/vedette/yard ")
        .endsWith("\"Data\":{\"ObjectId\":\"12\",\"ClassTypes\":\"Human\",\"IsInside\":true}}");
    assertThat(text(entered.get(1)))
        .startsWith("site/gate/onvif-ej/RuleEngine/CountAggregation/OccupancyCounter/")
        .endsWith("\"Data\":{\"Count\":2}}");
    assertThat(reported(Happened.inYard(SceneEventType.ZONE_LEFT, 1)).get(0))
        .endsWith("\"Data\":{\"IsInside\":true}}");
    assertThat(reported(Happened.inYard(SceneEventType.ZONE_LEFT, 0)).get(0))
        .endsWith("\"Data\":{\"IsInside\":false}}");
  }

  @Test
  void shouldKeepThatSomebodyLoitersUntilTheZoneIsEmpty() {
    MqttMessage loiters = onvif.of(Happened.inYard(SceneEventType.ZONE_LOITERING, 1)).get(0);
    List<MqttMessage> left = onvif.of(Happened.inYard(SceneEventType.ZONE_LEFT, 0));

    assertThat(loiters.isRetained()).isTrue();
    assertThat(text(loiters))
        .contains("LoiteringDetector/ObjectIsLoitering/&gate/vedette/yard ")
        .contains("\"ObjectId\":\"12\"", "\"Since\":\"2026-11-23T22:40:07.123456Z\"");
    assertThat(left).hasSize(3);
    assertThat(left.get(2).topic()).isEqualTo(loiters.topic());
    assertThat(left.get(2).isRetained()).isTrue();
    assertThat(left.get(2).payload()).isEmpty();
    assertThat(reported(Happened.inYard(SceneEventType.ZONE_LEFT, 1))).hasSize(2);
  }

  @Test
  void shouldTellOfObjectsAsTheyCome() {
    assertThat(reported(Happened.event(SceneEventType.TRACK_STARTED, null, null)))
        .singleElement()
        .asString()
        .contains("RuleEngine/ObjectDetection/Object/&gate/vedette/objects ")
        .endsWith("\"Data\":{\"ObjectId\":\"12\",\"ClassTypes\":\"Human\"}}");
    assertThat(reported(Happened.event(SceneEventType.TRACK_UPDATED, null, null))).isEmpty();
    assertThat(reported(Happened.event(SceneEventType.TRACK_ENDED, null, null))).isEmpty();
  }

  @Test
  void shouldKeepNamesWithinOneLevelOfATopic() {
    assertThat(reported(Happened.crossed("a/b+c#", "left")).get(0)).contains("/vedette/a_b_c_ ");
  }

  private List<String> reported(SceneEvent event) {
    return onvif.of(event).stream().map(OnvifEventsTest::text).toList();
  }

  private static String text(MqttMessage message) {
    return message.topic() + " " + new String(message.payload(), StandardCharsets.UTF_8);
  }
}
