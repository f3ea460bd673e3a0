package io.vedette.camera.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_grow_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.vedette.camera.coded.NalCodec;
import io.vedette.camera.coded.PictureStart;
import io.vedette.camera.report.CameraFailure;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.Pointer;

/**
 * The assembly of coded pictures from FFmpeg's packets of a camera's RTP stream. A picture is
 * complete with the RTP packet that the camera marks as its last. FFmpeg's parsers do not see the
 * mark, and hold each picture back until the next one begins. Where a camera's marks are wrong or
 * missing, a picture ends at the beginning of the next one here, too. Confined to one thread;
 * caller closes.
 */
public final class AccessUnits implements AutoCloseable {
  // So many pictures must have ended with a mark after one that did not.
  private static final int PROBATION = 25;

  private final NalCodec codec;
  private final AVPacket parts = av_packet_alloc();
  private final AVPacket whole = av_packet_alloc();
  private Unit pending = Unit.NONE;
  private Unit complete = Unit.NONE;
  private long lastStamp = Long.MIN_VALUE;
  private int proven;
  private boolean isMarked;
  private boolean wasEndedByMark;

  /**
   * The attributes of a coded picture.
   *
   * @param senderMicros when it was captured, by the camera's clock, in µs since the epoch; -1 if
   *     not known
   * @param arrivedNanos when its first part came, by {@link System#nanoTime}
   * @param hasSlice whether it has a part of the picture itself
   * @param isDoubtful whether parts of it may be missing
   */
  public record Unit(long senderMicros, long arrivedNanos, boolean hasSlice, boolean isDoubtful) {
    private static final Unit NONE = new Unit(-1, 0, false, false);
  }

  public AccessUnits(NalCodec codec) {
    this.codec = codec;
  }

  /**
   * Adds a part of a picture, and takes its content over.
   *
   * @param isAfterLoss whether RTP packets before it are missing
   * @param senderMicros when it was captured by the camera's clock; -1 if not known
   * @return whether this completed a picture
   */
  public boolean add(AVPacket part, long senderMicros, boolean isAfterLoss) {
    if (part.size() == 0) {
      av_packet_unref(part);
      return false;
    }
    PictureStart start = PictureStart.of(codec, Packets.bytes(part));
    boolean isNext = isNext(part, start);
    boolean isLeftOver = isLeftOver(part, start);
    if (isNext) {
      learn(isAfterLoss);
      pending = doubted(pending, isAfterLoss);
      finish(false);
    } else if (isLeftOver || (isMarked && start.goesOn())) {
      proven = -PROBATION; // the mark was in the middle of the picture
      isMarked = false;
    }
    append(part, start, senderMicros, isAfterLoss || isLeftOver);
    return isNext;
  }

  private boolean isNext(AVPacket part, PictureStart start) {
    return pending.hasSlice() && (part.pts() != parts.pts() || start.beginsPicture());
  }

  /** Whether a part belongs to the picture before, which was wrongly completed by a mark. */
  private boolean isLeftOver(AVPacket part, PictureStart start) {
    return wasEndedByMark
        && !pending.hasSlice()
        && start.hasSlice()
        && start.goesOn()
        && part.pts() == lastStamp;
  }

  /**
   * Notes that the camera marked the last part as the end of a picture; returns whether this
   * completed a picture.
   */
  public boolean mark() {
    isMarked = pending.hasSlice();
    if (proven <= 0 || !isMarked) {
      return false;
    }
    finish(true);
    return true;
  }

  /** The bytes of the last complete picture; valid until the next part is added. */
  public AVPacket packet() {
    return whole;
  }

  /** The attributes of the last complete picture. */
  public Unit unit() {
    return complete;
  }

  @Override
  public void close() {
    av_packet_free(parts);
    av_packet_free(whole);
  }

  /**
   * Decides whether to trust marks, after a picture that ended with the beginning of the next one.
   */
  private void learn(boolean isAfterLoss) {
    if (isMarked) {
      proven = Math.min(1, proven + 1);
    } else if (!isAfterLoss && !pending.isDoubtful()) {
      proven = Math.min(0, proven);
    }
  }

  private void finish(boolean byMark) {
    av_packet_unref(whole);
    av_packet_move_ref(whole, parts);
    whole.flags(whole.flags() & ~AV_PKT_FLAG_KEY);
    complete = pending;
    pending = Unit.NONE;
    lastStamp = whole.pts();
    wasEndedByMark = byMark;
    isMarked = false;
  }

  private void append(AVPacket part, PictureStart start, long senderMicros, boolean isDoubtful) {
    boolean isFirst = parts.size() == 0;
    long stamp = pending.hasSlice() ? parts.pts() : part.pts();
    if (!pending.hasSlice()) {
      boolean isDated = !isFirst && stamp == parts.pts();
      long arrived = isDated ? pending.arrivedNanos() : System.nanoTime();
      pending = new Unit(senderMicros, arrived, start.hasSlice(), pending.isDoubtful());
    }
    pending = doubted(pending, isDoubtful);
    if (isFirst) {
      av_packet_move_ref(parts, part);
    } else {
      grow(part);
    }
    parts.pts(stamp);
  }

  private void grow(AVPacket part) {
    int before = parts.size();
    int more = part.size();
    if (av_grow_packet(parts, more) < 0) {
      throw new CameraFailure(CameraFailure.Reason.EXCESSIVE, "no memory for its next picture");
    }
    Pointer.memcpy(parts.data().position(before), part.data(), more);
    av_packet_unref(part);
  }

  private static Unit doubted(Unit unit, boolean isDoubtful) {
    return isDoubtful
        ? new Unit(unit.senderMicros(), unit.arrivedNanos(), unit.hasSlice(), true)
        : unit;
  }
}
