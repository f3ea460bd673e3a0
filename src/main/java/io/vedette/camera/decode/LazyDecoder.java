package io.vedette.camera.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_clone;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.vedette.picture.Picture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/**
 * A decoder that, while nothing moves, decodes as few key frames as possible and holds back the
 * packets between them. When something moves, it decodes the held packets, in order. Signs of
 * motion are a key frame that differs from the one before, as the caller decides, and a packet that
 * is far larger than usual. Confined to one thread; caller closes, which closes the decoder as
 * well.
 */
public final class LazyDecoder implements AutoCloseable {
  private static final int MOST_BYTES = 2 << 20;
  private static final int MOST_PACKETS = 200;

  /** The relative difference of size beyond which a key frame is decoded. */
  private static final double OTHER_SIZE = 0.1;

  /** The factor by which an interval may exceed its limit: clocks are not even. */
  private static final double UNEVEN = 1.05;

  private final VideoDecoder decoder;
  private final double microsPerTick;
  private final PacketSizes sizes = new PacketSizes();

  /** The last decoded key frame and the packets after it. */
  private final List<AVPacket> held = new ArrayList<>();

  private final Deque<AVPacket> late = new ArrayDeque<>();
  private long bytes;
  private long longest;
  private long expected;
  private int keys;
  private boolean isNewKey;
  private boolean isProbe;
  private boolean isLast;
  private boolean isOpenEnded;
  private boolean isToRestart;
  private long latestKey = AV_NOPTS_VALUE;
  private long repeated = AV_NOPTS_VALUE;

  /**
   * @param decoder closed by this
   * @param microsPerTick the unit of time stamps, in µs
   */
  public LazyDecoder(VideoDecoder decoder, double microsPerTick) {
    this.decoder = decoder;
    this.microsPerTick = microsPerTick;
  }

  /**
   * Sets the longest time in µs for which packets may be held back, from the next key frame on; 0
   * for not at all, with which held packets are decoded.
   */
  public void mayHold(long longestMicros) {
    longest = isOpenEnded ? 0 : longestMicros;
  }

  /** Whether packets are held back. */
  public boolean isHolding() {
    return !held.isEmpty();
  }

  /** Gives the decoder a packet, or null after the last one. */
  public void send(@Nullable AVPacket packet) {
    if (packet == null) {
      decoder.send(null);
      return;
    }
    noteOrder(packet);
    if (!held.isEmpty()) {
      sendOrHold(packet);
    } else if (isBeginning(packet)) {
      begin(packet);
    } else {
      decoder.send(packet);
    }
  }

  private void sendOrHold(AVPacket packet) {
    if (mayHold(packet) && isUsual(packet)) {
      hold(packet);
    } else {
      decodeHeld();
      late.add(av_packet_clone(packet));
    }
  }

  /**
   * The next picture, in the order of presentation; null when another packet is needed. Caller
   * closes it.
   */
  public @Nullable Picture receive() {
    while (true) {
      Picture picture = decoder.receive();
      if (picture == null) {
        if (!feed()) {
          return null;
        }
      } else if (isOf(picture, repeated)) {
        picture.close(); // it was given when it was the latest key frame
      } else {
        repeated = AV_NOPTS_VALUE;
        isProbe = isNewKey;
        isLast = isNewKey || isOf(picture, latestKey);
        return picture;
      }
    }
  }

  /**
   * The time stamps of the packets held back before the last picture; empty unless that is a key
   * frame that was decoded without them. Then {@link #passOver} or {@link #decodeHeld} must be
   * called.
   */
  public List<Long> before() {
    return isProbe
        ? held.subList(1, held.size() - 1).stream().map(AVPacket::pts).toList()
        : List.of();
  }

  /** Whether the last picture was decoded without those before it. */
  public boolean isProbe() {
    return isProbe;
  }

  /**
   * The expected time from the last picture to the next, in µs, where packets after it are held
   * back; else 0.
   */
  public long microsUntilNext() {
    boolean isBeforeHeld = isLast && !held.isEmpty();
    return isBeforeHeld ? Math.max(1, expected > 0 ? expected : longest) : 0;
  }

