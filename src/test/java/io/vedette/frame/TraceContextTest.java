package io.vedette.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void shouldReadWhatItWrote() {
    TraceContext context = new TraceContext(TRACE, SPAN);

    assertThat(context.header()).isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
    assertThat(TraceContext.parse(context.header())).isEqualTo(context);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00-%s-%s-03", "cc-%s-%s-01-what-a-later-version-adds", "00-%s-%s-ff"})
  void shouldReadWhatOthersWrite(String form) {
    assertThat(TraceContext.parse(form.formatted(TRACE, SPAN)))
        .isEqualTo(new TraceContext(TRACE, SPAN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01"
      })
  void shouldTakeWhatIsNoContextOrNotSampledForNone(String header) {
    assertThat(TraceContext.parse(header)).isNull();
    assertThat(TraceContext.parse(header + "-".repeat(300))).isNull();
  }

  @Test
  void shouldGiveTheSameFrameTheSameTraceAndOthersOthers() {
    FrameId frame = new FrameId("gate", 17, 4);
    TraceContext root = TraceContext.of(frame, Instant.EPOCH);

    assertThat(TraceContext.of(frame, Instant.EPOCH)).isEqualTo(root);
    assertThat(TraceContext.of(frame.before(1), Instant.EPOCH).traceId())
        .isNotEqualTo(root.traceId());
    assertThat(TraceContext.of(frame, Instant.EPOCH.plusMillis(1)).traceId())
        .isNotEqualTo(root.traceId());
    assertThat(root.child("detect")).isEqualTo(root.child("detect"));
    assertThat(root.child("detect").traceId()).isEqualTo(root.traceId());
    assertThat(root.child("detect").spanId())
        .isNotEqualTo(root.spanId())
        .isNotEqualTo(root.child("track").spanId());
  }
}
