package io.vedette.detect.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobTest {
  @Test
  void shouldGiveTheReasonInOneLineWhateverTheLibrarySaid() {
    Job.Rejected rejected =
        Job.Rejected.by(new IllegalStateException("Non-zero status code\n  in node Conv_3\n"));

    assertThat(rejected.reason()).isEqualTo("Non-zero status code; in node Conv_3");
    assertThat(rejected.stack()).contains("IllegalStateException", "JobTest");
  }
}
