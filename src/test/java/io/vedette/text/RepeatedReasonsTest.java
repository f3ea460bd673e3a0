package io.vedette.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RepeatedReasonsTest {
  private final RepeatedReasons reasons = new RepeatedReasons();

  @Test
  void shouldTellTheSameReasonOnceAMinuteWithHowOftenItCame() {
    assertThat(tell("refused", 0)).hasValue(0);
    assertThat(tell("refused", 10)).isEmpty();
    assertThat(tell("refused", 59)).isEmpty();
    assertThat(tell("refused", 60)).hasValue(2);
    assertThat(tell("refused", 61)).isEmpty();
  }

  @Test
  void shouldTellAnotherReasonAtOnce() {
    assertThat(tell("refused", 0)).hasValue(0);
    assertThat(tell("stalled", 1)).hasValue(0);
    assertThat(tell("refused", 2)).isEmpty();
  }

  @Test
  void shouldRememberOnlySome() {
    for (int i = 0; i < 1000; i++) {
      assertThat(tell("reason " + i, i)).hasValue(0);
    }
    assertThat(tell("reason 999", 1000)).isEmpty();
    assertThat(tell("reason 0", 1000)).hasValue(0);
  }

  private OptionalInt tell(String reason, int second) {
    return reasons.log(reason, Duration.ofSeconds(second).toNanos());
  }
}
