package io.vedette.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.cli.Contracts;
import io.vedette.config.Settings;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.forward.ForwardSettings;
import io.vedette.forward.Forwarding;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.runtime.TestSupervision;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** An edge site's detections and frames reach the central Kafka over a bad link, each once. */
@Tag("faults")
@Tag("alone")
class ForwardIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int LARGE = 300_000;
  private static final Contracts CONTRACTS = new Contracts();
  private static final Topics TOPICS = new Topics(Settings.defaults(TransportSettings.class));

  private Proxy link;
  private final List<Program> programs = new ArrayList<>();
  private final Random random = new Random(1);
  private Path folder;
  private Cluster edge;
  private Cluster centre;
  private KafkaProducer<String, byte[]> cameras;
  private KafkaConsumer<String, byte[]> central;
  private final List<Long> arrived = new ArrayList<>();
  private final List<Long> arrivedFrames = new ArrayList<>();
  private long next;

  @BeforeEach
  void start(TestInfo test) {
    folder =
        Folders.fresh(
            Path.of("target", "faults", "ForwardIT", test.getTestMethod().orElseThrow().getName())
                .toAbsolutePath());
    edge =
        Cluster.start(folder.resolve("edge"), 1, Map.of("log.retention.check.interval.ms", "1000"));
    centre = Cluster.start(folder.resolve("centre"), 1, Map.of());
    link = centre.links().get(0);
    TOPICS.ensure(
        new KafkaAccess(
            Map.of("bootstrap.servers", edge.servers()),
            Settings.defaults(TransportSettings.class)));
    cameras =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", edge.servers()),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    cameras.close();
    programs.forEach(Program::close);
    if (central != null) {
      central.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
    centre.close();
    edge.close();
  }

  @Test
  void shouldSendEachRecordOnceOverALinkThatIsCutHungAndSlowWhileItIsKilledToo() throws Exception {
    see(20);
    forward();
    openCentre();
    awaitArrived();

    for (int round = 0; round < 3; round++) {
      link.cut();
      see(30);
      link.mend();
      see(10);
      link.delay(100);
      see(10);
      programs.get(programs.size() - 1).kill();
      see(10);
      link.hang();
      forward();
      see(10);
      link.cut();
      link.mend();
      see(10);
    }

    awaitArrived();
    assertThat(arrived).doesNotHaveDuplicates();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(framesSeen()).hasSize((int) next / 2));
    assertThat(arrivedFrames).doesNotHaveDuplicates();
    assertThat(progress("events")).isNotEmpty().allSatisfy(ForwardIT::assertProgress);
  }

  /** What is kept over there of how far each partition has come. */
  private List<byte[]> progress(String lane) {
    List<byte[]> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer = reader(centre.servers())) {
      assign(consumer, List.of("gate1.forward." + lane + ".progress"));
      consumer.poll(Duration.ofSeconds(10)).forEach(record -> records.add(record.value()));
    }
    return records;
  }

  private static void assertProgress(byte[] record) {
    assertThat(CONTRACTS.problems("forward-progress", record)).isEmpty();
  }

  @Test
  void shouldSendNewsBeforeTheBacklog() throws Exception {
    forward();
    openCentre();
    see(10);
    awaitArrived();
    link.cut();
    see(400);
    letLinkRest();
    link.throttle(60_000);
    long backlog = next;
    link.mend();
    link.throttle(60_000);

    await("news")
        .atMost(PATIENCE)
        .until(
            () -> {
              see(2);
              return seen().stream().anyMatch(number -> number > backlog);
            });
    int newsAt =
        arrived.indexOf(arrived.stream().filter(n -> n > backlog).findFirst().orElseThrow());
    assertThat(newsAt).as("place of the first news").isLessThan(300);
    link.mend();

    awaitArrived();
    assertThat(arrived).doesNotHaveDuplicates();
  }

  @Test
  void shouldTellThatItsLinkIsSilent() throws Exception {
    ForwardSettings settings =
        new Settings(Map.of())
            .assignments(List.of("site=gate1", "kafka.bootstrap.servers=" + link.address()))
            .bind(ForwardSettings.class);
    TransportSettings transport = Settings.defaults(TransportSettings.class);
    KafkaAccess access = new KafkaAccess(Map.of("bootstrap.servers", edge.servers()), transport);
    try (Forwarding forwarding =
        new Forwarding(
            access,
            new KafkaAccess(settings.kafka(), transport),
            transport,
            settings,
            Clock.systemUTC(),
            Traces.off(),
            TestSupervision.essential())) {
      forwarding.start();
      await().atMost(PATIENCE).until(() -> forwarding.trouble().isEmpty());

      link.hang();
      see(2);

      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> forwarding.trouble().orElse("").contains("no answer for"));
      link.mend();
      await().atMost(PATIENCE).until(() -> forwarding.trouble().isEmpty());
      openCentre();
      awaitArrived();
    }
    assertThat(arrived).doesNotHaveDuplicates();
  }

  @Test
  void shouldSendFramesThatHaveExpiredMeanwhileFromItsSpool() throws Exception {
    see(2);
    forward();
    openCentre();
    awaitArrived();
    link.cut();
    see(40);
    awaitSpooled((int) next / 2);

    deleteFrames();
    link.mend();

    awaitArrived();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(framesSeen()).hasSize((int) next / 2));
    assertThat(arrivedFrames).doesNotHaveDuplicates().allMatch(number -> number % 2 == 0);
  }

  @Test
  void shouldGiveUpTheOldestFramesAloneWhenItsSpoolIsFull() throws Exception {
    see(2);
    forward("forward.spool=64MiB");
    openCentre();
    awaitArrived();
    link.cut();
    see(600, LARGE);
    awaitSpoolCut();

    link.mend();

    awaitArrived();
    assertThat(arrived).doesNotHaveDuplicates();
    await("all but the oldest frames")
        .atMost(PATIENCE)
        .until(() -> framesSeen().contains(next - 2) && isOneRun(lost()));
    assertThat(lost()).hasSizeBetween(1, 100);
    assertThat(arrivedFrames).doesNotHaveDuplicates();
    assertThat(progress("frames"))
        .anyMatch(record -> new String(record, UTF_8).matches(".*\"lost\":[1-9].*"));
  }

  /** Frames with detections that are not over there. */
  private List<Long> lost() {
    return LongStream.range(0, next)
        .filter(number -> number % 2 == 0 && !arrivedFrames.contains(number))
        .boxed()
        .toList();
  }

  private static boolean isOneRun(List<Long> even) {
    return !even.isEmpty() && even.get(even.size() - 1) - even.get(0) == 2L * (even.size() - 1);
  }

  private void awaitSpoolCut() {
    try (KafkaConsumer<String, byte[]> spool = reader(edge.servers())) {
      List<TopicPartition> partitions = assign(spool, List.of("vedette.spool"));
      await("the spool is full")
          .atMost(PATIENCE)
          .until(
              () ->
                  spool.beginningOffsets(partitions).values().stream().anyMatch(from -> from > 0)
                      && spool.endOffsets(partitions).values().stream()
                          .anyMatch(end -> end >= 300));
    }
  }

  private void awaitSpooled(int frames) {
    try (KafkaConsumer<String, byte[]> spool = reader(edge.servers())) {
      assign(spool, List.of("vedette.spool"));
      AtomicInteger count = new AtomicInteger();
      await("frames in the spool")
          .atMost(PATIENCE)
          .until(() -> count.addAndGet(spool.poll(Duration.ofMillis(200)).count()) == frames);
    }
  }

  private void deleteFrames() throws Exception {
    try (Admin admin = edge.admin();
        KafkaConsumer<String, byte[]> ends = reader(edge.servers())) {
      List<TopicPartition> partitions = assign(ends, List.of(TOPICS.frames()));
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      ends.endOffsets(partitions)
          .forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
      admin.deleteRecords(all).all().get(30, TimeUnit.SECONDS);
    }
  }

  private void letLinkRest() {
    Instant end = Instant.now().plusSeconds(6);
    await().atMost(PATIENCE).until(() -> Instant.now().isAfter(end));
  }

  private void forward(String... settings) {
    List<String> words = new ArrayList<>(List.of("forward"));
    Stream.concat(
            Stream.of(
                "kafka.bootstrap.servers=" + edge.servers(),
                "forward.kafka.bootstrap.servers=" + link.address(),
                "forward.site=gate1",
                "forward.chunk=8KiB",
                "http.port=0"),
            Stream.of(settings))
        .forEach(setting -> words.addAll(List.of("--set", setting)));
    programs.add(Program.vedette(folder, "forward", words));
  }

  /** Something is seen at the edge: a frame and its detection, every other one of nothing. */
  private void see(int frames) throws Exception {
    see(frames, 2000);
  }

  private void see(int frames, int bytes) throws Exception {
    for (int i = 0; i < frames; i++) {
      byte[] jpeg = new byte[bytes];
      random.nextBytes(jpeg);
      RecordMetadata frame =
          cameras.send(new ProducerRecord<>(TOPICS.frames(), "gate", number(next, jpeg))).get();
      FrameDetections event = event(next, frame);
      cameras
          .send(new ProducerRecord<>(TOPICS.detections(), "gate", DetectionJson.write(event)))
          .get();
      next++;
    }
  }

  private static byte[] number(long number, byte[] jpeg) {
    java.nio.ByteBuffer.wrap(jpeg).putLong(number);
    return jpeg;
  }

  private static FrameDetections event(long number, RecordMetadata frame) {
    DetectedObject person =
        new DetectedObject("person", 0, 0.9, new RelativeBox(0.1, 0.1, 0.1, 0.1));
    return new FrameDetections(
        "gate",
        new FrameReference(
            1,
            number,
            Instant.now(),
            "host",
            640,
            360,
            new RecordReference(frame.topic(), frame.partition(), frame.offset())),
        new ModelReference("m", "0123456789ab", "cpu"),
        "live",
        number % 2 == 0 ? List.of(person) : List.of(),
        Map.of());
  }

  private void openCentre() {
    await("topics over there")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                centre
                    .admin()
                    .listTopics()
                    .names()
                    .get()
                    .containsAll(List.of("gate1.vedette.detections", "gate1.vedette.frames")));
    central = reader(link.address());
    assign(central, List.of("gate1.vedette.detections", "gate1.vedette.frames"));
  }

  private static KafkaConsumer<String, byte[]> reader(String servers) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", servers,
            "isolation.level", "read_committed",
            "auto.offset.reset", "earliest"),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<TopicPartition> assign(
      KafkaConsumer<String, byte[]> consumer, List<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      consumer
          .partitionsFor(topic)
          .forEach(p -> partitions.add(new TopicPartition(topic, p.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return partitions;
  }

  private List<Long> seen() {
    central
        .poll(Duration.ofMillis(200))
        .forEach(
            record -> {
              if (record.topic().endsWith("detections")) {
                assertThat(CONTRACTS.problems("detection", record.value())).isEmpty();
                arrived.add(DetectionJson.read(record.value()).frame().sequence());
              } else {
                arrivedFrames.add(java.nio.ByteBuffer.wrap(record.value()).getLong());
              }
            });
    return arrived;
  }

  private List<Long> framesSeen() {
    seen();
    return arrivedFrames;
  }

  private void awaitArrived() {
    await("everything seen at the edge is in the centre")
        .atMost(PATIENCE)
        .until(() -> new HashSet<>(seen()).size() == next);
  }
}
