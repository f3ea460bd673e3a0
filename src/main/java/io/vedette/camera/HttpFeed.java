package io.vedette.camera;

import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.vedette.camera.http.HttpSource;
import io.vedette.camera.link.Address;
import io.vedette.camera.link.Connector;
import io.vedette.camera.link.Traffic;
import io.vedette.runtime.Failure;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/** The body of an HTTP answer that does not end, as motion JPEG or MPEG-TS. */
final class HttpFeed implements CameraFeed {
  private static final int ROOM = 1 << 15;
  private static final String MOST_STREAMS = "32";

  private final HttpSource source;
  private final Traffic traffic;
  private final FeedContext body;

  HttpFeed(Connector connector, Traffic traffic, Address address) {
    this.source = HttpSource.open(connector, address);
    this.traffic = traffic;
    this.body = FeedContext.ofBytes(source::read, ROOM);
  }

  @Override
  public int open(AVFormatContext context) {
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "protocol_whitelist", "none", 0);
    av_dict_set(options, "format_whitelist", SourceUrl.Kind.HTTP.formats, 0);
    av_dict_set(options, "probesize", "262144", 0);
    av_dict_set(options, "max_streams", MOST_STREAMS, 0);
    context.pb(body.context());
    int code = avformat_open_input(context, "", format(), options);
    av_dict_free(options);
    return code;
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
    body.close();
  }

  /** What the answer says it is, where that is sure; else FFmpeg looks at its beginning. */
  private @Nullable AVInputFormat format() {
    return source.mediaType().equals("multipart/x-mixed-replace")
        ? av_find_input_format("mpjpeg")
        : null;
  }
}
