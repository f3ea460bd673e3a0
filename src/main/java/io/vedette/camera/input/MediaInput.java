package io.vedette.camera.input;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVFMTCTX_NOHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.vedette.camera.coded.NalCodec;
import io.vedette.camera.coded.RandomAccess;
import io.vedette.camera.decode.AccessUnits;
import io.vedette.camera.decode.Packets;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.picture.FfmpegLog;
import io.vedette.picture.FfmpegLog.Complaint;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * The video packets of one source, each read within a deadline. Confined to one thread; caller
 * closes.
 */
public final class MediaInput implements AutoCloseable {
  private static final double MICROS = 1e6;
  private static final long NANOS_PER_MICRO = 1000;

  private static final Map<Integer, NalCodec> NAL_CODECS =
      Map.of(AV_CODEC_ID_H264, NalCodec.H264, AV_CODEC_ID_HEVC, NalCodec.H265);

  // A picture that FFmpeg puts together is complete when the next one begins: a loss found by then
  // is of either.
  private static final int DOUBTFUL_AFTER_LOSS = 2;

  private final SourceUrl url;
  private final Duration timeout;
  private final Deadline deadline;
  private final InputFailures failures;
  private final AVFormatContext context;
  private final AVIOInterruptCB interrupt = new AVIOInterruptCB();
  private final AVPacket packet = av_packet_alloc();
  private @Nullable CameraFeed feed;
  private @Nullable AccessUnits units;
  private @Nullable RandomAccess randomAccess;
  private int stream = -1;
  private double microsPerTick;
  private boolean isOpen;
  private boolean isWaiting;
  private boolean isTimeUp;
  private int doubtful;
  private long lost;
  private long senderMicros = -1;
  private long arrivedNanos;
  private long unshown;
  private boolean isCutShort;

  private MediaInput(SourceUrl url, Duration timeout, Deadline deadline) {
    this.url = url;
    this.timeout = timeout;
    this.deadline = deadline;
    this.failures = new InputFailures(url, timeout, deadline);
    this.context = avformat_alloc_context();
    deadline.attachTo(interrupt);
    context.interrupt_callback(interrupt);
  }

