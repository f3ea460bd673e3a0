package io.vedette.camera;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.vedette.camera.link.Deadline;
import io.vedette.frame.CaptureClock;
import io.vedette.picture.Orientation;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decoded pictures of a camera or a file, in order, each with its time. Confined to one thread,
 * but for {@link #cancel}; caller closes.
 */
public final class VideoSource implements AutoCloseable {
  /**
   * One decoded picture; whoever gets it closes it.
   *
   * @param index of the picture in this source, from 0
   * @param micros presentation time from the beginning of a file; of a live source, any clock that
   *     does not go back
   * @param capturedAt when it was taken
   * @param decodeMicros what decoding took since the picture before
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

  private final SourceUrl url;
  private final CameraSettings settings;
  private final InstantSource clock;
  private final Deadline deadline;
  private final MediaInput input;
  private final VideoDecoder decoder;
  private final PictureScaler scaler = new PictureScaler();
  private final KeyFrameRate keyFrames;
  private final CaptureTimes times;
  private Instant beginsAt;
  private long lastPictureNanos = System.nanoTime();
  private long index;
  private long loopMicros;
  private long lastMicros;
  private long decodeNanos;
  private boolean isDrained;
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
    this.keyFrames = new KeyFrameRate(url.isLive() ? settings.frames().fps() : 0);
    AVCodecParameters codec = input.stream().codecpar();
    try {
      if (url.isLive() && !VideoDecoder.isOfCameras(codec)) {
        throw VideoDecoder.unsupported(codec);
      }
      this.decoder = VideoDecoder.open(codec, settings.decoder(), access.limits().pictureMemory());
    } catch (CameraFailure e) {
      input.close();
      throw new CameraFailure(e.reason(), url + ": " + e.getMessage());
    }
  }

  /**
   * Opens a video or a picture, for reading on the calling thread as fast as it is asked for.
   *
   * @param begin when its first picture was taken, unless the file itself tells
   * @throws CameraFailure when it is neither
   */
  public static VideoSource ofFile(CameraSettings settings, Instant begin) {
    VideoSource source = open(settings, CameraAccess.OF_FILES, () -> begin, new Deadline());
    source.input.createdAt().ifPresent(created -> source.beginsAt = created);
    return source;
  }

  /**
   * Connects; takes the deadline over.
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

  /** The pictures that the decoder has ready; a failure of its names the camera. */
  private @Nullable Picture decode() {
    try {
      return decoder.receive();
    } catch (CameraFailure e) {
      throw new CameraFailure(e.reason(), url + ": " + e.getMessage());
    }
  }

  private void send(@Nullable AVPacket packet) {
    try {
      decoder.send(packet);
    } catch (CameraFailure e) {
      throw new CameraFailure(e.reason(), url + ": " + e.getMessage());
    }
  }

  /** Pictures in the whole file, about; 0 when not known. */
  public long frames() {
    return input.frames();
  }

  /** Whether this is a picture of its own, not a video. */
  public boolean isPicture() {
    return input.isPicture();
  }

  /** At the end of a file, how many of its pictures could not be read, at least. */
  public long missing() {
    long none = index == 0 ? 1 : 0;
    return Math.max(none, Math.max(decoder.damaged(), input.missing(index)));
  }

  /**
   * What is to be told of a file with missing pictures.
   *
   * @param name of the file, as people know it
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

  /** Ends a call in progress and all later ones with a failure; for other threads. */
  void cancel() {
    deadline.cancel();
  }

  @Override
  public void close() {
    decoder.close();
    scaler.close();
    input.close();
    deadline.close();
  }

  private void feed() {
    AVPacket packet = input.read();
    if (packet != null) {
      note(packet);
      if (input.isDoubtful()) {
        decoder.doubt(packet);
      }
      long started = System.nanoTime();
      send(packet);
      decodeNanos += System.nanoTime() - started;
      return;
    }
    if (settings.pace().isLooped() && index > 0) {
      input.rewind();
      decoder.flush();
      loopMicros = lastMicros + frameMicros();
    } else {
      send(null);
      isDrained = true;
    }
  }

  private void note(AVPacket packet) {
    if (!url.isLive()) {
      return;
    }
    long nanos = System.nanoTime();
    long sender = input.senderMicros();
    times.add(packet.pts(), ChronoUnit.MICROS.between(Instant.EPOCH, now()), sender);
    if (times.isDistrusted() && !isWarned) {
      isWarned = true;
      LOG.warn(
          "{}: its clock jumps, or is off by more than {}; using this host's",
          url,
          CLOCK_TOLERANCE);
    }
    if ((packet.flags() & AV_PKT_FLAG_KEY) != 0) {
      keyFrames.add(nanos);
    }
    decoder.keyFramesOnly(keyFrames.suffices(nanos));
    if (nanos - lastPictureNanos > PICTURE_PATIENCE * settings.timeout().toNanos()) {
      throw new CameraFailure(
          CameraFailure.Reason.CORRUPT,
          "%s sends data, but no whole picture for %d ms"
              .formatted(url, PICTURE_PATIENCE * settings.timeout().toMillis()));
    }
  }

  private DecodedPicture timed(Picture picture) {
    lastPictureNanos = System.nanoTime();
    long decodeMicros = decodeNanos / NANOS_PER_MICRO;
    decodeNanos = 0;
    long stamp = picture.frame().best_effort_timestamp();
    if (url.isLive()) {
      CaptureTimes.Capture capture = times.take(stamp);
      return new DecodedPicture(
          picture,
          index++,
          lastPictureNanos / NANOS_PER_MICRO,
          Instant.EPOCH.plus(capture.micros(), ChronoUnit.MICROS),
          capture.clock(),
          decodeMicros);
    }
    lastMicros = stamp == AV_NOPTS_VALUE ? lastMicros + frameMicros() : loopMicros + micros(stamp);
    return new DecodedPicture(
        picture,
        index++,
        lastMicros,
        beginsAt.plus(lastMicros, ChronoUnit.MICROS),
        CaptureClock.FILE,
        decodeMicros);
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
