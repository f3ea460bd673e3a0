package io.vedette.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.frame.FrameId;
import io.vedette.simulator.video.FrameStrip;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The sequence oracle: every frame in Kafka by its identity and the number burnt into its picture,
 * and what became of it, as any reader of committed records sees it.
 */
final class Account implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** One frame record. */
  record Seen(FrameId id, Instant capturedAt, long burnt, int partition, long offset) {}

  private final KafkaConsumer<String, byte[]> consumer;
  private final String prefix;
  private Set<String> cameras = Set.of();
  final Map<FrameId, Seen> frames = new HashMap<>();
  final Map<FrameId, Integer> detections = new HashMap<>();
  final Map<FrameId, List<String>> drops = new HashMap<>();

  /** Frames that a record tells of as still before it. */
  final Map<FrameId, Integer> still = new HashMap<>();

  final List<JsonNode> states = new ArrayList<>();
  final List<JsonNode> degradations = new ArrayList<>();
  final List<Double> latencies = new ArrayList<>();
  final List<String> doubles = new ArrayList<>();

  /** Of detections, as they came. */
  final List<FrameId> order = new ArrayList<>();

  Account(String servers, String prefix) {
    this.prefix = prefix;
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", servers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "fetch.max.bytes", "16777216",
                "max.partition.fetch.bytes", "8388608",
                "client.id", "oracle"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : List.of("frames", "detections", "events", "rejected")) {
      awaitPartitions(prefix + "." + topic)
          .forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  private List<PartitionInfo> awaitPartitions(String topic) {
    return await(topic)
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .until(() -> consumer.partitionsFor(topic), found -> !found.isEmpty());
  }

  /** Leaves out what is of other cameras, which may be anything. */
  Account only(Collection<String> counted) {
    cameras = Set.copyOf(counted);
    return this;
  }

  /** Reads what has come. */
  Account read() {
    for (var records = poll(200); !records.isEmpty(); records = poll(50)) {
      records.forEach(this::add);
    }
    return this;
  }

  private List<ConsumerRecord<String, byte[]>> poll(int millis) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    consumer.poll(Duration.ofMillis(millis)).forEach(records::add);
    return records;
  }

  private void add(ConsumerRecord<String, byte[]> record) {
    if (!cameras.isEmpty() && (record.key() == null || !cameras.contains(record.key()))) {
      return;
    }
    String topic = record.topic().substring(prefix.length() + 1);
    switch (topic) {
      case "frames" -> addFrame(record);
      case "detections" -> addDetection(record);
      case "rejected" ->
          drops.computeIfAbsent(frameId(record), id -> new ArrayList<>()).add("rejected");
      default -> addEvent(json(record));
    }
  }

  private void addFrame(ConsumerRecord<String, byte[]> record) {
    FrameId id = frameId(record);
    Seen seen =
        new Seen(
            id,
            Instant.parse(header(record, "ce_time")),
            burnt(record.value()),
            record.partition(),
            record.offset());
    if (frames.put(id, seen) != null) {
      doubles.add("frame record " + id);
    }
    Header before = record.headers().lastHeader("still");
    long left = before == null ? 0 : Long.parseLong(new String(before.value(), UTF_8));
    for (long back = left; back > 0; back--) {
      still.merge(new FrameId(id.camera(), id.session(), id.sequence() - back), 1, Integer::sum);
    }
  }

  private void addDetection(ConsumerRecord<String, byte[]> record) {
    FrameDetections event = DetectionJson.read(record.value());
    detections.merge(event.frameId(), 1, Integer::sum);
    order.add(event.frameId());
    latencies.add(event.latencyMs().getOrDefault("end_to_end", 0.0));
  }

  private void addEvent(JsonNode event) {
    switch (event.path("type").asText()) {
      case "camera.state" -> states.add(event);
      case "camera.degraded" -> degradations.add(event);
      case "frames.dropped" -> {
        for (long n = event.get("first").asLong(); n <= event.get("last").asLong(); n++) {
          FrameId id = new FrameId(event.get("camera").asText(), event.get("session").asLong(), n);
          drops.computeIfAbsent(id, key -> new ArrayList<>()).add(event.get("reason").asText());
        }
      }
      default -> {}
    }
  }

  /** Frames in Kafka without exactly one fate: how many are reported for each, by frame. */
  Map<String, String> wrongFates() {
    Map<String, String> wrong = new TreeMap<>();
    for (FrameId id : frames.keySet()) {
      int inferred = detections.getOrDefault(id, 0);
      List<String> dropped = drops.getOrDefault(id, List.of());
      if (inferred + dropped.size() != 1) {
        wrong.put(id.toString(), inferred + " detections, drops " + dropped);
      }
    }
    still.forEach(
        (id, count) -> {
          boolean isElse = frames.containsKey(id) || detections.containsKey(id);
          List<String> dropped = drops.getOrDefault(id, List.of());
          if (count > 1 || isElse || !List.of("still").containsAll(dropped) || dropped.size() > 1) {
            wrong.put(id.toString(), "still " + count + " times, drops " + dropped);
          }
        });
    detections.forEach(
        (id, count) -> {
          if (count > 1) {
            wrong.put(id.toString(), count + " detections");
          }
        });
    return wrong;
  }

  /** Numbers left out in a session: frames that are neither in Kafka nor reported as dropped. */
  List<String> gaps() {
    Map<String, TreeSet<Long>> reported = new TreeMap<>();
    Stream.of(frames.keySet(), drops.keySet(), still.keySet())
        .flatMap(Set::stream)
        .forEach(
            id ->
                reported
                    .computeIfAbsent(id.camera() + "/" + id.session(), key -> new TreeSet<>())
                    .add(id.sequence()));
    List<String> gaps = new ArrayList<>();
    reported.forEach(
        (session, numbers) ->
            LongStream.range(0, numbers.last())
                .filter(number -> !numbers.contains(number))
                .forEach(number -> gaps.add(session + "/" + number)));
    return gaps;
  }

  /** Whether a camera's frames were inferred in the order in which they were captured. */
  boolean isInOrder(String camera) {
    return order.stream()
        .filter(id -> id.camera().equals(camera))
        .sorted(Comparator.comparing(FrameId::session).thenComparing(FrameId::sequence))
        .toList()
        .equals(order.stream().filter(id -> id.camera().equals(camera)).toList());
  }

  /** Whether every frame in Kafka has a fate by now. */
  boolean isSettled() {
    return frames.keySet().stream()
        .allMatch(id -> detections.containsKey(id) || drops.containsKey(id));
  }

  /** Inferred frames of a camera, in the order of their identity. */
  List<Seen> inferred(String camera) {
    return frames.values().stream()
        .filter(frame -> frame.id().camera().equals(camera))
        .filter(frame -> detections.containsKey(frame.id()))
        .sorted(
            Comparator.comparing((Seen frame) -> frame.id().session())
                .thenComparing(frame -> frame.id().sequence()))
        .toList();
  }

  /**
   * Inferred frames of a camera whose burnt-in number does not grow with their capture time:
   * pictures shown twice, out of order, or with a wrong time.
   */
  List<String> repeatedPictures(String camera, int loop, double fps) {
    List<String> repeated = new ArrayList<>();
    Seen last = null;
    for (Seen frame : inferred(camera)) {
      if (last != null && frame.burnt() >= 0 && last.burnt() >= 0) {
        double seconds = Duration.between(last.capturedAt(), frame.capturedAt()).toNanos() / 1e9;
        long step = Math.floorMod(frame.burnt() - last.burnt(), (long) loop);
        double error = Math.abs(Math.IEEEremainder(step - seconds * fps, loop));
        if (seconds <= 0 || (step == 0 && seconds < loop / fps / 2) || error > fps) {
          repeated.add(last + " then " + frame);
        }
      }
      last = frame.burnt() >= 0 ? frame : last;
    }
    return repeated;
  }

  /** Inferred frames of a camera whose burnt-in number cannot be read. */
  List<Seen> unreadable(String camera) {
    return inferred(camera).stream().filter(frame -> frame.burnt() < 0).toList();
  }

  /** The longest time between two inferred frames of a camera, after an instant. */
  Duration longestGap(String camera, Instant after) {
    Duration longest = Duration.ZERO;
    Instant last = after;
    for (Instant at :
        inferred(camera).stream()
            .map(Seen::capturedAt)
            .filter(time -> time.isAfter(after))
            .sorted()
            .toList()) {
      Duration gap = Duration.between(last, at);
      longest = gap.compareTo(longest) > 0 ? gap : longest;
      last = at;
    }
    return longest;
  }

  long inferredSince(String camera, Instant instant) {
    return inferred(camera).stream().filter(frame -> frame.capturedAt().isAfter(instant)).count();
  }

  long dropped(String reason) {
    return drops.values().stream().flatMap(List::stream).filter(reason::equals).count();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private static long burnt(byte[] jpeg) {
    try {
      BufferedImage picture = ImageIO.read(new ByteArrayInputStream(jpeg));
      return picture == null
          ? -1
          : FrameStrip.read(picture).map(FrameStrip.Mark::number).orElse(-1L);
    } catch (IOException e) {
      return -1;
    }
  }

  private static FrameId frameId(ConsumerRecord<String, byte[]> record) {
    return new FrameId(
        record.key(),
        Long.parseLong(header(record, "session")),
        Long.parseLong(header(record, "sequence")));
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static JsonNode json(ConsumerRecord<String, byte[]> record) {
    try {
      return MAPPER.readTree(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
