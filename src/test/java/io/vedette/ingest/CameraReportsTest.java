package io.vedette.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.report.CameraFailure.Reason;
import io.vedette.camera.report.CameraListener.State;
import io.vedette.config.Settings;
import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.Quality;
import io.vedette.runtime.TestSupervision;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.event.EventPublisher;
import io.vedette.transport.topic.Topics;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraReportsTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T22:40:47Z");
  private static final TransportSettings TRANSPORT = Settings.defaults(TransportSettings.class);

  private final EventPublisher withoutKafka =
      new EventPublisher(
          new KafkaAccess(Map.of(), TRANSPORT), new Topics(TRANSPORT), TestSupervision.essential());
  private Instant now = BEGIN;
  private final CameraReports reports = new CameraReports("node", withoutKafka, () -> now);

  /** At 5 frames per second. */
  @ParameterizedTest
  @CsvSource({"13, 65, 1", "13, 13, 0.2", "60, 300, 1", "60, 150, 0.5", "60, 400, 1"})
  void shouldGradeACameraByTheTimeItWasRead(long seconds, long frames, double expected) {
    reports.begin("gate", 17, null, 5, Attempt.first("process", 0));
    now = BEGIN.plusSeconds(seconds);

    Quality quality = reports.quality("gate", frames);

    assertThat(quality).isNotNull();
    assertThat(quality.fpsRatio()).isEqualTo(expected);
  }

  @Test
  void shouldCountFromTheFirstPicturesUnlessConnectingFailed() {
    reports.begin("gate", 17, null, 5, Attempt.first("process", 0));
    reports.begin("yard", 18, null, 5, Attempt.first("process", 0));
    reports.changed("gate", State.CONNECTING, null);
    reports.changed("yard", State.FAILED, new CameraFailure(Reason.UNREACHABLE, "no route"));
    now = BEGIN.plusSeconds(10);
    reports.changed("gate", State.LIVE, null);
    reports.changed("yard", State.LIVE, null);
    now = BEGIN.plusSeconds(20);

    assertThat(reports.quality("gate", 50)).isEqualTo(new Quality(1, 0, 0));
    assertThat(reports.quality("yard", 50)).isEqualTo(new Quality(0.5, 1, 0));
  }

  @Test
  void shouldGradeEachMinuteByWhatWasWantedInIt() {
    reports.begin("gate", 17, null, 5, Attempt.first("process", 0));
    now = now.plusSeconds(20);
    reports.limit("gate", 0.5);
    now = now.plusSeconds(40);
    assertThat(reports.quality("gate", 200)).isEqualTo(new Quality(1, 0, 0));

    reports.limit("gate", 0);
    now = now.plusSeconds(60);
    assertThat(reports.quality("gate", 0)).as("nothing was wanted").isNull();

    reports.limit("gate", 1);
    now = now.plusSeconds(60);
    assertThat(reports.quality("gate", 150)).isEqualTo(new Quality(0.5, 0, 0));

    now = now.minusSeconds(3600);
    assertThat(reports.quality("gate", 5)).as("the clock was set back").isNull();
  }

  @Test
  void shouldNotBlameAFileForBeingAtItsEnd() {
    reports.begin("film", 17, null, 5, Attempt.first("process", 0));
    reports.changed("film", State.LIVE, null);
    now = now.plusSeconds(20);
    reports.changed("film", State.ENDED, null);
    now = now.plusSeconds(40);
    assertThat(reports.quality("film", 100)).isEqualTo(new Quality(1, 0, 0));

    reports.limit("film", 1);
    now = now.plusSeconds(60);
    assertThat(reports.quality("film", 0)).isNull();
  }

  @Test
  void shouldNotGradeACameraThatHasJustBegun() {
    reports.begin("gate", 17, null, 5, Attempt.first("process", 0));

    assertThat(reports.quality("gate", 0)).isNull();
    assertThat(reports.quality("yard", 0)).isNull();
  }
}
