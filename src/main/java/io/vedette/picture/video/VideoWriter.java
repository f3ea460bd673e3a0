package io.vedette.picture.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import io.vedette.geometry.Size;
import io.vedette.picture.FfmpegLog;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.runtime.Failure;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The writer of pictures to an MP4 file with H.264. Confined to one thread; caller closes, which
 * ends the file.
 */
public final class VideoWriter implements AutoCloseable {
  private static final int TICKS = 90_000;
  private static final double TICKS_PER_MICRO = TICKS / 1e6;
  private static final double BITS_PER_PIXEL = 0.12;
  private static final double KEY_SECONDS = 2;

  private final Path path;
  private final Size size;
  private final AVCodecContext encoder;
  private final AVFormatContext context = new AVFormatContext(null);
  private final AVPacket packet = av_packet_alloc();
  private final PictureScaler scaler = new PictureScaler();
  private final AVStream stream;
  private final long pictureTicks;
  private long lastTicks = -1;
  private boolean isClosed;

  /**
   * Begins a file; one that exists is replaced.
   *
   * @param source size of the pictures; an odd column or row at the end is cut off
   * @param fps about how many pictures come per second of video
   * @throws Failure of action STOP when the file cannot be written
   */
  public VideoWriter(Path path, Size source, double fps) {
    this.path = path;
    this.size = new Size(Math.max(2, source.width() & ~1), Math.max(2, source.height() & ~1));
    double rate = Math.max(1, Math.min(60, fps));
    this.pictureTicks = Math.round(TICKS / rate);
    this.encoder =
        H264.open(
            new H264.Format(
                size,
                rate,
                TICKS,
                Math.round(BITS_PER_PIXEL * size.area() * rate),
                (int) Math.ceil(KEY_SECONDS * rate)));
    check(
        avformat_alloc_output_context2(context, (AVOutputFormat) null, "mp4", path.toString()),
        "be begun");
    this.stream = avformat_new_stream(context, null);
    try {
      begin();
    } catch (Failure e) {
      free();
      throw e;
    }
  }

  /**
   * Adds a picture, which stays the caller's.
   *
   * @param micros its time from the beginning of the video; grows
   * @throws Failure of action STOP when the file cannot be written
   */
  public void write(Picture picture, long micros) {
    try (Picture yuv = scaler.convert(picture, size, AV_PIX_FMT_YUV420P)) {
      AVFrame frame = yuv.frame();
      lastTicks = Math.max(lastTicks + 1, Math.round(micros * TICKS_PER_MICRO));
      frame.pts(lastTicks);
      frame.pict_type(AV_PICTURE_TYPE_NONE);
      check(avcodec_send_frame(encoder, frame), "take a picture");
      drain();
    }
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      check(avcodec_send_frame(encoder, null), "be ended");
      drain();
      check(av_write_trailer(context), "be ended");
    } finally {
      free();
    }
  }

  private void begin() {
    avcodec_parameters_from_context(stream.codecpar(), encoder);
    stream.time_base(encoder.time_base());
    AVIOContext file = new AVIOContext(null);
    check(avio_open(file, path.toString(), AVIO_FLAG_WRITE), "be opened");
    context.pb(file);
    check(avformat_write_header(context, (AVDictionary) null), "be begun");
  }

  private void drain() {
    while (avcodec_receive_packet(encoder, packet) >= 0) {
      packet.stream_index(0);
      packet.duration(pictureTicks); // or the last picture would end as it begins
      av_packet_rescale_ts(packet, encoder.time_base(), stream.time_base());
      check(av_interleaved_write_frame(context, packet), "be written");
    }
  }

  private void free() {
    scaler.close();
    av_packet_free(packet);
    avcodec_free_context(encoder);
    AVIOContext file = context.pb();
    if (file != null && !file.isNull()) {
      avio_closep(file);
      context.pb(null);
    }
    avformat_free_context(context);
  }

  private void check(int code, String what) {
    if (code < 0) {
      throw Failure.stop("video %s cannot %s: %s".formatted(path, what, FfmpegLog.reason(code)));
    }
  }
}
