package io.vedette.metric;

import static io.vedette.metric.MetricForm.counter;
import static io.vedette.metric.MetricForm.gauge;
import static io.vedette.metric.MetricForm.latency;
import static io.vedette.metric.MetricForm.pictures;
import static io.vedette.metric.MetricForm.stage;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/** The list of all meters of this program, from which {@code docs/metrics.md} is generated. */
public enum Metric {
  BUILD(
      MetricPart.PROCESS,
      gauge("vedette.build", "").by("version", "java"),
      "Always 1; the labels say which version runs on which Java."),
  PART_FAILURES(
      MetricPart.PROCESS,
      counter("vedette.part.failures", "").by("part", "outcome"),
      "Failures of a part of the process, by outcome: skip, retry, restart, end."),
  RECORD_DEFECTS(
      MetricPart.PROCESS,
      counter("vedette.records.defect", "").by("topic"),
      "Records that could not be read and were left out or put aside; stored"
          + " states count under the name of their store."),
  EVENTS_WAITING(
      MetricPart.PROCESS,
      gauge("vedette.events.waiting", ""),
      "Events about the work (states of cameras, coverage) that wait to be sent; more than 10 000"
          + " are not kept."),
  TRACE_SPANS(
      MetricPart.PROCESS,
      counter("vedette.trace.spans", "").by("outcome"),
      "Spans of traced frames: sent to the collector, or lost because it did not take them or the"
          + " queue was full; there where tracing is on."),
  LAG(
      MetricPart.PROCESS,
      gauge("vedette.lag", "seconds").by("group", "topic"),
      "Lag of a consumer group behind a topic, in time: records behind ÷ records"
          + " per second, of the worst partition. Measured every 5 s by each member of"
          + " the group: use the largest. NaN while it cannot be measured."),
  MEMORY_RESIDENT(
      MetricPart.PROCESS,
      gauge("vedette.memory.resident", "bytes"),
      "Memory of the process, Java's and native together (Linux)."),
  MEMORY_NATIVE(
      MetricPart.PROCESS,
      gauge("vedette.memory.native", "bytes"),
      "Resident memory that Java has not committed: pictures, decoders, models,"
          + " sockets, threads (Linux; never below 0)."),
  MEMORY_LIMIT(
      MetricPart.PROCESS,
      gauge("vedette.memory.limit", "bytes"),
      "Memory that the process may have: its container's limit, or the machine's memory."),

  CAPTURED(
      MetricPart.LEDGER,
      counter("vedette.frames.captured", "").by("camera"),
      "Frames sampled and numbered."),
  INFERRED(
      MetricPart.LEDGER,
      counter("vedette.frames.inferred", "").by("camera"),
      "Frames whose detection is committed."),
  SHRUNK(
      MetricPart.LEDGER,
      counter("vedette.frames.shrunk", "").by("camera"),
      "Frames whose pictures were made smaller to fit into a record."),
  DROPPED(
      MetricPart.LEDGER,
      counter("vedette.frames.dropped", "").by("camera", "reason"),
      "Frames that were not inferred, by reason (docs/architecture.md has the reasons)."),

  CAMERA_STATE(
      MetricPart.INGEST,
      gauge("vedette.camera.state", "").by("camera"),
      "State of a camera of this node: 0 claimed, 1 connecting, 2 live, 3 stalled, 4"
          + " failed, 5 ended, 6 moved, 7 released, 8 removed, 9 quarantined. Absent when another node has the camera."),
  CAMERA_LIVE(
      MetricPart.INGEST,
      gauge("vedette.camera.live", "").by("camera"),
      "1 while a camera of this node gives pictures, else 0."),
  CAMERA_FRAME_AGE(
      MetricPart.INGEST,
      gauge("vedette.camera.frame.age", "seconds").by("camera"),
      "Time since a camera's last frame, or since this node took the camera over."),
  CAMERA_SESSIONS(
      MetricPart.INGEST,
      counter("vedette.camera.sessions", "").by("camera"),
      "How often a camera went live."),
  CAMERA_FAILURES(
      MetricPart.INGEST,
      counter("vedette.camera.failures", "").by("camera", "reason"),
      "How often a camera failed, by reason (docs/operations.md has the reasons)."),
  CAMERA_QUARANTINED(
      MetricPart.INGEST,
      gauge("vedette.camera.quarantined", ""),
      "Cameras of this node that are held back because nodes ended while they opened them."),
  INGEST_STAGE(
      MetricPart.INGEST,
      stage("vedette.ingest.stage").by("stage"),
      "How long a stage took for a frame: decode, encode."),
  INGEST_WAITING(
      MetricPart.INGEST,
      gauge("vedette.ingest.waiting", ""),
      "Frames in this node's buffer that wait to be sent."),
  INGEST_DEGRADATION(
      MetricPart.INGEST,
      gauge("vedette.ingest.degradation", ""),
      "Step of the degradation ladder of this node's cameras: 0 is normal, 4 the"
          + " lowest (docs/overload.md)."),

