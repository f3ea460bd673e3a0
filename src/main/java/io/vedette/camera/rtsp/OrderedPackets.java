package io.vedette.camera.rtsp;

import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The packets of a session in the order of their sequence numbers, each once, and the count of
 * missing ones. Confined to one thread; caller closes.
 */
final class OrderedPackets implements RtpPackets {
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int MOST_OUTDATED = 50;
  private static final int HEADER = 12;
  private static final int VERSION_BITS = 0xc0;
  private static final int VERSION = 0x80;
  private static final int FIRST_REPORT = 192;
  private static final int LAST_REPORT = 223;

  private final RtpPackets source;
  private final int room;
  private final LongSupplier nanoTime;
  private final NavigableMap<Long, Waiting> ahead = new TreeMap<>();
  private final Deque<byte[]> due = new ArrayDeque<>();
  private long next = -1;
  private long lost;
  private int outdated;

  /** A packet that arrived before an earlier one. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
  private record Waiting(byte[] bytes, long since) {}

  /**
   * @param room number of packets that may wait for an earlier one; 0 for transports that keep the
   *     order
   */
  OrderedPackets(RtpPackets source, int room, LongSupplier nanoTime) {
    this.source = source;
    this.room = room;
    this.nanoTime = nanoTime;
  }

  /** The number of packets so far that did not come, or came too late. */
  long lost() {
    return lost;
  }

  @Override
  public int read(byte[] into) {
    while (true) {
      byte @Nullable [] waiting = due.poll();
      if (waiting != null) {
        System.arraycopy(waiting, 0, into, 0, waiting.length);
        return waiting.length;
      }
      int length = source.read(into);
      boolean isRtp = (into[0] & VERSION_BITS) == VERSION; // what else comes is no stream's
      if (isRtp && (length < HEADER || isReport(into) || isInOrder(into, length))) {
        return length;
      }
    }
  }

  @Override
  public void close() {
    source.close();
  }

  /** Whether a packet is the next one; another one is kept, or dropped. */
  private boolean isInOrder(byte[] packet, int length) {
    int number = ((packet[2] & 0xff) << 8) | (packet[3] & 0xff);
    if (next < 0) {
      next = number;
    }
    long place = next + (short) (number - (int) next);
    if (place < next) {
      drop();
      return false;
    }
    outdated = 0;
    if (place == next || room == 0) {
      lost += place - next;
      next = place + 1;
      release();
      return true;
    }
    ahead.putIfAbsent(place, new Waiting(Arrays.copyOf(packet, length), nanoTime.getAsLong()));
    if (ahead.size() > room || isLate()) {
      long first = ahead.firstKey();
      lost += first - next;
      next = first;
      release();
    }
    return false;
  }

  private boolean isLate() {
    long now = nanoTime.getAsLong();
    return ahead.values().stream().anyMatch(each -> now - each.since() > PATIENCE_NANOS);
  }

  /** Drops a packet; ends the session when only older packets come. */
  private void drop() {
    outdated++;
    if (outdated > MOST_OUTDATED) {
      throw new LinkFailure(Kind.ENDED, "started a new RTP stream");
    }
  }

  /** Releases the waiting packets: those before them are given up. */
  private void release() {
    while (!ahead.isEmpty() && ahead.firstKey() == next) {
      due.add(ahead.pollFirstEntry().getValue().bytes());
      next++;
    }
  }

  private static boolean isReport(byte[] packet) {
    int type = packet[1] & 0xff;
    return type >= FIRST_REPORT && type <= LAST_REPORT;
  }
}
