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
   * Connects and requests the stream.
   *
   * @throws io.vedette.camera.link.LinkFailure when the camera does not send it
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
   * Makes FFmpeg read the beginning of the stream.
   *
   * @return FFmpeg's code; negative when it failed, and then the context is freed
   */
  int open(AVFormatContext context);

  /**
   * Makes FFmpeg's reading return {@code EAGAIN} after each packet that the camera marks as the
   * last of a picture.
   */
  default void stopAtMarks() {}

  /** Lets FFmpeg read on after {@code EAGAIN}. */
  default void resume() {}

  /**
   * The time stamp of the RTP packet that FFmpeg read last, continued when its 32 bits overflow:
   * FFmpeg's own count is wrong after 0.
   */
  default long stamp() {
    return AV_NOPTS_VALUE;
  }

  /**
   * The arrival time of the first bytes of the picture that FFmpeg read last, by {@link
   * System#nanoTime}; for streams without time stamps, for which FFmpeg assumes 25 pictures a
   * second. Empty for others.
   */
  default OptionalLong arrivedNanos() {
    return OptionalLong.empty();
  }

  /** The number of packets lost on the way, up to the one that FFmpeg read last. */
  default long lost() {
    return 0;
  }

  /** Counts bytes from now on for the next picture, whose size is limited. */
  void beginPicture();

  /** The reason why the stream ended; null while it goes on. */
  @Nullable Failure failure();

  @Override
  void close();
}