  DETECT_MODEL(
      MetricPart.DETECT,
      gauge("vedette.detect.model", "").by("model", "digest", "device"),
      "Always 1; the labels name the model and the device of this worker."),
  DETECT_BATCH(MetricPart.DETECT, pictures("vedette.detect.batch"), "Pictures in each batch."),
  DETECT_STAGE(
      MetricPart.DETECT,
      stage("vedette.detect.stage").by("stage"),
      "How long a stage took for a frame that was inferred: decode, encode, produce, broker, queue,"
          + " preprocess, batch_wait, infer, postprocess."),
  DETECT_LATENCY(
      MetricPart.DETECT,
      latency("vedette.detect.latency").by("camera"),
      "From a picture's capture to its committed detection."),
  DETECT_COMMIT(
      MetricPart.DETECT,
      stage("vedette.detect.commit"),
      "How long it took to publish and commit a batch of results."),
  DETECT_WAITING(
      MetricPart.DETECT, gauge("vedette.detect.waiting", ""), "Frames read and not yet committed."),
  DETECT_LAG(
      MetricPart.DETECT,
      gauge("vedette.detect.lag", ""),
      "Frames that wait in the broker for this worker."),

  TRACK_PUBLISHED(
      MetricPart.TRACK,
      counter("vedette.track.published", "").by("type"),
      "Published events, counts and alerts, by type."),
  TRACK_LATENCY(
      MetricPart.TRACK,
      latency("vedette.track.latency"),
      "From a picture's capture until its camera's scene has processed it, before"
          + " the commit."),
  SINK_DELIVERIES(
      MetricPart.TRACK,
      counter("vedette.sink.deliveries", "").by("sink", "outcome"),
      "Records of a sink: delivered, retried (tried again later), undelivered (given up)."),
  FORWARD_WAITING(
      MetricPart.FORWARD,
      gauge("vedette.forward.waiting", ""),
      "Records that have yet to be sent to the centre because newer ones went first."),
  FORWARD_TROUBLE(
      MetricPart.FORWARD,
      gauge("vedette.forward.trouble", ""),
      "1 while something keeps records from being sent to the centre, else 0."),

  LIVE_VIEWERS(
      MetricPart.CONSOLE,
      gauge("vedette.live.viewers", ""),
      "Connections over which somebody watches cameras."),
  LIVE_PARTITIONS(
      MetricPart.CONSOLE,
      gauge("vedette.live.partitions", ""),
      "Partitions that are read for viewers of live pictures."),
  LIVE_SENT(
      MetricPart.CONSOLE, counter("vedette.live.pictures.sent", ""), "Pictures sent to viewers."),
  LIVE_SENT_BYTES(
      MetricPart.CONSOLE,
      counter("vedette.live.sent", "bytes"),
      "Bytes of pictures sent to viewers."),
  LIVE_SKIPPED(
      MetricPart.CONSOLE,
      counter("vedette.live.pictures.skipped", ""),
      "Pictures replaced by newer ones for a viewer."),
  PROJECTION_RECORDS(
      MetricPart.CONSOLE,
      counter("vedette.projection.records", ""),
      "Records copied from Kafka into the console's database."),
  PROJECTION_LAG(
      MetricPart.CONSOLE,
      gauge("vedette.projection.lag", "records"),
      "Records that are not in the console's database yet; NaN while it is unknown."),

  CLIP_FRAMES(
      MetricPart.CONSOLE, counter("vedette.clips.frames", ""), "Frames that were kept for clips."),
  CLIP_GONE(
      MetricPart.CONSOLE,
      counter("vedette.clips.gone", ""),
      "Events whose frames Kafka no longer had when they were to be kept."),
  CLIP_BYTES(
      MetricPart.CONSOLE,
      gauge("vedette.clips.kept", "bytes"),
      "Bytes of all kept pictures on the disk; at most console.clips.size."),
  CLIP_STOPPED(
      MetricPart.CONSOLE,
      gauge("vedette.clips.stopped", ""),
      "1 while pictures cannot be kept, as health says with the reason, else 0."),

