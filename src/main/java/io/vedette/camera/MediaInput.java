package io.vedette.camera;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_PRFT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVFMTCTX_NOHEADER;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EINVAL;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.vedette.camera.link.Deadline;
import io.vedette.camera.link.LinkFailure;
import io.vedette.picture.FfmpegLog;
import io.vedette.picture.FfmpegLog.Complaint;
import io.vedette.runtime.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/**
 * The video packets of one source, each read within a deadline. Confined to one thread; caller
 * closes.
 */
final class MediaInput implements AutoCloseable {
  private static final double MICROS = 1e6;
  // Files whose writer knew no time say 1904 or 1970.
  private static final Instant FIRST_CREDIBLE = Instant.parse("1980-01-01T00:00:00Z");

  // A picture is complete when the next one begins: a loss found by then is of either.
  private static final int DOUBTFUL_AFTER_LOSS = 2;

  private final SourceUrl url;
  private final Duration timeout;
  private final Deadline deadline;
  private final AVFormatContext context;
  private final AVIOInterruptCB interrupt = new AVIOInterruptCB();
  private final AVPacket packet = av_packet_alloc();
  private final SizeTPointer sideSize = new SizeTPointer(1);
  private @Nullable CameraFeed feed;
  private int stream = -1;
  private double microsPerTick;
  private boolean isOpen;
  private boolean isWaiting;
  private boolean isTimeUp;
  private int doubtful;
  private long unshown;
  private boolean isCutShort;

  private MediaInput(SourceUrl url, Duration timeout, Deadline deadline) {
    this.url = url;
    this.timeout = timeout;
    this.deadline = deadline;
    this.context = avformat_alloc_context();
    deadline.attachTo(interrupt);
    context.interrupt_callback(interrupt);
  }

  /**
   * Connects and finds the video stream.
   *
   * @throws CameraFailure when that fails or takes longer than the time-out
   */
  static MediaInput open(
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
   * The next video packet; valid until the next call. Null at the end of a file.
   *
   * @throws CameraFailure when nothing comes within the time-out or the connection breaks
   */
  @Nullable AVPacket read() {
    if (isTimeUp) {
      throw stalled();
    }
    if (isWaiting) {
      isWaiting = false;
      return packet;
    }
    deadline.arm(timeout);
    if (feed != null) {
      feed.beginPicture();
    }
    return next();
  }

  /** The next packet of the stream, or of any as long as there is no stream. */
  private @Nullable AVPacket next() {
    long losses = FfmpegLog.count(Complaint.LOST);
    long cuts = FfmpegLog.count(Complaint.CUT_SHORT);
    while (true) {
      av_packet_unref(packet);
      int code = av_read_frame(context, packet);
      isCutShort |= FfmpegLog.count(Complaint.CUT_SHORT) > cuts;
      if (code == AVERROR_EOF && !url.isLive()) {
        return null;
      }
      if (code < 0) {
        throw failedRead(code);
      }
      if (stream < 0 || packet.stream_index() == stream) {
        note(losses);
        return packet;
      }
    }
  }

  private void note(long losses) {
    // FFmpeg's parser still had a picture, which it gives before it tells of the stall.
    isTimeUp = deadline.hasPassed();
    boolean isUnshown = (packet.flags() & AV_PKT_FLAG_DISCARD) != 0 || packet.size() == 0;
    unshown += isUnshown ? 1 : 0;
    boolean isLoss = FfmpegLog.count(Complaint.LOST) > losses;
    doubtful = isLoss ? DOUBTFUL_AFTER_LOSS : Math.max(0, doubtful - 1);
  }

  /** Whether parts of the packet read last may have been lost on their way. */
  boolean isDoubtful() {
    return doubtful > 0;
  }

  /** Goes back to the beginning of a file. */
  void rewind() {
    int code = av_seek_frame(context, stream, startTicks(), AVSEEK_FLAG_BACKWARD);
    if (code < 0) {
      throw new CameraFailure(
          CameraFailure.Reason.ENDED,
          url + " cannot be read from the beginning again: " + FfmpegLog.reason(code));
    }
  }

  AVStream stream() {
    return context.streams(stream);
  }

  /** The unit of the stream's time stamps. */
  double microsPerTick() {
    return microsPerTick;
  }

  /** A time stamp of the stream in µs from its beginning. */
  long micros(long ticks) {
    return ticks == AV_NOPTS_VALUE ? ticks : Math.round((ticks - startTicks()) * microsPerTick);
  }

  /** When the packet read last was captured by the camera's clock, in µs; -1 if not known. */
  long senderMicros() {
    BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_PRFT, sideSize);
    return data == null || data.isNull() ? -1 : data.getLong();
  }

