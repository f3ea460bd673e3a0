package io.vedette.transport.relay;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of each partition that are not done although later ones are. A commit's offset is the
 * first of them, and its metadata note the others and the end of what is done: {@code
 * incomplete:<gap>.<gap>…}, each number in base 36 and from the one before. Confined to the relay's
 * thread.
 */
final class IncompleteOffsets {
  private static final String NOTE = "incomplete:";
  private static final int RADIX = 36;
  private static final int LONGEST_NOTE = 4096;

  private final Map<TopicPartition, NavigableSet<Long>> left = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  /** Adds a partition that this worker has taken over, as it was committed last. */
  void gained(TopicPartition partition, OffsetAndMetadata committed) {
    String note = committed.metadata();
    if (!note.startsWith(NOTE) || note.length() > LONGEST_NOTE) {
      return;
    }
    NavigableSet<Long> offsets = new TreeSet<>();
    long last = committed.offset();
    try {
      for (String gap : note.substring(NOTE.length()).split("\\.", -1)) {
        offsets.add(last);
        last = Math.addExact(last, Long.parseUnsignedLong(gap, RADIX));
      }
    } catch (NumberFormatException | ArithmeticException e) {
      return; // of another kind: what it names is done again
    }
    if (last >= committed.offset()) {
      left.put(partition, offsets);
      ends.put(partition, last);
    }
  }

  void lost(Collection<TopicPartition> partitions) {
    left.keySet().removeAll(partitions);
    ends.keySet().removeAll(partitions);
  }

  /** Notes a record that is not done yet, while later ones may be. */
  void leave(TopicPartition partition, long offset) {
    left.computeIfAbsent(partition, any -> new TreeSet<>()).add(offset);
  }

  void done(TopicPartition partition, long offset) {
    ends.merge(partition, offset + 1, Math::max);
    NavigableSet<Long> offsets = left.get(partition);
    if (offsets != null) {
      offsets.remove(offset);
    }
  }

  /** Whether a record that is read again was done before. */
  boolean isDone(TopicPartition partition, long offset) {
    return offset < ends.getOrDefault(partition, 0L)
        && !left.getOrDefault(partition, new TreeSet<>()).contains(offset);
  }

  /** The offsets and notes to commit in place of the offsets after the last record that is done. */
  Map<TopicPartition, OffsetAndMetadata> noted(Map<TopicPartition, OffsetAndMetadata> next) {
    Map<TopicPartition, OffsetAndMetadata> noted = new HashMap<>();
    next.forEach(
        (partition, plain) -> {
          long end = Math.max(plain.offset(), ends.getOrDefault(partition, 0L));
          noted.put(partition, noted(partition, end, plain.metadata()));
        });
    return noted;
  }

  private OffsetAndMetadata noted(TopicPartition partition, long end, String metadata) {
    NavigableSet<Long> offsets = left.getOrDefault(partition, new TreeSet<>()).headSet(end, false);
    if (offsets.isEmpty()) {
      return new OffsetAndMetadata(end, metadata);
    }
    StringBuilder note = new StringBuilder();
    long last = offsets.first();
    for (long offset : offsets.tailSet(last, false)) {
      note.append(Long.toString(offset - last, RADIX)).append('.');
      last = offset;
    }
    note.append(Long.toString(end - last, RADIX));
    return new OffsetAndMetadata(offsets.first(), NOTE + note);
  }
}
