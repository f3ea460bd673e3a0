package io.vedette.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.config.Settings;
import io.vedette.frame.FrameId;
import io.vedette.frame.TraceContext;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.TestSupervision;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.5Z");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Supervision supervision = TestSupervision.make();

  private Traces traces(TracingSettings settings) {
    return Traces.of(settings, "node-1", registry, supervision.separate());
  }

  private static TracingSettings settings(String... assignments) {
    return new Settings(Map.of()).assignments(List.of(assignments)).bind(TracingSettings.class);
  }

  private static Span span(long number) {
    TraceContext context = TraceContext.of(new FrameId("gate", 1, number), NOW);
    return Span.of("detect", "detect", context).from(NOW, NOW.plusMillis(3));
  }

  private double count(String outcome) {
    return registry.get("vedette.trace.spans").tag("outcome", outcome).counter().count();
  }

  @Test
  void shouldTraceNothingUnlessACollectorIsNamed() {
    Traces traces = traces(settings());

    assertThat(traces.isOn()).isFalse();
    assertThat(traces.takes(new FrameId("gate", 1, 0))).isFalse();
    assertThat(traces.takesLate(Instant.EPOCH, NOW)).isFalse();
    assertThat(traces.takesOneMore(NOW)).isFalse();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void shouldTakeOneInAThousandOfEachCameraAndTheFirstOfEachSession() {
    Traces traces = traces(settings("endpoint=http://127.0.0.1:1"));

    for (String camera : List.of("gate", "yard", "camera1", "camera2")) {
      for (long session : new long[] {0, 17, 4_000_000}) {
        long taken =
            LongStream.range(1, 1_000_000)
                .filter(number -> traces.takes(new FrameId(camera, session, number)))
                .count();
        assertThat(taken).as(camera + "/" + session).isBetween(850L, 1150L);
        assertThat(traces.takes(new FrameId(camera, session, 0))).isTrue();
      }
    }
  }

  @Test
  void shouldDecideTheSameInEveryProcess() {
    Traces one = traces(settings("endpoint=http://127.0.0.1:1", "one-in=10"));
    Traces other =
        Traces.of(
            settings("endpoint=http://127.0.0.1:1", "one-in=10"),
            "node-2",
            registry,
            supervision.separate());

    for (long number = 0; number < 1000; number++) {
      FrameId frame = new FrameId("gate", 3, number);
      assertThat(one.takes(frame)).isEqualTo(other.takes(frame));
    }
  }

  @Test
  void shouldTakeAFewLateFramesInASecond() {
    Traces traces = traces(settings("endpoint=http://127.0.0.1:1", "late=1s", "most-late=2"));

    assertThat(traces.takesLate(NOW.minusMillis(999), NOW)).isFalse();
    assertThat(traces.takesLate(NOW.minusMillis(1001), NOW)).isTrue();
    assertThat(traces.takesOneMore(NOW)).isTrue();
    assertThat(traces.takesLate(NOW.minusMillis(1001), NOW)).isFalse();
    assertThat(traces.takesOneMore(NOW)).isFalse();
    assertThat(traces.takesOneMore(NOW.plusSeconds(1))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "endpoint=collector:4317",
        "endpoint=ftp://collector",
        "endpoint=http://user:secret@collector",
        "endpoint=http:///v1",
        "endpoint=http://a b",
        "one-in=0",
        "late=-1s",
        "most-late=1001"
      })
  void shouldRefuseWhatCannotBeMeant(String assignment) {
    String key = assignment.substring(0, assignment.indexOf('='));

    assertThatThrownBy(() -> settings(assignment))
        .hasMessageContaining(key + ":")
        .hasMessageContaining("expected")
        .hasMessageNotContaining("secret@");
  }

  @Test
  void shouldSendSpansAsOtlp() throws IOException {
    try (Collector collector = new Collector();
        Traces traces = traces(collector.settings("headers.authorization=Bearer x"))) {
      traces.start();
      TraceContext parent = TraceContext.root("parent");
      Span whole = span(4).under(parent).as(Span.Kind.CONSUMER).with("vedette.camera", "gate");
      traces.record(whole.with("vedette.objects", 2).failed("rejected: no JPEG"));
      traces.record(whole.step("infer").from(NOW, NOW.minusMillis(1)).linkedTo(parent));

      await().atMost(PATIENCE).until(() -> collector.spans().size() == 2);
      Collector.Seen detect = collector.spans("detect").get(0);
      assertThat(detect.role()).isEqualTo("io.vedette.detect");
      assertThat(detect.process())
          .containsEntry("service.name", "vedette")
          .containsEntry("service.instance.id", "node-1")
          .containsKey("service.version");
      assertThat(detect.trace()).isEqualTo(whole.context().traceId());
      assertThat(detect.id()).isEqualTo(whole.context().spanId());
      assertThat(detect.parent()).isEqualTo(parent.spanId());
      assertThat(detect.attribute("vedette.camera")).isEqualTo("gate");
      assertThat(detect.attribute("vedette.objects")).isEqualTo("2");
      assertThat(detect.span().getKind().name()).isEqualTo("SPAN_KIND_CONSUMER");
      assertThat(detect.span().getStatus().getCode().name()).isEqualTo("STATUS_CODE_ERROR");
      assertThat(detect.span().getStatus().getMessage()).isEqualTo("rejected: no JPEG");
      assertThat(detect.span().getEndTimeUnixNano() - detect.span().getStartTimeUnixNano())
          .isEqualTo(3_000_000);
      Collector.Seen infer = collector.spans("infer").get(0);
      assertThat(infer.parent()).isEqualTo(detect.id());
      assertThat(infer.links()).containsExactly(parent.spanId());
      assertThat(infer.span().getEndTimeUnixNano()).isEqualTo(infer.span().getStartTimeUnixNano());
      assertThat(collector.requests().get(0).get("Authorization")).containsExactly("Bearer x");
      await().atMost(PATIENCE).until(() -> count("sent") == 2);
    }
    assertThat(count("lost")).isZero();
  }

  @Test
  void shouldSendWhatWaitsWhenItIsClosed() throws IOException {
    try (Collector collector = new Collector()) {
      try (Traces traces = traces(collector.settings())) {
        traces.start();
        LongStream.range(0, 100).forEach(number -> traces.record(span(number)));
      }
      assertThat(collector.spans()).hasSize(100);
    }
  }

  /** What is too much is counted, and who hands it over goes on. */
  @Test
  void shouldLoseSpansAndNothingElseWhereNobodyTakesThem() {
    int most = 100_000;
    try (Traces traces = traces(settings("endpoint=http://127.0.0.1:1"))) {
      traces.start();
      LongStream.range(0, most).forEach(number -> traces.record(span(number)));

      await().atMost(PATIENCE).until(() -> !supervision.troubles().isEmpty());
      assertThat(supervision.troubles().get("trace-export"))
          .startsWith("spans cannot be sent to http://127.0.0.1:1/v1/traces: ")
          .contains("ConnectException")
          .doesNotContain("\n");
      assertThat(count("lost")).isGreaterThanOrEqualTo(most - 4096);
      assertThat(supervision.ended()).isEmpty();
    }
    assertThat(count("lost")).isEqualTo(most);
    assertThat(count("sent")).isZero();
  }

  @Test
  void shouldGoOnOnceTheCollectorTakesThemAgain() throws IOException {
    try (Collector collector = new Collector();
        Traces traces = traces(collector.settings())) {
      collector.answer(503);
      traces.start();
      traces.record(span(1));
      await().atMost(PATIENCE).until(() -> !supervision.troubles().isEmpty());
      assertThat(supervision.troubles().toString()).contains("503");
      collector.answer(200);
      traces.record(span(2));

      await().atMost(PATIENCE).until(() -> collector.spans().size() == 1);
      await().atMost(PATIENCE).until(() -> supervision.troubles().isEmpty());
    }
    assertThat(count("lost")).isEqualTo(1);
    assertThat(count("sent")).isEqualTo(1);
  }
}
