package io.vedette.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import io.vedette.frame.DropReason;
import io.vedette.frame.FrameId;
import io.vedette.runtime.TestSupervision;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.event.EventPublisher;
import io.vedette.transport.topic.Topics;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DropReportsTest {
  private static final TransportSettings TRANSPORT = Settings.defaults(TransportSettings.class);

  private final EventPublisher withoutKafka =
      new EventPublisher(
          new KafkaAccess(Map.of(), TRANSPORT), new Topics(TRANSPORT), TestSupervision.essential());
  private final DropReports reports =
      new DropReports(withoutKafka, Clock.systemUTC(), TestSupervision.essential());

  @Test
  void shouldNotPileUpEventsWhileKafkaIsAway() {
    for (int second = 0; second < 600; second++) {
      for (int camera = 0; camera < 100; camera++) {
        reports.dropped(new FrameId("cam" + camera, 17, second), 1, DropReason.BROKER);
      }
      reports.publishUnlessWaiting();
    }

    assertThat(withoutKafka.waiting()).isEqualTo(100);
  }
}
