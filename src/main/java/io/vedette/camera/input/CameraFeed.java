package io.vedette.camera.input;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.vedette.camera.http.HttpSource;
import io.vedette.camera.link.Address;
import io.vedette.camera.link.Connector;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.link.Traffic;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.runtime.Failure;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.jspecify.annotations.Nullable;

/**
 * A camera's stream over the network: the program makes the connection, and FFmpeg only reads from
 * it. Confined to one thread; caller closes, after the media.
 */
interface CameraFeed extends AutoCloseable {
  /**
   * Connects and asks for the stream.
   *
   * @throws io.vedette.camera.link.LinkFailure when the camera does not give it
   */
  static CameraFeed of(
      SourceUrl url, CameraSettings settings, CameraAccess access, Deadline deadline) {
    Address address = Address.parse(url.text());
    Traffic traffic = new Traffic(access.limits());
    Supplier<Connector> connector =
        () -> new Connector(access.allow(), settings.tls(), deadline, traffic);
    if (url.kind() == SourceUrl.Kind.RTSP) {
      boolean isTcp = settings.transport() == CameraSettings.Transport.TCP;
      return new RtspFeed(connector.get(), traffic, address, isTcp);
    }
    return new HttpFeed(
        () -> HttpSource.open(connector.get(), address),
        traffic,
        deadline,
        settings,
        access.limits().pictureBytes().bytes());
  }

  /**
   * Has FFmpeg read the beginning of the stream.
   *
   * @return FFmpeg's code; negative when it failed, and then the context is freed
   */
  int open(AVFormatContext context);

  /**
   * Has FFmpeg's reading end with {@code EAGAIN} after each packet that the camera marks as the
   * last of a picture.
   */
  default void stopAtMarks() {}

  /** Has FFmpeg go on after such an end. */
  default void resume() {}

  /**
   * The time stamp of the RTP packet that FFmpeg read last, counted on over its wraps: FFmpeg's own
   * count goes wrong at 0.
   */
  default long stamp() {
    return AV_NOPTS_VALUE;
  }

  /**
   * When the first bytes of the picture that FFmpeg read last came, by {@link System#nanoTime}, of
   * streams whose pictures have no time stamps of their own; those of FFmpeg count 25 a second.
   */
  default OptionalLong arrivedNanos() {
    return OptionalLong.empty();
  }

  /** How many packets of what FFmpeg has read so far were lost on their way. */
  default long lost() {
    return 0;
  }

  /** What comes from now on belongs to the next picture. */
  void beginPicture();

  /** Why the stream ended; null as long as it goes on. */
  @Nullable Failure failure();

  @Override
  void close();
}
