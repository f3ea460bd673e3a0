package io.vedette.camera;

import io.vedette.camera.http.HttpSource;
import io.vedette.camera.link.Address;
import io.vedette.camera.link.Connector;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.link.Traffic;
import io.vedette.runtime.Failure;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.jspecify.annotations.Nullable;

/**
 * A camera's stream over the network: the connection is this program's own, and FFmpeg reads from
 * it but makes none. Confined to one thread; caller closes, after the media.
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

  /** What comes from now on belongs to the next picture. */
  void beginPicture();

  /** Why the stream ended; null as long as it goes on. */
  @Nullable Failure failure();

  @Override
  void close();
}