  KAFKA_CONNECTIONS(
      MetricPart.KAFKA,
      gauge("vedette.kafka.connections", "").by("client"),
      "Open connections of a Kafka client."),
  KAFKA_REFUSED_LOGINS(
      MetricPart.KAFKA,
      counter("vedette.kafka.logins.refused", "").by("client"),
      "Logins of a client that failed."),
  KAFKA_REQUESTS(
      MetricPart.KAFKA,
      counter("vedette.kafka.requests", "").by("client"),
      "Requests of a client."),
  KAFKA_SENT(
      MetricPart.KAFKA,
      counter("vedette.kafka.sent", "bytes").by("client"),
      "Bytes that a client sent to brokers."),
  KAFKA_RECEIVED(
      MetricPart.KAFKA,
      counter("vedette.kafka.received", "bytes").by("client"),
      "Bytes that a client received from brokers."),
  KAFKA_CONSUMED(
      MetricPart.KAFKA,
      counter("vedette.kafka.consumer.records", "").by("client"),
      "Records that a consumer read."),
  KAFKA_RECORD_LAG(
      MetricPart.KAFKA,
      gauge("vedette.kafka.consumer.lag", "records").by("client"),
      "Records that a consumer is behind on its worst partition; markers of transactions count, so"
          + " that it need not reach 0. NaN while it reads none."),
  KAFKA_FETCH_TIME(
      MetricPart.KAFKA,
      gauge("vedette.kafka.consumer.fetch", "seconds").by("client"),
      "Recent average time of a consumer's fetches."),
  KAFKA_PARTITIONS(
      MetricPart.KAFKA,
      gauge("vedette.kafka.consumer.partitions", "").by("client"),
      "Partitions assigned to a member of a group."),
  KAFKA_HEARTBEAT_AGE(
      MetricPart.KAFKA,
      gauge("vedette.kafka.consumer.heartbeat.age", "seconds").by("client"),
      "Time since a member's last heartbeat was answered; -1 before the first."),
  KAFKA_REBALANCES(
      MetricPart.KAFKA,
      counter("vedette.kafka.consumer.rebalances", "").by("client"),
      "Rebalances that a member took part in."),
  KAFKA_FAILED_REBALANCES(
      MetricPart.KAFKA,
      counter("vedette.kafka.consumer.rebalances.failed", "").by("client"),
      "Rebalances of a member that failed."),
  KAFKA_SEND_ERRORS(
      MetricPart.KAFKA,
      counter("vedette.kafka.producer.errors", "").by("client"),
      "Records that a producer could not send."),
  KAFKA_SEND_RETRIES(
      MetricPart.KAFKA,
      counter("vedette.kafka.producer.retries", "").by("client"),
      "Records that a producer sent again."),
  KAFKA_SEND_TIME(
      MetricPart.KAFKA,
      gauge("vedette.kafka.producer.request", "seconds").by("client"),
      "Recent average time of a producer's requests."),
  KAFKA_SEND_QUEUE(
      MetricPart.KAFKA,
      gauge("vedette.kafka.producer.queue", "seconds").by("client"),
      "Recent average time that records waited in a producer."),
  KAFKA_STREAM_THREADS(
      MetricPart.KAFKA,
      gauge("vedette.kafka.streams.threads", "").by("client"),
      "Threads of Kafka Streams that work (track)."),
  KAFKA_FAILED_STREAM_THREADS(
      MetricPart.KAFKA,
      counter("vedette.kafka.streams.threads.failed", "").by("client"),
      "Threads of Kafka Streams that have failed (track)."),

