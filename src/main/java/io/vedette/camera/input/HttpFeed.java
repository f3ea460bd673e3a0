package io.vedette.camera.input;

import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.vedette.camera.http.HttpSource;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.link.Traffic;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.runtime.Failure;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/**
 * The body of an HTTP answer as a feed: JPEGs, which this program finds, or a format that FFmpeg
 * recognises by its first bytes.
 */
final class HttpFeed implements CameraFeed {
  private static final int ROOM = 1 << 15;
  private static final String MOST_STREAMS = "32";
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Supplier<HttpSource> opener;
  private final Traffic traffic;
  private final Deadline deadline;
  private final long intervalNanos;
  private final HttpSource source;
  private final @Nullable JpegFeed jpegs;
  private final FeedContext body;
  private long askedNanos = System.nanoTime();

  /**
   * @param opener connects and requests the stream
   * @param largest largest number of bytes of a picture
   */
  HttpFeed(
      Supplier<HttpSource> opener,
      Traffic traffic,
      Deadline deadline,
      CameraSettings settings,
      long largest) {
    this.opener = opener;
    this.traffic = traffic;
    this.deadline = deadline;
    this.intervalNanos = interval(settings).toNanos();
    this.source = opener.get();
    try {
      this.jpegs =
          source.isMotionJpeg() ? new JpegFeed(source, this::nextStill, traffic, largest) : null;
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
    this.body = FeedContext.ofBytes(jpegs == null ? source::read : jpegs, ROOM);
  }

  @Override
  public int open(AVFormatContext context) {
    String formats = jpegs == null ? SourceUrl.Kind.HTTP.formats() : JpegFeed.FORMAT;
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "protocol_whitelist", "none", 0);
    av_dict_set(options, "format_whitelist", formats, 0);
    av_dict_set(options, "probesize", "262144", 0);
    av_dict_set(options, "max_streams", MOST_STREAMS, 0);
    context.pb(body.context());
    int code =
        avformat_open_input(
            context, "", jpegs == null ? null : av_find_input_format(JpegFeed.FORMAT), options);
    av_dict_free(options);
    return code;
  }

  @Override
  public OptionalLong arrivedNanos() {
    return jpegs == null ? OptionalLong.empty() : OptionalLong.of(jpegs.arrivedNanos());
  }

  @Override
  public void beginPicture() {
    traffic.picture();
  }

  @Override
  public @Nullable Failure failure() {
    return body.failure();
  }

  @Override
  public void close() {
    source.close();
    if (jpegs != null) {
      jpegs.close();
    }
    body.close();
  }

  /**
   * The time from one still picture to the next; shorter than the time-out, which includes this
   * wait.
   */
  private static Duration interval(CameraSettings settings) {
    double fps = settings.frames().fps();
    Duration wanted =
        fps == 0
            ? DEFAULT_INTERVAL
            : Duration.ofNanos(Math.round(TimeUnit.SECONDS.toNanos(1) / fps));
    Duration longest = settings.timeout().dividedBy(2);
    return wanted.compareTo(longest) < 0 ? wanted : longest;
  }

  private HttpSource nextStill() {
    long due = askedNanos + intervalNanos;
    for (long left = due - System.nanoTime();
        left > 0 && !deadline.isOver();
        left = due - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, LOOK_NANOS));
    }
    askedNanos = System.nanoTime();
    return opener.get();
  }
}
