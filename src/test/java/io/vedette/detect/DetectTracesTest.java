package io.vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.detect.schedule.BatchRun;
import io.vedette.detect.schedule.Job;
import io.vedette.frame.CaptureClock;
import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Stage;
import io.vedette.frame.StageTimes;
import io.vedette.frame.TraceContext;
import io.vedette.geometry.Size;
import io.vedette.runtime.TestSupervision;
import io.vedette.trace.Collector;
import io.vedette.trace.Collector.Seen;
import io.vedette.trace.Traces;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecord.Partition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DetectTracesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String DIGEST = "9f2c41d07a3e";

  private final Instant now = Instant.now();
  private Collector collector;
  private Traces traces;
  private DetectTraces detect;

  @BeforeEach
  void start() throws IOException {
    collector = new Collector();
    traces =
        Traces.of(
            collector.settings("late=2s"),
            "node",
            new SimpleMeterRegistry(),
            TestSupervision.essential());
    traces.start();
    detect = new DetectTraces(traces, "live", DIGEST, true);
  }

  @AfterEach
  void close() {
    traces.close();
    collector.close();
  }

  private static Job job(long sequence, Instant capturedAt, TraceContext trace) {
    Frame frame =
        new Frame(
            new FrameId("gate", 1, sequence),
            capturedAt,
            CaptureClock.HOST,
            new Size(4, 3),
            new byte[3],
            StageTimes.NONE.with(Stage.DECODE, 2_100).with(Stage.ENCODE, 900),
            null,
            trace);
    return new Job(
        new FrameRecord(
            "gate",
            new Partition("vedette.frames", 3),
            sequence,
            capturedAt.toEpochMilli() + 5,
            0,
            false,
            frame.jpeg(),
            frame,
            null));
  }

  private static void infer(Job job) {
    for (Stage stage :
        List.of(Stage.QUEUE, Stage.PREPROCESS, Stage.BATCH_WAIT, Stage.INFER, Stage.POSTPROCESS)) {
      job.mark(stage);
    }
    job.end(new Job.Detected(List.of()));
  }

  private Seen awaited(String name) {
    await().atMost(PATIENCE).until(() -> !collector.spans(name).isEmpty());
    return collector.spans(name).get(0);
  }

  @Test
  void shouldNeitherTraceNorNameWhatIsNeitherSampledNorLate() {
    Job usual = job(1, now.minusSeconds(1), null);
    infer(usual);
    Job sampled = job(2, now.minusSeconds(1), TraceContext.root("frame"));
    infer(sampled);

    assertThat(detect.of(usual, now)).isNull();
    assertThat(detect.of(sampled, now)).isNotNull();
    detect.committed(List.of(usual, sampled), now);

    assertThat(awaited("detect").attribute("vedette.frame")).isEqualTo("gate/1/2");
    assertThat(collector.spans("detect")).hasSize(1);
  }

  @Test
  void shouldLinkABatchAndItsMembers() {
    List<Job> jobs =
        List.of(
            job(1, now, TraceContext.root("one")),
            job(2, now, null),
            job(3, now, TraceContext.root("three")));
    BatchRun run = new BatchRun(jobs.size());
    jobs.forEach(job -> job.join(run));
    jobs.forEach(DetectTracesTest::infer);
    jobs.forEach(job -> detect.of(job, now));
    detect.committed(jobs, now);

    Seen batch = awaited("batch");
    assertThat(batch.attribute("vedette.frames")).isEqualTo("3");
    assertThat(batch.parent()).isEmpty();
    List<Seen> inferred = collector.spans("infer");
    assertThat(inferred).hasSize(2);
    assertThat(inferred)
        .extracting(Seen::trace)
        .doesNotContain(batch.trace())
        .doesNotHaveDuplicates();
    assertThat(inferred).allSatisfy(seen -> assertThat(seen.links()).containsExactly(batch.id()));
    assertThat(batch.links())
        .containsExactlyInAnyOrderElementsOf(inferred.stream().map(Seen::id).toList());
  }

  @Test
  void shouldLayItsStagesEndToEnd() {
    Job job = job(1, now, TraceContext.root("one"));
    infer(job);
    detect.of(job, now);
    detect.committed(List.of(job), now);

    Seen whole = awaited("detect");
    assertThat(whole.parent()).isEqualTo(TraceContext.root("one").spanId());
    long end = whole.span().getStartTimeUnixNano();
    for (String stage :
        List.of("queue", "preprocess", "batch_wait", "infer", "postprocess", "commit")) {
      Seen step = awaited(stage);
      assertThat(step.parent()).isEqualTo(whole.id());
      assertThat(step.span().getStartTimeUnixNano()).as(stage).isEqualTo(end);
      end = step.span().getEndTimeUnixNano();
    }
    assertThat(end).isEqualTo(whole.span().getEndTimeUnixNano());
  }

  @Test
  void shouldTraceALateFrameFromItsCaptureAlthoughNobodyDidBefore() {
    Job late = job(1, now.minusSeconds(3), null);
    infer(late);
    TraceContext named = detect.of(late, now);
    detect.committed(List.of(late), now);

    Seen root = awaited("frame");
    assertThat(root.role()).isEqualTo("io.vedette.ingest");
    assertThat(root.attribute("vedette.decode_us")).isEqualTo("2100");
    assertThat(root.attribute("vedette.encode_us")).isEqualTo("900");
    assertThat(awaited("detect").parent()).isEqualTo(root.id());
    assertThat(awaited("detect").id()).isEqualTo(named.spanId());
  }

  @Test
  void shouldTraceRejectedFramesAndSayWhy() {
    Job rejected = job(1, now, null);
    rejected.end(Job.Rejected.by(new IllegalArgumentException("no JPEG")));
    assertThat(detect.of(rejected, now)).isNotNull();
    detect.committed(List.of(rejected), now);

    assertThat(awaited("detect").span().getStatus().getMessage()).isEqualTo("rejected: no JPEG");
  }

  @Test
  void shouldSayWhyASampledFrameWasNotLookedAt() {
    Job dropped = job(1, now, TraceContext.root("one"));
    dropped.end(new Job.Dropped(DropReason.STALE));
    detect.of(dropped, now);
    detect.committed(List.of(dropped), now);

    assertThat(awaited("detect").span().getStatus().getMessage()).isEqualTo("dropped: stale");
  }

  /** A batch that is published again is reported once, under the same name. */
  @Test
  void shouldNameAFrameTheSameHoweverOftenItIsPublished() {
    Job late = job(1, now.minusSeconds(3), null);
    infer(late);
    TraceContext first = detect.of(late, now);

    assertThat(detect.of(late, now.plusSeconds(1))).isEqualTo(first).isNotNull();
  }

  @Test
  void shouldPassOnWhatItWasGivenWhereItSendsNoSpans() {
    Job sampled = job(1, now.minusSeconds(9), TraceContext.root("one"));
    infer(sampled);
    Job late = job(2, now.minusSeconds(9), null);
    infer(late);
    DetectTraces off = new DetectTraces(Traces.off(), "live", DIGEST, true);

    assertThat(off.of(sampled, now)).isEqualTo(TraceContext.root("one"));
    assertThat(off.of(late, now)).isNull();
  }

  @Test
  void shouldNotTakeAReplayForLate() {
    Job old = job(1, now.minusSeconds(900), null);
    infer(old);

    assertThat(new DetectTraces(traces, "again", DIGEST, false).of(old, now)).isNull();
  }
}