  /** Discards the packets held back before the last picture. */
  public void passOver() {
    AVPacket key = held.remove(held.size() - 1);
    free();
    held.add(key);
    bytes = key.size();
    isNewKey = false;
    isProbe = false;
  }

  /** Has all held packets decoded; the last picture is returned a second time. */
  public void decodeHeld() {
    if (held.isEmpty()) {
      return;
    }
    decoder.flush();
    repeated = held.get(0).pts();
    late.addAll(held);
    held.clear();
    bytes = 0;
    isNewKey = false;
    isProbe = false;
  }

  /** Notes that packets are missing before the next one; see {@link VideoDecoder#restart}. */
  public void restart() {
    decodeHeld();
    isToRestart = !late.isEmpty();
    if (!isToRestart) {
      decoder.restart();
    }
  }

  /** Discards all held packets, after a jump in the stream. */
  public void flush() {
    free();
    late.forEach(LazyDecoder::free);
    late.clear();
    isToRestart = false;
    decoder.flush();
  }

  @Override
  public void close() {
    free();
    late.forEach(LazyDecoder::free);
    decoder.close();
  }

  private static boolean isOf(Picture picture, long stamp) {
    return stamp != AV_NOPTS_VALUE && picture.frame().best_effort_timestamp() == stamp;
  }

  private boolean isBeginning(AVPacket packet) {
    return longest > 0 && isKey(packet) && packet.pts() != AV_NOPTS_VALUE;
  }

  /**
   * Notes whether pictures after a key frame are shown before it: these refer to pictures before
   * it, so that nothing can be held back.
   */
  private void noteOrder(AVPacket packet) {
    if (isKey(packet)) {
      latestKey = packet.pts();
    } else {
      isOpenEnded |= packet.pts() < latestKey;
    }
  }

  private void begin(AVPacket key) {
    decoder.send(key);
    decoder.giveAtOnce();
    hold(key);
  }

  private boolean mayHold(AVPacket packet) {
    boolean isFull = bytes + packet.size() > MOST_BYTES || held.size() >= MOST_PACKETS;
    return longest > 0 && !isNewKey && !isFull && packet.pts() != AV_NOPTS_VALUE;
  }

  /** Whether there is no sign of motion; a key frame that is due is decoded to find out. */
  private boolean isUsual(AVPacket packet) {
    if (!isKey(packet)) {
      return !isOpenEnded && !sizes.isUnusual(packet.size());
    }
    if (isDue(packet)) {
      expected = micros(packet);
      isNewKey = true;
      decoder.flush();
      decoder.send(packet);
      decoder.giveAtOnce();
    }
    return true;
  }

  /**
   * Whether a key frame has to be decoded: the next one would come too late, or its size differs
   * from that of the last.
   */
  private boolean isDue(AVPacket key) {
    keys++;
    double next = micros(key) * (1 + 1.0 / keys);
    boolean isFull = bytes + key.size() > MOST_BYTES / 2;
    boolean isOther = Math.abs(key.size() - held.get(0).size()) > OTHER_SIZE * held.get(0).size();
    return isFull || isOther || next > UNEVEN * longest;
  }

  /** The time from the last decoded key frame to a packet, in µs. */
  private long micros(AVPacket packet) {
    return Math.round((packet.pts() - held.get(0).pts()) * microsPerTick);
  }

  private void hold(AVPacket packet) {
    keys = held.isEmpty() || isNewKey ? 0 : keys;
    held.add(av_packet_clone(packet));
    bytes += packet.size();
  }

  /**
   * Gives the decoder the next of the packets that were held back; returns false when there is
   * none.
   */
  private boolean feed() {
    AVPacket next = late.poll();
    if (next != null) {
      decoder.send(next);
      free(next);
    } else if (isToRestart) {
      isToRestart = false;
      decoder.restart();
    } else {
      return false;
    }
    return true;
  }

  private void free() {
    held.forEach(LazyDecoder::free);
    held.clear();
    bytes = 0;
    isNewKey = false;
    isProbe = false;
  }

  private static void free(AVPacket packet) {
    av_packet_free(packet);
  }

  private static boolean isKey(AVPacket packet) {
    return (packet.flags() & AV_PKT_FLAG_KEY) != 0;
  }
}
