package io.vedette.camera;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.vedette.camera.decode.DecoderOpener;
import io.vedette.camera.decode.LazyDecoder;
import io.vedette.camera.decode.VideoDecoder;
import io.vedette.camera.input.MediaInput;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.frame.CaptureClock;
import io.vedette.picture.Orientation;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.text.DurationWords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decoded pictures of a camera or a file, in order, each with its capture time. Confined to one
 * thread, but for {@link #cancel}; caller closes.
 */
public final class VideoSource implements AutoCloseable {
  /**
   * One decoded picture; whoever gets it closes it.
   *
   * @param index of the picture in this source, from 0
   * @param micros time in a file; of a live source, the arrival time corrected for its delay, since
   *     the epoch; in µs
   * @param capturedAt when it was taken
   * @param decodeMicros time spent on decoding since the picture before, in µs
   */
  public record DecodedPicture(
      Picture picture,
      long index,
      long micros,
      Instant capturedAt,
      CaptureClock clock,
      long decodeMicros)
      implements AutoCloseable {
    @Override
    public void close() {
      picture.close();
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(VideoSource.class);
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
  private static final long NANOS_PER_MICRO = 1000;
  // So many time-outs without a whole picture, though data comes, end the session.
  private static final int PICTURE_PATIENCE = 3;

  /** The longest time for which packets are held back; key frames must be at least as frequent. */
  private static final long LONGEST_HELD_MICROS = 2_000_000;

  private static final double MICROS = 1e6;

  /** The factor by which an interval may exceed its limit: clocks are not even. */
  private static final double UNEVEN = 1.05;

  private final SourceUrl url;
  private final CameraSettings settings;
  private final InstantSource clock;
  private final Deadline deadline;
  private final MediaInput input;
  private final VideoDecoder decoder;
  private final LazyDecoder lazy;
  private final PictureScaler scaler = new PictureScaler();
  private final KeyFrameRate keyFrames;
  private final KeyFrameRate stillKeyFrames = new KeyFrameRate(MICROS / LONGEST_HELD_MICROS);
  private final CaptureTimes times;
  private Instant beginsAt;
  private long lastPictureNanos = System.nanoTime();
  private long index;
  private long loopMicros;
  private long beginMicros;
  private long lastMicros;
  private long decodeNanos;
  private long beforeLatest;
  private long heldMicros;
  private boolean isDrained;
  private @Nullable CameraFailure broken;
  private boolean isWarned;

  private VideoSource(
      CameraSettings settings, CameraAccess access, InstantSource clock, Deadline deadline) {
    this.url = SourceUrl.parse(settings.url());
    this.settings = settings;
    this.clock = clock;
    this.deadline = deadline;
    this.beginsAt = now();
    this.input = MediaInput.open(url, settings, access, deadline);
    this.times = new CaptureTimes(CLOCK_TOLERANCE, input.microsPerTick());
    this.keyFrames = new KeyFrameRate(settings.frames().fps());
    AVCodecParameters codec = input.stream().codecpar();
    try {
      if (url.isLive() && !VideoDecoder.isOfCameras(codec)) {
        throw DecoderOpener.unsupported(codec);
      }
      this.decoder = VideoDecoder.open(codec, settings.decoder(), access.limits().pictureMemory());
      this.lazy = new LazyDecoder(decoder, input.microsPerTick());
    } catch (CameraFailure e) {
      input.close();
      throw named(e);
    }
  }

  /**
   * Opens a file with a video or a picture, to be read on the calling thread at any speed.
   *
   * @param begin when its first picture was taken, for files that do not say so
   * @throws CameraFailure when it is neither
   */
  public static VideoSource ofFile(CameraSettings settings, Instant begin) {
    VideoSource source = open(settings, CameraAccess.OF_FILES, () -> begin, new Deadline());
    source.input.createdAt().ifPresent(created -> source.beginsAt = created);
    return source;
  }

  /**
   * Connects; the source closes the deadline.
   *
   * @throws CameraFailure when that fails or takes longer than the time-out
   */
  static VideoSource open(
      CameraSettings settings, CameraAccess access, InstantSource clock, Deadline deadline) {
    try {
      return new VideoSource(settings, access, clock, deadline);
    } catch (RuntimeException e) {
      deadline.close();
      throw e;
    }
  }

  /**
   * The next whole picture; null at the end of a file that is not looped.
   *
   * @throws CameraFailure when the source stalls, breaks off or sends nothing that can be decoded
   */
  public @Nullable DecodedPicture next() {
    while (true) {
      long started = System.nanoTime();
      Picture picture = decode();
      decodeNanos += System.nanoTime() - started;
      if (picture != null) {
        return timed(Orientation.upright(picture, scaler));
      }
      if (isDrained) {
        return null;
      }
      feed();
    }
  }

  /** The next picture of the decoder; null when it needs another packet. */
  private @Nullable Picture decode() {
    try {
      return lazy.receive();
    } catch (CameraFailure e) {
      throw named(e);
    }
  }

  private void send(@Nullable AVPacket packet) {
    try {
      lazy.send(packet);
    } catch (CameraFailure e) {
      throw named(e);
    }
  }

  private CameraFailure named(CameraFailure failure) {
    return new CameraFailure(failure.reason(), url + ": " + failure.getMessage());
  }

  /** The approximate number of pictures in the file; 0 when not known. */
  public long frames() {
    return input.frames();
  }

  /** Whether the file is a single picture, not a video. */
  public boolean isPicture() {
    return input.isPicture();
  }

  /** The least number of pictures that could not be read; to be asked at the end of a file. */
  public long missing() {
    long none = index == 0 ? 1 : 0;
    return Math.max(none, Math.max(decoder.damaged(), input.missing(index + decoder.skipped())));
  }

  /**
   * The failure that reports a file with missing pictures.
   *
   * @param name the name of the file for people
   * @param missing as {@link #missing()} returns it
   */
  public static CameraFailure damage(Object name, long missing) {
    return new CameraFailure(
        CameraFailure.Reason.CORRUPT,
        "%s is cut short or damaged: at least %d of its pictures could not be read"
            .formatted(name, missing));
  }

  /** The stream's mean pictures per second; 0 when not known. */
  public double fps() {
    AVRational rate = input.stream().avg_frame_rate();
    return rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
  }

  /**
   * Sets the longest time for which pictures may be held back undecoded, from the next key frame
   * on; zero for not at all. They are decoded after {@link #decodeHeld}, or when their sizes show
   * motion.
   */
  void mayHold(Duration longest) {
    heldMicros = url.isLive() ? Math.min(LONGEST_HELD_MICROS, longest.toMillis() * 1000) : 0;
  }

  /** Whether the last picture was decoded alone; then call passOver() or decodeHeld() next. */
  boolean isAhead() {
    return lazy.isProbe();
  }

  /** The expected time from the last picture to the next, in µs; 0 for about the usual time. */
  long microsUntilNext() {
    return lazy.microsUntilNext();
  }

  /** Discards the pictures held back before the last one; returns the {@code micros} of each. */
  List<Long> passOver() {
    List<Long> arrivals = lazy.before().stream().map(times::arrival).toList();
    lazy.passOver();
    return arrivals;
  }

  /** Decodes the pictures held back: {@link #next} returns them, and then the last one again. */
  void decodeHeld() {
    times.goBackTo(beforeLatest);
    lazy.decodeHeld();
  }

  /** Ends a call in progress and all later ones with a failure; for other threads. */
  void cancel() {
    deadline.cancel();
  }

  @Override
  public void close() {
    lazy.close();
    scaler.close();
    input.close();
    deadline.close();
  }

  private void feed() {
    AVPacket packet = read();
    if (packet != null) {
      note(packet);
      long started = System.nanoTime();
      if (input.isDoubtful()) {
        lazy.restart(); // what may lack parts is not decoded
      } else {
        send(packet);
      }
      decodeNanos += System.nanoTime() - started;
      return;
    }
    if (lazy.isHolding()) {
      lazy.decodeHeld();
    } else if (settings.pace().isLooped() && index > 0) {
      input.rewind();
      lazy.flush();
      loopMicros = lastMicros + frameMicros();
    } else {
      send(null);
      isDrained = true;
    }
  }

  /** The next packet; null at the end, or when the connection broke and held packets come first. */
  private @Nullable AVPacket read() {
    if (broken != null) {
      throw broken;
    }
    try {
      return input.read();
    } catch (CameraFailure e) {
      if (!lazy.isHolding()) {
        throw e;
      }
      broken = e;
      return null;
    }
  }

  private void note(AVPacket packet) {
    long nanos = System.nanoTime();
    long waited = (nanos - input.arrivedNanos()) / NANOS_PER_MICRO;
    long arrived = ChronoUnit.MICROS.between(Instant.EPOCH, now()) - waited;
    noteKey(packet, arrived);
    if (!url.isLive()) {
      return;
    }
    times.add(packet.pts(), arrived, input.senderMicros());
    if (times.isDistrusted() && !isWarned) {
      isWarned = true;
      LOG.warn(
          "{}: its clock jumps, or is off by more than {}; using this host's",
          url,
          CLOCK_TOLERANCE);
    }
    if (lazy.isHolding()) {
      lastPictureNanos = nanos;
    } else if (nanos - lastPictureNanos > PICTURE_PATIENCE * settings.timeout().toNanos()) {
      throw new CameraFailure(
          CameraFailure.Reason.CORRUPT,
          "%s sends data, but no whole picture for %s"
              .formatted(url, DurationWords.of(settings.timeout().multipliedBy(PICTURE_PATIENCE))));
    }
  }

  /** Decides whether key frames are enough, by time stamps, which are more even than arrivals. */
  private void noteKey(AVPacket packet, long arrived) {
    long micros = packet.pts() == AV_NOPTS_VALUE ? arrived : input.micros(packet.pts());
    if ((packet.flags() & AV_PKT_FLAG_KEY) != 0) {
      keyFrames.add(micros);
      stillKeyFrames.add(micros);
    }
    boolean isEnough = keyFrames.suffices(micros);
    decoder.keyFramesOnly(isEnough);
    boolean isOften =
        stillKeyFrames.suffices(micros) && stillKeyFrames.interval() <= UNEVEN * heldMicros;
    lazy.mayHold(isOften && !isEnough ? heldMicros : 0);
  }

  private DecodedPicture timed(Picture picture) {
    lastPictureNanos = System.nanoTime();
    long decodeMicros = decodeNanos / NANOS_PER_MICRO;
    decodeNanos = 0;
    long stamp = picture.frame().best_effort_timestamp();
    if (url.isLive()) {
      beforeLatest = times.latest();
      CaptureTimes.Capture capture = times.take(stamp);
      return new DecodedPicture(
          picture,
          index++,
          times.arrival(stamp),
          Instant.EPOCH.plus(capture.micros(), ChronoUnit.MICROS),
          capture.clock(),
          decodeMicros);
    }
    lastMicros = fileMicros(stamp);
    return new DecodedPicture(
        picture,
        index++,
        lastMicros,
        beginsAt.plus(lastMicros, ChronoUnit.MICROS),
        CaptureClock.FILE,
        decodeMicros);
  }

  /** The time of the next picture of a file; raw streams lack a start and some time stamps. */
  private long fileMicros(long stamp) {
    boolean isStamped = stamp != AV_NOPTS_VALUE;
    if (index == 0 && !input.hasStart()) {
      beginMicros = isStamped ? micros(stamp) : 0;
      return 0;
    }
    long next = index == 0 ? 0 : lastMicros + frameMicros();
    return isStamped ? loopMicros + Math.max(0, micros(stamp) - beginMicros) : next;
  }

  private long micros(long stamp) {
    return Math.max(0, input.micros(stamp));
  }

  private long frameMicros() {
    double fps = fps();
    return fps > 0 ? Math.round(1e6 / fps) : 40_000;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