  JVM_MEMORY(
      MetricPart.JAVA,
      gauge("jvm.memory.used", "bytes").by("area", "id"),
      "Memory in use, by area (heap, nonheap) and pool."),
  JVM_MEMORY_COMMITTED(
      MetricPart.JAVA,
      gauge("jvm.memory.committed", "bytes").by("area", "id"),
      "Memory that Java has taken from the system."),
  JVM_MEMORY_MAX(
      MetricPart.JAVA,
      gauge("jvm.memory.max", "bytes").by("area", "id"),
      "Most memory that a pool may take; -1 without a limit."),
  JVM_BUFFERS(
      MetricPart.JAVA, gauge("jvm.buffer.count", "buffers").by("id"), "Buffers outside the heap."),
  JVM_BUFFER_MEMORY(
      MetricPart.JAVA,
      gauge("jvm.buffer.memory.used", "bytes").by("id"),
      "Memory of buffers outside the heap."),
  JVM_BUFFER_CAPACITY(
      MetricPart.JAVA,
      gauge("jvm.buffer.total.capacity", "bytes").by("id"),
      "Capacity of buffers outside the heap."),
  JVM_GC_PAUSE(
      MetricPart.JAVA,
      new MetricForm(
          Meter.Type.TIMER, "jvm.gc.pause", "seconds", List.of("action", "cause", "gc"), List.of()),
      "Pauses of the garbage collector; there from the first one on."),
  JVM_GC_CONCURRENT(
      MetricPart.JAVA,
      new MetricForm(
          Meter.Type.TIMER,
          "jvm.gc.concurrent.phase.time",
          "seconds",
          List.of("action", "cause", "gc"),
          List.of()),
      "Work of the garbage collector beside the program; not of every collector."),
  JVM_GC_ALLOCATED(
      MetricPart.JAVA,
      counter("jvm.gc.memory.allocated", "bytes"),
      "Growth of the young generation between collections."),
  JVM_GC_PROMOTED(
      MetricPart.JAVA,
      counter("jvm.gc.memory.promoted", "bytes"),
      "Growth of the old generation; not of every collector."),
  JVM_GC_LIVE(
      MetricPart.JAVA,
      gauge("jvm.gc.live.data.size", "bytes"),
      "Old generation after the last full collection."),
  JVM_GC_MAX(
      MetricPart.JAVA,
      gauge("jvm.gc.max.data.size", "bytes"),
      "Most that the old generation may have."),
  JVM_THREADS(MetricPart.JAVA, gauge("jvm.threads.live", "threads"), "Threads."),
  JVM_DAEMON_THREADS(MetricPart.JAVA, gauge("jvm.threads.daemon", "threads"), "Daemon threads."),
  JVM_PEAK_THREADS(
      MetricPart.JAVA, gauge("jvm.threads.peak", "threads"), "Most threads at a time."),
  JVM_STARTED_THREADS(
      MetricPart.JAVA, counter("jvm.threads.started", "threads"), "Threads started."),
  JVM_THREAD_STATES(
      MetricPart.JAVA, gauge("jvm.threads.states", "threads").by("state"), "Threads by state."),
  CPU_COUNT(MetricPart.JAVA, gauge("system.cpu.count", ""), "Processors that Java may use."),
  CPU_LOAD(MetricPart.JAVA, gauge("system.load.average.1m", ""), "Load of the machine."),
  CPU_SYSTEM(
      MetricPart.JAVA, gauge("system.cpu.usage", ""), "Use of the machine's processors, 0–1."),
  CPU_PROCESS(
      MetricPart.JAVA,
      gauge("process.cpu.usage", ""),
      "Use of the processors by this process, 0–1 of all."),
  CPU_TIME(MetricPart.JAVA, counter("process.cpu.time", "ns"), "Processor time of this process."),
  FILES_OPEN(MetricPart.JAVA, gauge("process.files.open", "files"), "Open files and sockets."),
  FILES_MAX(
      MetricPart.JAVA,
      gauge("process.files.max", "files"),
      "Most files and sockets that may be open."),
  UPTIME(MetricPart.JAVA, gauge("process.uptime", "seconds"), "Time since the process began."),
  STARTED(
      MetricPart.JAVA,
      gauge("process.start.time", "seconds"),
      "When the process began, since the epoch."),
  LOGGED(
      MetricPart.JAVA, counter("logback.events", "events").by("level"), "Lines logged, by level.");

  private final MetricPart part;

  @SuppressWarnings("ImmutableEnumChecker") // its lists are copies that nobody changes
  private final MetricForm form;

  private final String meaning;

  Metric(MetricPart part, MetricForm form, String meaning) {
    this.part = part;
    this.form = form;
    this.meaning = meaning;
  }

  public MetricPart part() {
    return part;
  }

  public MetricForm form() {
    return form;
  }

  /** The metric's meaning, in a sentence for operators. */
  public String meaning() {
    return meaning;
  }

  /** A row of {@link RegisteredMetric#rows}. */
  public Row<Number> row(Number value, String... values) {
    return Row.of(Tags.of(form.tags(values)), value);
  }

  /** This meter in a registry. */
  public RegisteredMetric in(MeterRegistry registry) {
    return new RegisteredMetric(this, registry);
  }
}