  /** When the recording began, as the file itself tells; empty when it does not. */
  Optional<Instant> createdAt() {
    AVDictionaryEntry entry =
        av_dict_get(context.metadata(), "creation_time", (AVDictionaryEntry) null, 0);
    if (entry == null || entry.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(entry.value().getString()))
          .filter(time -> time.isAfter(FIRST_CREDIBLE));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether this is a picture of its own, not a video. */
  boolean isPicture() {
    String format = context.iformat().name().getString();
    return format.equals("image2") || format.endsWith("_pipe");
  }

  /** Packets of the file that hold a picture to be shown, as it tells; 0 when it does not. */
  private long toldFrames() {
    // What an edit list cuts off is counted, but not in the index.
    long indexed = avformat_index_get_entries_count(stream());
    return indexed > 0 ? Math.min(stream().nb_frames(), indexed) : stream().nb_frames();
  }

  /**
   * At the end of a file, how many of its pictures did not come; never too many, and 0 where the
   * file tells nothing.
   *
   * @param shown how many came
   */
  long missing(long shown) {
    long counted = Math.max(0, toldFrames() - unshown - shown);
    return counted == 0 && isCutShort ? 1 : counted;
  }

  /** Pictures in the whole file, about; 0 when not known. */
  long frames() {
    AVStream video = stream();
    if (video.nb_frames() > 0) {
      return video.nb_frames();
    }
    AVRational rate = video.avg_frame_rate();
    double seconds = context.duration() / MICROS;
    return seconds > 0 && rate.den() > 0 ? Math.round(seconds * rate.num() / rate.den()) : 0;
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
    sideSize.close();
  }

  private void connect(CameraSettings settings, CameraAccess access) {
    int code = url.kind() == SourceUrl.Kind.FILE ? openFile(access) : openFeed(settings, access);
    if (code < 0) {
      throw failedOpen(code);
    }
    isOpen = true;
    if (url.kind() == SourceUrl.Kind.FILE) {
      long cuts = FfmpegLog.count(Complaint.CUT_SHORT);
      code = avformat_find_stream_info(context, (AVDictionary) null);
      isCutShort = FfmpegLog.count(Complaint.CUT_SHORT) > cuts;
      if (code < 0) {
        throw failedOpen(code);
      }
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
    AVRational unit = stream().time_base();
    microsPerTick = MICROS * unit.num() / unit.den();
  }

  private int bestStream() {
    return av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
  }

  /** Frees the context itself when it fails. */
  private int openFile(CameraAccess access) {
    if (!access.allow().permitsScheme("file")) {
      avformat_free_context(context);
      throw new CameraFailure(
          CameraFailure.Reason.FORBIDDEN,
          url + " has scheme file, which ingest.allow.schemes does not allow");
    }
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "protocol_whitelist", url.kind().protocols, 0);
    av_dict_set(options, "format_whitelist", url.kind().formats, 0);
    // A picture's name is a name, also with a % in it.
    av_dict_set(options, "pattern_type", "none", 0);
    int code = avformat_open_input(context, url.text(), null, options);
    av_dict_free(options);
    return code;
  }

  private int openFeed(CameraSettings settings, CameraAccess access) {
    CameraFeed opened;
    try {
      opened = CameraFeed.of(url, settings, access, deadline);
    } catch (RuntimeException e) {
      avformat_free_context(context);
      if (e instanceof LinkFailure failure) {
        throw deadline.hasPassed() ? noAnswer() : failed(failure);
      }
      throw e;
    }
    feed = opened;
    return opened.open(context);
  }

  private CameraFailure failed(Failure failure) {
    CameraFailure.Reason reason =
        failure instanceof LinkFailure link
            ? CameraFailure.Reason.valueOf(link.kind().name())
            : CameraFailure.Reason.CORRUPT;
    return new CameraFailure(reason, url + ": " + failure.getMessage());
  }

  private CameraFailure noAnswer() {
    return new CameraFailure(
        CameraFailure.Reason.UNREACHABLE,
        "%s gave no answer within %d ms".formatted(url, timeout.toMillis()));
  }

  private CameraFailure failedOpen(int code) {
    if (deadline.hasPassed()) {
      return noAnswer();
    }
    @Nullable Failure ended = feed == null ? null : feed.failure();
    if (ended != null) {
      return failed(ended);
    }
    if (url.kind() == SourceUrl.Kind.HTTP && code == AVERROR_EINVAL()) {
      return new CameraFailure(
          CameraFailure.Reason.UNSUPPORTED_CODEC,
          url + " sends a format that is not read from cameras");
    }
    CameraFailure.Reason reason = CameraFailure.ofOpen(code);
    if (url.kind() == SourceUrl.Kind.FILE && reason != CameraFailure.Reason.NOT_FOUND) {
      return new CameraFailure(
          CameraFailure.Reason.CORRUPT,
          "%s is no whole video or picture (%s); give one that plays elsewhere"
              .formatted(url, FfmpegLog.reason(code)));
    }
    return new CameraFailure(
        reason,
        "%s cannot be opened: %s (%s)".formatted(url, FfmpegLog.reason(code), reason.wireName()));
  }

  private CameraFailure failedRead(int code) {
    if (deadline.hasPassed()) {
      return stalled();
    }
    @Nullable Failure ended = feed == null ? null : feed.failure();
    if (ended != null) {
      return failed(ended);
    }
    CameraFailure.Reason reason = CameraFailure.ofRead(code);
    return new CameraFailure(
        reason, "%s broke off: %s (%s)".formatted(url, FfmpegLog.reason(code), reason.wireName()));
  }

  private CameraFailure stalled() {
    return new CameraFailure(
        CameraFailure.Reason.STALLED,
        "%s sent no picture for %d ms".formatted(url, timeout.toMillis()));
  }

  private long startTicks() {
    long start = stream().start_time();
    return start == AV_NOPTS_VALUE || url.isLive() ? 0 : start;
  }
}
