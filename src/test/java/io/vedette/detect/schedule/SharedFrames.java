package io.vedette.detect.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import io.vedette.transport.attempt.FrameAttempt;
import io.vedette.transport.detection.DetectionBatch.NewSession;
import io.vedette.transport.frame.FrameConsumer.Begin;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.frame.FrameRecord.Partition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A topic of frames as Kafka keeps it, with committed offsets, notes and sessions, and what became
 * of each frame. Some frames end the process that infers them. Confined to one thread.
 */
final class SharedFrames {
  private static final Instant START = Instant.parse("2026-11-30T08:00:00Z");
  private static final int CAMERAS_PER_PARTITION = 2;
  private static final Size SIZE = new Size(320, 180);

  private final Random random;
  final List<Partition> partitions;
  private final Map<Partition, List<FrameRecord>> records = new HashMap<>();
  private final Map<Partition, Long> committed = new HashMap<>();
  private final Map<Partition, String> notes = new HashMap<>();
  private final Map<Partition, Object> owners = new HashMap<>();
  private final Map<String, Long> sessions = new HashMap<>();
  private final Map<String, Long> keptSessions = new HashMap<>();
  private final Map<FrameRecord, Job.Outcome> fates = new HashMap<>();
  private final Map<FrameRecord, Integer> deaths = new HashMap<>();
  private final Map<FrameId, Boolean> poisonous = new HashMap<>();
  private final Map<String, Long> lastInferred = new HashMap<>();
  private long millis;

  SharedFrames(Random random, int count) {
    this.random = random;
    this.partitions =
        IntStream.range(0, count).mapToObj(number -> new Partition("frames", number)).toList();
    for (Partition partition : partitions) {
      records.put(partition, new ArrayList<>());
      committed.put(partition, 0L);
      notes.put(partition, "");
    }
  }

  Instant now() {
    return START.plusMillis(millis);
  }

  long nanos() {
    return Duration.ofMillis(millis).toNanos();
  }

  void pass(int most) {
    millis += random.nextInt(most);
  }

  /** A camera shows a frame, or its owner before does. */
  void append(boolean isPoisonous) {
    Partition partition = partitions.get(random.nextInt(partitions.size()));
    List<FrameRecord> present = records.get(partition);
    String camera = "cam" + partition.number() + "-" + random.nextInt(CAMERAS_PER_PARTITION);
    long newest = sessions.merge(camera, random.nextInt(20) == 0 ? 1L : 0L, Long::sum);
    long session = newest > 0 && random.nextInt(10) == 0 ? newest - 1 : newest;
    long offset = present.size();
    FrameId id = new FrameId(camera, session, offset);
    byte[] jpeg = ByteBuffer.allocate(12).putInt(partition.number()).putLong(offset).array();
    Frame frame = new Frame(id, now(), CaptureClock.HOST, SIZE, jpeg, StageTimes.NONE);
    int priority = partition.number() == 0 ? 1 : 0;
    poisonous.put(id, isPoisonous);
    present.add(
        new FrameRecord(
            camera, partition, offset, now().toEpochMilli(), priority, false, jpeg, frame, null));
  }

  /** Records from an offset on. */
  List<FrameRecord> read(Partition partition, long from, int most) {
    List<FrameRecord> present = records.get(partition);
    long to = Math.min(present.size(), from + most);
    return from < to ? present.subList((int) from, (int) to) : List.of();
  }

  boolean isPoisonous(Job job) {
    return poisonous.getOrDefault(job.frame().id(), false);
  }

  void own(Partition partition, @Nullable Object worker) {
    owners.put(partition, worker);
  }

  @Nullable Object owner(Partition partition) {
    return owners.get(partition);
  }

  List<Begin> begins(Set<Partition> wanted) {
    return wanted.stream().map(this::begin).toList();
  }

  private Begin begin(Partition partition) {
    return new Begin(partition, committed(partition), FrameAttempt.parse(notes.get(partition)));
  }

  long committed(Partition partition) {
    return committed.get(partition);
  }

  Map<String, Long> keptSessions() {
    return Map.copyOf(keptSessions);
  }

  /** Commits offsets with notes; false when one of the partitions is not the worker's any more. */
  boolean commit(Object worker, Map<Partition, Long> next, Map<Partition, String> noted) {
    if (!next.keySet().stream().allMatch(partition -> worker.equals(owners.get(partition)))) {
      return false;
    }
    next.forEach(
        (partition, offset) -> {
          assertThat(offset)
              .as("%s goes back", partition)
              .isGreaterThanOrEqualTo(committed(partition));
          committed.put(partition, offset);
          notes.put(partition, noted.getOrDefault(partition, ""));
        });
    return true;
  }

  /** Publishes what became of frames, with their offsets; false as {@link #commit}. */
  boolean publish(
      Object worker, List<Job> finished, List<NewSession> begun, Map<Partition, String> noted) {
    Map<Partition, Long> before = Map.copyOf(committed);
    if (!commit(worker, FrameScheduler.next(finished), noted)) {
      return false;
    }
    for (Job job : finished) {
      Partition partition = job.record().partition();
      assertThat(job.record().offset()).isGreaterThanOrEqualTo(before.get(partition));
      assertThat(fates.put(job.record(), job.outcome())).as("fate before").isNull();
      if (job.outcome() instanceof Job.Detected) {
        FrameId id = job.frame().id();
        Long last = lastInferred.put(id.camera(), id.sequence());
        assertThat(last == null ? -1 : last).as("order of %s", id).isLessThan(id.sequence());
      }
    }
    begun.forEach(session -> keptSessions.put(session.camera(), session.session()));
    return true;
  }

  /** A frame has ended its process. */
  void die(Job job) {
    deaths.merge(job.record(), 1, Integer::sum);
  }

  boolean isAllCommitted() {
    return partitions.stream()
        .allMatch(partition -> committed(partition) == records.get(partition).size());
  }

  void assertEachHasOneFate() {
    for (Partition partition : partitions) {
      for (FrameRecord record : records.get(partition)) {
        assertThat(fates).containsKey(record);
      }
    }
    assertThat(deaths.values())
        .as("processes that a frame has ended")
        .allMatch(count -> count <= 2);
    deaths
        .keySet()
        .forEach(
            record ->
                assertThat(fates.get(record))
                    .as("fate of frame %d, which ends each process that infers it", record.offset())
                    .isNotInstanceOf(Job.Detected.class));
  }
}
