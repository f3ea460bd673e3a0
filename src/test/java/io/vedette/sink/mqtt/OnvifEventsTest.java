package io.vedette.sink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.event.SceneEvent;
import io.vedette.event.SceneEventType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnvifEventsTest {
  private final OnvifEvents onvif = new OnvifEvents("site");

  @Test
  void shouldTellOfCrossingsAndCountThem() {
    List<String> told = told(Happened.crossed("door", "right"));

    assertThat(told)
        .containsExactly(
            """
            site/gate/onvif-ej/RuleEngine/LineDetector/Crossed/&gate/vedette/door \
            {"UtcTime":"2026-11-23T22:40:16.123456Z","Source":{\
            "VideoSourceConfigurationToken":"gate","VideoAnalyticsConfigurationToken":"vedette",\
            "Rule":"door"},"Data":{"ObjectId":12,"ClassTypes":"Human","Direction":"Right"}}""",
            """
            site/gate/onvif-ej/RuleEngine/CountAggregation/Counter/&gate/vedette/door-right \
            {"UtcTime":"2026-11-23T22:40:16.123456Z","PropertyOperation":"Changed","Source":{\
            "VideoSourceConfigurationToken":"gate","VideoAnalyticsConfigurationToken":"vedette",\
            "Rule":"door-right"},"Data":{"Count":5}}""");
  }

  @Test
  void shouldTellWhoIsInsideAndHowMany() {
    List<String> told = told(Happened.inYard(SceneEventType.ZONE_ENTERED, 2));

    assertThat(told.get(0))
        .startsWith("site/gate/onvif-ej/RuleEngine/FieldDetector/ObjectsInside/&gate/vedette/yard ")
        .contains("\"PropertyOperation\":\"Changed\"")
        .contains("\"Key\":{\"ObjectId\":\"12\"}")
        .endsWith("\"Data\":{\"IsInside\":true}}");
    assertThat(told.get(1))
        .startsWith("site/gate/onvif-ej/RuleEngine/CountAggregation/OccupancyCounter/")
        .endsWith("\"Data\":{\"Count\":2}}");
    assertThat(told(Happened.inYard(SceneEventType.ZONE_LEFT, 1)).get(0))
        .endsWith("\"Data\":{\"IsInside\":false}}");
  }

  @Test
  void shouldTellOfObjectsAsTheyComeAndGo() {
    assertThat(told(Happened.event(SceneEventType.TRACK_STARTED, null, null)).get(0))
        .contains("RuleEngine/ObjectDetection/Object")
        .contains("\"PropertyOperation\":\"Initialized\"")
        .contains("\"ClassTypes\":\"Human\"");
    assertThat(told(Happened.event(SceneEventType.TRACK_ENDED, null, null)).get(0))
        .contains("\"PropertyOperation\":\"Deleted\"");
    assertThat(told(Happened.inYard(SceneEventType.ZONE_LOITERING, 1)).get(0))
        .contains("LoiteringDetector/ObjectIsLoitering")
        .contains("\"Since\":\"2026-11-23T22:40:07.123456Z\"");
    assertThat(told(Happened.event(SceneEventType.TRACK_UPDATED, null, null))).isEmpty();
  }

  @Test
  void shouldKeepNamesWithinOneLevelOfATopic() {
    assertThat(told(Happened.crossed("a/b+c#", "left")).get(0)).contains("/vedette/a_b_c_ ");
  }

  private List<String> told(SceneEvent event) {
    return onvif.of(event).stream()
        .map(
            message ->
                message.topic() + " " + new String(message.payload(), StandardCharsets.UTF_8))
        .toList();
  }
}
