package io.vedette.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StateNewsTest {
  private static final Instant START = Instant.parse("2026-11-29T18:00:00Z");

  private final StateNews news = new StateNews();

  @Test
  void shouldTellACameraThatFailsAgainAndAgainOnceAMinute() {
    int reported = 0;
    for (int second = 0; second < 600; second += 2) {
      reported += isNews(CameraState.CONNECTING, second) ? 1 : 0;
      reported += isNews(CameraState.FAILED, second) ? 1 : 0;
    }

    assertThat(reported).isEqualTo(10);
  }

  @Test
  void shouldTellACameraThatComesAndGoesTwiceAMinuteAtMost() {
    int reported = 0;
    for (int second = 0; second < 600; second += 4) {
      reported += isNews(CameraState.LIVE, second) ? 1 : 0;
      reported += isNews(CameraState.STALLED, second + 2) ? 1 : 0;
    }

    assertThat(reported).isBetween(20, 21);
  }

  @Test
  void shouldTellAtOnceThatACameraIsBack() {
    assertThat(isNews(CameraState.LIVE, 0)).isTrue();
    assertThat(isNews(CameraState.LIVE, 1)).isFalse();
    assertThat(isNews(CameraState.FAILED, 2)).isTrue();
    assertThat(isNews(CameraState.LIVE, 3)).isTrue();
  }

  private boolean isNews(CameraState state, int second) {
    return news.isNews(
        new CameraStateEvent(
            "gate", state, 17, 1, "node", START.plusSeconds(second), null, null, null, null));
  }
}
