package io.vedette.forward;

import io.vedette.forward.ForwardProgress.Gap;
import io.vedette.frame.TraceContext;
import io.vedette.text.Count;
import io.vedette.trace.Span;
import io.vedette.trace.Traces;
import io.vedette.transport.record.CloudEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sending on a lane while both of its ends are connected: live records as they come, and the
 * backlog while there is no live record to send. Confined to one thread; caller closes, also after
 * any failure.
 */
final class Transfer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
  private static final String ROLE = "forward";
  private static final Duration IDLE = Duration.ofMillis(200);

  private final ForwardLane lane;
  private final ForwardSettings settings;
  private final InstantSource clock;
  private final Traces traces;
  private final Edge edge;
  private final Centre centre;
  private final Map<TopicPartition, ForwardProgress> progress = new HashMap<>();
  private final List<ConsumerRecord<byte[], byte[]>> fresh = new ArrayList<>();
  private long sent;

  private Transfer(
      ForwardLane lane, ForwardSettings settings, InstantSource clock, Edge edge, Centre centre) {
    this.lane = lane;
    this.settings = settings;
    this.clock = clock;
    this.traces = lane.traces();
    this.edge = edge;
    this.centre = centre;
  }

  /** Connects and reads the progress; the transfer continues with the records that are live now. */
  static Transfer open(ForwardLane lane, ForwardSettings settings, InstantSource clock) {
    Edge edge =
        new Edge(
            lane.edge(),
            "vedette-forward-" + lane.name(),
            lane.routes().keySet(),
            settings.chunk().bytes());
    try {
      Centre centre = new Centre(lane.centre(), lane.name(), lane.routes().values());
      Transfer made = new Transfer(lane, settings, clock, edge, centre);
      made.resume();
      return made;
    } catch (RuntimeException e) {
      edge.close();
      throw e;
    }
  }

  /** Sends some records and returns their number; waits a little where there are none. */
  long send() {
    long before = sent;
    boolean isBacklogged = waiting() > 0;
    if (fresh.isEmpty()) {
      fresh.addAll(edge.live(isBacklogged ? Duration.ZERO : IDLE));
    }
    if (!fresh.isEmpty()) {
      sendLive();
    } else if (edge.isOutdated()) {
      throw new KafkaException("topics have other partitions now");
    } else if (isBacklogged) {
      sendBacklog();
    }
    return sent - before;
  }

  /** The number of records that wait in the backlog. */
  long waiting() {
    return progress.values().stream().mapToLong(ForwardProgress::waiting).sum();
  }

  @Override
  public void close() {
    centre.close();
    edge.close();
  }

  private void resume() {
    try {
      progress.putAll(centre.progress());
      jump();
    } catch (RuntimeException e) {
      centre.close();
      throw e;
    }
  }

  /** Continues with the newest records; earlier ones wait until there is nothing newer to send. */
  private void jump() {
    Map<TopicPartition, Long> beginnings = edge.beginnings();
    Map<TopicPartition, Long> next = new HashMap<>();
    edge.ends()
        .forEach(
            (partition, end) -> {
              long beginning = beginnings.getOrDefault(partition, 0L);
              ForwardProgress known = progress.get(partition);
              ForwardProgress reached =
                  known == null
                      ? ForwardProgress.begin(beginning, end)
                      : known.resumed(beginning, end);
              progress.put(partition, reached);
              next.put(partition, reached.next());
            });
    edge.seek(next);
  }

  private void sendLive() {
    if (clock.millis() - fresh.get(0).timestamp() > settings.live().toMillis() && canJump()) {
      fresh.clear();
      jump();
      return;
    }
    Chunk chunk = chunk(fresh);
    Map<TopicPartition, ForwardProgress> moved = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : fresh.subList(0, chunk.taken)) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      ForwardProgress reached =
          moved.containsKey(partition) ? moved.get(partition) : progress(partition);
      moved.put(partition, reached.sent(record.offset() + 1));
    }
    write(chunk, moved);
    fresh.subList(0, chunk.taken).clear();
  }

  private boolean canJump() {
    return progress.values().stream().allMatch(ForwardProgress::canJump);
  }

  /** Sends a piece of the newest gap of a partition. */
  private void sendBacklog() {
    progress.keySet().stream()
        .filter(partition -> progress(partition).gap().isPresent())
        .min(Comparator.comparing(TopicPartition::toString))
        .ifPresent(this::fill);
  }

  private void fill(TopicPartition partition) {
    ForwardProgress reached = progress(partition);
    Gap gap = reached.gap().orElseThrow();
    long beginning = edge.pieces().beginning(partition);
    if (beginning > gap.from()) {
      LOG.warn("{}: records of {} expired before they could be sent", lane.name(), partition);
      write(Chunk.NOTHING, Map.of(partition, reached.expired(beginning)));
      return;
    }
    SpoolReader.Piece piece = edge.pieces().read(partition, gap.from(), gap.to());
    List<ConsumerRecord<byte[], byte[]>> records = piece.records();
    Chunk chunk = chunk(records);
    boolean isAll = chunk.taken == records.size();
    long filled = isAll ? piece.next() : records.get(chunk.taken).offset();
    write(chunk, Map.of(partition, reached.filled(filled)));
  }

  /** Writes a chunk, without records that the centre would refuse for ever, as too large. */
  private void write(Chunk chunk, Map<TopicPartition, ForwardProgress> moved) {
    Instant begun = clock.instant();
    centre.write(
        chunk.records,
        moved,
        refused ->
            LOG.warn(
                "{}: a record of {} is too large for the central Kafka; left out",
                lane.name(),
                Count.bytes(Copies.size(refused))));
    progress.putAll(moved);
    sent += chunk.taken;
    if (traces.isOn()) {
      chunk.records.forEach(record -> recordSpan(record, begun));
    }
  }

  /** Sends the span of a record, which keeps its context: it is the same record in the centre. */
  private void recordSpan(ProducerRecord<byte[], byte[]> record, Instant begun) {
    TraceContext context = CloudEvents.trace(record.headers());
    if (context != null) {
      traces.record(
          Span.of(ROLE, ROLE, context.child(ROLE + " to " + record.topic()))
              .under(context)
              .as(Span.Kind.PRODUCER)
              .from(begun, clock.instant())
              .with("messaging.system", "kafka")
              .with("messaging.destination.name", record.topic()));
    }
  }

  /** The chunk of the first records, up to the most that is sent at once. */
  private Chunk chunk(List<ConsumerRecord<byte[], byte[]>> records) {
    List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    long bytes = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      ProducerRecord<byte[], byte[]> copy = Copies.of(record, target(record));
      bytes += Copies.size(copy);
      if (bytes > settings.chunk().bytes() && !sent.isEmpty()) {
        break;
      }
      sent.add(copy);
    }
    return new Chunk(sent.size(), sent);
  }

  private String target(ConsumerRecord<byte[], byte[]> record) {
    String target = lane.routes().get(record.topic());
    if (target == null) {
      throw new IllegalStateException("no route for " + record.topic());
    }
    return target;
  }

  private ForwardProgress progress(TopicPartition partition) {
    ForwardProgress reached = progress.get(partition);
    if (reached == null) {
      throw new IllegalStateException("no progress of " + partition);
    }
    return reached;
  }

  /**
   * The records that are sent at once.
   *
   * @param taken number of the site's records that it stands for
   */
  private record Chunk(int taken, List<ProducerRecord<byte[], byte[]>> records) {
    private static final Chunk NOTHING = new Chunk(0, List.of());
  }
}
