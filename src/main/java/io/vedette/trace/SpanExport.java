package io.vedette.trace;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vedette.metric.Metric;
import io.vedette.runtime.Backoff;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.text.Secrets;
import io.vedette.text.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The sending of spans to a collector, once a second, on the thread {@code trace-export}. Spans
 * that do not fit into the queue, or that the collector refuses, are lost and counted; nobody
 * waits. Thread-safe.
 */
final class SpanExport extends WorkerService {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration LAST_ANSWER = Duration.ofSeconds(1);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int MOST_WAITING = 4096;
  private static final int MOST_AT_ONCE = 512;

  /** The exporter's own logger, which is silenced: failures are logged here, once. */
  private static final Logger SDK = Logger.getLogger("io.opentelemetry");

  private final BlockingQueue<Span> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private final TracingSettings settings;
  private final Resource resource;
  private final Counter sent;
  private final Counter lost;

  /**
   * @param node this process's name among others
   */
  SpanExport(TracingSettings settings, String node, MeterRegistry registry, Supervisor supervisor) {
    super("trace-export", CLOSE_TIMEOUT, supervisor);
    SDK.setLevel(Level.OFF);
    this.settings = settings;
    this.resource =
        Resource.create(
            Attributes.of(
                AttributeKey.stringKey("service.name"), settings.service(),
                AttributeKey.stringKey("service.version"), Version.words(),
                AttributeKey.stringKey("service.instance.id"), node));
    this.sent = Metric.TRACE_SPANS.in(registry).counter("sent");
    this.lost = Metric.TRACE_SPANS.in(registry).counter("lost");
  }

  @Override
  protected Worker.Duty duty() {
    return new Exporting();
  }

  /** Takes a span, or counts it as lost. */
  void add(Span span) {
    if (!queue.offer(span)) {
      lost.increment();
    }
  }

  private final class Exporting implements Worker.Duty {
    private final OtlpHttpSpanExporter exporter = exporter();

    @Override
    public void run() throws InterruptedException {
      if (worker().awaitStop(ROUND)) {
        return;
      }
      while (!queue.isEmpty()) {
        @Nullable String reason = export(ANSWER);
        if (reason != null) {
          throw Failure.retry(
              "spans cannot be sent to %s: %s".formatted(settings.address(), reason), null);
        }
      }
    }

    /** Sends some spans; returns the reason why they were refused, or null. */
    private @Nullable String export(Duration patience) {
      List<Span> batch = new ArrayList<>();
      queue.drainTo(batch, MOST_AT_ONCE);
      List<SpanData> spans = batch.stream().map(span -> OtlpSpan.of(span, resource)).toList();
      CompletableResultCode result =
          exporter.export(spans).join(patience.toMillis(), TimeUnit.MILLISECONDS);
      (result.isSuccess() ? sent : lost).increment(batch.size());
      return result.isSuccess() ? null : reason(result);
    }

    private static String reason(CompletableResultCode result) {
      Throwable failure = result.getFailureThrowable();
      if (failure instanceof HttpExportException known) {
        HttpResponse response = known.getResponse();
        return response == null
            ? Secrets.mask(String.valueOf(known.getCause()))
            : "its answer has status " + response.getStatusCode();
      }
      return failure == null ? "no answer" : Secrets.mask(failure.toString());
    }

    private OtlpHttpSpanExporter exporter() {
      OtlpHttpSpanExporterBuilder builder =
          OtlpHttpSpanExporter.builder()
              .setEndpoint(settings.address())
              .setTimeout(ANSWER)
              .setConnectTimeout(ANSWER)
              .setCompression("gzip")
              .setRetryPolicy(null);
      settings.headers().forEach(builder::addHeader);
      return builder.build();
    }

    @Override
    public Backoff backoff() {
      return new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());
    }

    @Override
    public void onClose() {
      if (worker().isStopping()) {
        boolean isTaken = true;
        while (isTaken && !queue.isEmpty()) {
          isTaken = export(LAST_ANSWER) == null;
        }
        lost.increment(queue.size());
        queue.clear();
      }
      var unused = exporter.shutdown();
    }
  }
}
