package io.vedette.transport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.runtime.Failure;
import io.vedette.transport.client.RangeReader.End;
import io.vedette.transport.client.RangeReader.Limits;
import io.vedette.transport.client.RangeReader.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ranges of a topic of two partitions, on a real broker. Each has a record every second, of
 * transactions of ten records; every other transaction is aborted.
 */
class RangeReaderIT {
  private static final String TOPIC = "ranges";
  private static final List<TopicPartition> BOTH =
      List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));
  private static final TopicPartition FIRST = BOTH.get(0);
  private static final int SECONDS = 100;
  private static final int VALUE = 50;
  private static final int ROUND = 7;
  private static final Limits PATIENT = Limits.of(Duration.ofMinutes(1));

  /** Later than the markers of transactions, which a search by time finds, too. */
  private static final long BEGIN = System.currentTimeMillis() + Duration.ofMinutes(5).toMillis();

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static KafkaAccess kafka;

  private final RangeReader reader = new RangeReader(kafka, "test", "records");
  private final List<String> read = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    broker =
        new EmbeddedBroker(
            folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20)));
    broker.start();
    Map<String, String> properties = new HashMap<>(broker.clientProperties());
    properties.put("max.poll.records", Integer.toString(ROUND));
    kafka = new KafkaAccess(properties, Settings.defaults(TransportSettings.class));
    try (Admin admin = Admin.create(kafka.admin())) {
      NewTopic timed =
          new NewTopic(TOPIC, 2, (short) 1).configs(Map.of("message.timestamp.type", "CreateTime"));
      admin.createTopics(List.of(timed)).all().get();
    }
    fill();
  }

  private static void fill() {
    Map<String, Object> properties = new HashMap<>(kafka.eventProducer("test"));
    properties.put("transactional.id", "test");
    try (KafkaProducer<String, byte[]> producer = KafkaClients.producer(properties)) {
      producer.initTransactions();
      for (int begin = 0; begin < SECONDS; begin += 10) {
        producer.beginTransaction();
        for (int second = begin; second < begin + 10; second++) {
          for (TopicPartition partition : BOTH) {
            producer.send(
                new ProducerRecord<>(
                    TOPIC,
                    partition.partition(),
                    millis(second),
                    name(partition, second),
                    new byte[VALUE]));
          }
        }
        if (isCommitted(begin)) {
          producer.commitTransaction();
        } else {
          producer.flush();
          producer.abortTransaction();
        }
      }
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @AfterEach
  void close() {
    reader.close();
  }

  private static boolean isCommitted(int second) {
    return second / 10 % 2 == 0;
  }

  private static long millis(int second) {
    return BEGIN + 1000L * second;
  }

  private static String name(TopicPartition partition, int second) {
    return "%d at %d".formatted(partition.partition(), second);
  }

  /** What is to be read of some partitions from a second until before another. */
  private static List<String> committed(List<TopicPartition> partitions, int from, int to) {
    return partitions.stream()
        .flatMap(
            partition ->
                IntStream.range(from, to)
                    .filter(RangeReaderIT::isCommitted)
                    .mapToObj(second -> name(partition, second)))
        .toList();
  }

  private End read(List<Range> ranges, Limits limits) {
    return reader.read(ranges, limits, record -> read.add(record.key()));
  }

  @Test
  void shouldReadWhatCameFromATimeUntilBeforeAnother() {
    End end = read(reader.between(BOTH, millis(43), millis(87)), PATIENT);

    assertThat(end).isEqualTo(End.WHOLE);
    assertThat(read).containsExactlyInAnyOrderElementsOf(committed(BOTH, 43, 87));
    assertThat(read.stream().filter(name -> name.startsWith("1")))
        .containsExactlyElementsOf(committed(BOTH.subList(1, 2), 43, 87));
  }

  @Test
  void shouldReadToTheEndWhereTheLastTransactionWasAborted() {
    End end = read(reader.since(BOTH, millis(85)), PATIENT);

    assertThat(end).isEqualTo(End.WHOLE);
    assertThat(read).containsExactlyInAnyOrderElementsOf(committed(BOTH, 85, SECONDS));
  }

  @Test
  void shouldReadOneRangeAfterAnother() {
    read(reader.between(BOTH, millis(0), millis(10)), PATIENT);
    read(reader.between(List.of(FIRST), millis(20), millis(25)), PATIENT);
    read(reader.between(BOTH, millis(40), millis(42)), PATIENT);

    List<String> expected = new ArrayList<>(committed(BOTH, 0, 10));
    expected.addAll(committed(List.of(FIRST), 20, 25));
    expected.addAll(committed(BOTH, 40, 42));
    assertThat(read).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void shouldReadTheLastPlacesBeforeAnOffset() {
    // A transaction of ten records and its marker take eleven places.
    End end = read(reader.last(List.of(FIRST), 5, 11 * 4 + 8), PATIENT);

    assertThat(end).isEqualTo(End.WHOLE);
    assertThat(read).containsExactlyElementsOf(committed(List.of(FIRST), 43, 48));
  }

  @Test
  void shouldReadNothingOfATimeThatIsYetToCome() {
    long later = BEGIN + Duration.ofDays(1).toMillis();

    assertThat(read(reader.since(BOTH, later), PATIENT)).isEqualTo(End.WHOLE);
    assertThat(read(reader.between(BOTH, later, later + 1), PATIENT)).isEqualTo(End.WHOLE);
    assertThat(read).isEmpty();
    assertThat(reader.offsetAt(FIRST, later)).isEqualTo(reader.end(FIRST));
  }

  @Test
  void shouldEndAfterTheRoundThatReachesALimit() {
    List<Range> all = reader.since(BOTH, 0);

    assertThat(read(all, new Limits(1, Long.MAX_VALUE, PATIENT.time()))).isEqualTo(End.LIMITED);
    assertThat(read).hasSizeBetween(1, ROUND);

    read.clear();
    assertThat(read(all, new Limits(Long.MAX_VALUE, VALUE, PATIENT.time()))).isEqualTo(End.LIMITED);
    assertThat(read).hasSizeBetween(1, ROUND);

    read.clear();
    assertThat(read(all, Limits.of(Duration.ZERO))).isEqualTo(End.LIMITED);
    assertThat(read).isEmpty();
  }

  @Test
  void shouldEndWhenItIsCancelledOrInterrupted() {
    List<Range> all = reader.since(BOTH, 0);

    End cancelled =
        reader.read(all, PATIENT, record -> read.add(record.key()), () -> !read.isEmpty());
    assertThat(cancelled).isEqualTo(End.CANCELLED);

    Thread.currentThread().interrupt();
    assertThat(read(all, PATIENT)).isEqualTo(End.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldEndAPartitionOfWhichItHasEnough() {
    Thrifty control = new Thrifty();

    End end =
        reader.read(reader.since(BOTH, 0), PATIENT, record -> read.add(record.key()), control);

    assertThat(end).isEqualTo(End.WHOLE);
    assertThat(control.ended).containsExactlyInAnyOrderElementsOf(BOTH);
    assertThat(read.stream().filter(name -> name.startsWith("1")))
        .containsExactlyElementsOf(committed(BOTH.subList(1, 2), 0, SECONDS));
    assertThat(read.stream().filter(name -> name.startsWith("0"))).hasSizeBetween(1, ROUND);
  }

  /** Has enough of the first partition with its first records. */
  private final class Thrifty implements RangeReader.Control {
    private final List<TopicPartition> ended = new ArrayList<>();

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public boolean isEnough(TopicPartition partition) {
      return partition.equals(FIRST) && read.stream().anyMatch(name -> name.startsWith("0"));
    }

    @Override
    public void ended(TopicPartition partition) {
      ended.add(partition);
    }
  }

  @Test
  void shouldLetAPartitionWaitUntilAnotherIsRead() {
    End end =
        reader.read(
            reader.since(BOTH, 0), PATIENT, record -> read.add(record.key()), new FirstOneFirst());

    assertThat(end).isEqualTo(End.WHOLE);
    assertThat(read).containsExactlyInAnyOrderElementsOf(committed(BOTH, 0, SECONDS));
    int last = read.lastIndexOf(name(FIRST, SECONDS - 11));
    assertThat(read.subList(0, last).stream().filter(name -> name.startsWith("1")))
        .hasSizeLessThanOrEqualTo(ROUND);
  }

  /** Lets the second partition wait until the first one has ended. */
  private static final class FirstOneFirst implements RangeReader.Control {
    private boolean isEnded;

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public boolean isAhead(TopicPartition partition) {
      return !isEnded && !partition.equals(FIRST);
    }

    @Override
    public void ended(TopicPartition partition) {
      isEnded |= partition.equals(FIRST);
    }
  }

  @Test
  void shouldFailWhenARangeIsNotReadInTime() {
    List<Range> all = reader.since(BOTH, 0);

    assertThatThrownBy(() -> reader.readWhole(all, Duration.ZERO, record -> {}))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.action()).isEqualTo(Failure.Action.RETRY))
        .hasMessageStartingWith("records cannot be read from Kafka at ")
        .hasMessageEndingWith("no end of a range within 0 s");
  }

  @Test
  void shouldFindNoPartitionsOfATopicThatThereIsNot() {
    assertThat(reader.presentPartitions("none")).isEmpty();
    assertThatThrownBy(() -> reader.partitions("none"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("there is no topic none");
    assertThat(reader.partitions(TOPIC)).containsExactlyInAnyOrderElementsOf(BOTH);
  }
}