  /**
   * Connects and finds the video stream.
   *
   * @throws CameraFailure when that fails or takes longer than the time-out
   */
  public static MediaInput open(
      SourceUrl url, CameraSettings settings, CameraAccess access, Deadline deadline) {
    FfmpegLog.quiet();
    MediaInput input = new MediaInput(url, settings.timeout(), deadline);
    try {
      deadline.arm(settings.timeout());
      input.connect(settings, access);
      return input;
    } catch (RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /**
   * The next video packet, valid until the next call; null at the end of a file.
   *
   * @throws CameraFailure when nothing comes within the time-out or the connection breaks
   */
  public @Nullable AVPacket read() {
    if (isTimeUp) {
      throw failures.stalled();
    }
    if (isWaiting) {
      isWaiting = false;
      return packet;
    }
    deadline.arm(timeout);
    if (feed != null) {
      feed.beginPicture();
      if (units != null) {
        return nextUnit(feed, units);
      }
    }
    return next();
  }

  /** The next picture of the stream, assembled from packets. */
  private AVPacket nextUnit(CameraFeed from, AccessUnits to) {
    boolean isComplete = false;
    while (!isComplete) {
      av_packet_unref(packet);
      int code = av_read_frame(context, packet);
      if (code == AVERROR_EAGAIN()) {
        from.resume();
        isComplete = to.mark();
      } else if (code < 0) {
        throw failures.ofRead(code, feed);
      } else {
        packet.pts(from.stamp());
        isComplete = to.add(packet, Packets.senderMicros(packet), isAfterLoss(from));
      }
    }
    isTimeUp = deadline.hasPassed();
    doubtful = to.unit().isDoubtful() ? 1 : 0;
    senderMicros = to.unit().senderMicros();
    arrivedNanos = to.unit().arrivedNanos();
    return flagged(to.packet());
  }

  private boolean isAfterLoss(CameraFeed from) {
    boolean isAfterLoss = from.lost() > lost;
    lost = from.lost();
    return isAfterLoss;
  }

  /** Flags a picture as a key frame if its bytes show that it can be decoded without any other. */
  private AVPacket flagged(AVPacket picture) {
    if (randomAccess != null) {
      boolean isKey = randomAccess.isAt(Packets.bytes(picture));
      picture.flags(isKey ? picture.flags() | AV_PKT_FLAG_KEY : picture.flags() & ~AV_PKT_FLAG_KEY);
    }
    return picture;
  }

  /** The next packet of the video stream; before that is known, of any stream. */
  private @Nullable AVPacket next() {
    long cuts = FfmpegLog.count(Complaint.CUT_SHORT);
    while (true) {
      av_packet_unref(packet);
      int code = av_read_frame(context, packet);
      isCutShort |= FfmpegLog.count(Complaint.CUT_SHORT) > cuts;
      if (code == AVERROR_EOF && !url.isLive()) {
        return null;
      }
      if (code < 0) {
        throw failures.ofRead(code, feed);
      }
      if (stream < 0 || packet.stream_index() == stream) {
        note();
        return flagged(packet);
      }
    }
  }

  private void note() {
    // FFmpeg's parser still had a picture, which it gives before it reports the stall.
    isTimeUp = deadline.hasPassed();
    boolean isUnshown = (packet.flags() & AV_PKT_FLAG_DISCARD) != 0 || packet.size() == 0;
    unshown += isUnshown ? 1 : 0;
    boolean isLoss = feed != null && isAfterLoss(feed);
    doubtful = isLoss ? DOUBTFUL_AFTER_LOSS : Math.max(0, doubtful - 1);
    senderMicros = Packets.senderMicros(packet);
    arrivedNanos = System.nanoTime();
    if (feed != null) {
      feed.arrivedNanos().ifPresent(this::stamp);
    }
  }

  /** Gives a packet without a time stamp that of its arrival. */
  private void stamp(long nanos) {
    arrivedNanos = nanos;
    packet.pts(nanos / NANOS_PER_MICRO);
    packet.dts(packet.pts());
  }

  /** Whether parts of the last packet may have been lost on their way. */
  public boolean isDoubtful() {
    return doubtful > 0;
  }

  /** Goes back to the beginning of a file. */
  public void rewind() {
    int code = av_seek_frame(context, stream, startTicks(), AVSEEK_FLAG_BACKWARD);
    if (code < 0) {
      throw new CameraFailure(
          CameraFailure.Reason.ENDED,
          url + " cannot be read from the beginning again: " + FfmpegLog.reason(code));
    }
  }

  public AVStream stream() {
    return context.streams(stream);
  }

  /** Whether the file declares the start time of its stream. */
  public boolean hasStart() {
    return stream().start_time() != AV_NOPTS_VALUE;
  }

  /** The unit of the stream's time stamps, in µs. */
  public double microsPerTick() {
    return microsPerTick;
  }

  /** A time stamp of the stream, converted to µs from its beginning. */
  public long micros(long ticks) {
    return ticks == AV_NOPTS_VALUE ? ticks : Math.round((ticks - startTicks()) * microsPerTick);
  }

  /**
   * The capture time of the last packet by the camera's clock, in µs since the epoch; -1 if not
   * known.
   */
  public long senderMicros() {
    return senderMicros;
  }

  /** The arrival time of the last packet's first part, by {@link System#nanoTime}. */
  public long arrivedNanos() {
    return arrivedNanos;
  }

  /** The beginning of the recording as the file declares it; empty when it does not. */
  public Optional<Instant> createdAt() {
    return Packets.createdAt(context);
  }

  /** Whether the source is a single picture, not a video. */
  public boolean isPicture() {
    String format = context.iformat().name().getString();
    return format.equals("image2") || format.endsWith("_pipe");
  }

  /**
   * The least number of pictures of a file that were not read; 0 where the file does not declare
   * its number. To be called at its end.
   *
   * @param shown the number of pictures that were read
   */
  public long missing(long shown) {
    long counted = Math.max(0, Packets.shownFrames(stream()) - unshown - shown);
    return counted == 0 && isCutShort ? 1 : counted;
  }

  /** The approximate number of pictures in the file; 0 when not known. */
  public long frames() {
    return Packets.frames(context, stream());
  }

  @Override
  public void close() {
    av_packet_free(packet);
    if (isOpen) {
      avformat_close_input(context);
    }
    if (feed != null) {
      feed.close();
    }
    interrupt.close();
    if (units != null) {
      units.close();
    }
  }

  private void connect(CameraSettings settings, CameraAccess access) {
    if (url.kind() == SourceUrl.Kind.FILE) {
      FileOpener file = new FileOpener(url, settings, access);
      requireOpen(file.open(context));
      isOpen = true;
      long cuts = FfmpegLog.count(Complaint.CUT_SHORT);
      requireOpen(file.look(context));
      isCutShort = FfmpegLog.count(Complaint.CUT_SHORT) > cuts;
    } else {
      requireOpen(openFeed(settings, access));
      isOpen = true;
    }
    stream = bestStream();
    while (stream < 0 && (context.ctx_flags() & AVFMTCTX_NOHEADER) != 0) {
      isWaiting = next() != null;
      stream = bestStream();
    }
    if (stream < 0) {
      throw new CameraFailure(CameraFailure.Reason.UNSUPPORTED_CODEC, url + " has no video stream");
    }
    isWaiting &= packet.stream_index() == stream;
    microsPerTick = unit();
    readPicturesByTheirBytes();
  }

  private void requireOpen(int code) {
    if (code < 0) {
      throw failures.ofOpen(code, feed);
    }
  }

  private double unit() {
    if (feed != null && feed.arrivedNanos().isPresent()) {
      return 1;
    }
    AVRational unit = stream().time_base();
    return MICROS * unit.num() / unit.den();
  }

  private void readPicturesByTheirBytes() {
    @Nullable NalCodec codec = NAL_CODECS.get(stream().codecpar().codec_id());
    if (codec == null || feed == null) {
      return;
    }
    randomAccess = new RandomAccess(codec, Packets.configuration(stream().codecpar()));
    if (url.kind() == SourceUrl.Kind.RTSP) {
      units = new AccessUnits(codec);
      int whole = AVFormatContext.AVFMT_FLAG_NOPARSE | AVFormatContext.AVFMT_FLAG_NOFILLIN;
      context.flags(context.flags() | whole);
      feed.stopAtMarks();
    }
  }

  private int bestStream() {
    return FileOpener.bestStream(context);
  }

  private int openFeed(CameraSettings settings, CameraAccess access) {
    CameraFeed opened;
    try {
      opened = CameraFeed.of(url, settings, access, deadline);
    } catch (RuntimeException e) {
      avformat_free_context(context);
      if (e instanceof LinkFailure failure) {
        throw deadline.hasPassed() ? failures.noAnswer() : failures.failed(failure);
      }
      throw e;
    }
    feed = opened;
    return opened.open(context);
  }

  private long startTicks() {
    long start = stream().start_time();
    return start == AV_NOPTS_VALUE || url.isLive() ? 0 : start;
  }
}
