package io.vedette.camera;

import io.vedette.runtime.Failure;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.jspecify.annotations.Nullable;

/**
 * A camera's stream over the network: the connection is this program's own, and FFmpeg reads from
 * it but makes none. Confined to one thread; caller closes, after the media.
 */
interface CameraFeed extends AutoCloseable {
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
