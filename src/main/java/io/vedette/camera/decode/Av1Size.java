package io.vedette.camera.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;

import io.vedette.camera.report.CameraFailure;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * The size that AV1 pictures claim, read before they are decoded, since libaom allocates memory for
 * any size before FFmpeg checks it. Confined to one thread; caller closes.
 */
final class Av1Size implements AutoCloseable {
  /**
   * 4096x2176 pixels, the largest area of level 5: libaom keeps ten pictures and their motion
   * vectors.
   */
  static final long LARGEST_AREA = 8_912_896;

  private final AVCodecParserContext parser = av_parser_init(AV_CODEC_ID_AV1);
  private final AVCodecContext context = avcodec_alloc_context3((AVCodec) null);
  private final BytePointer output = new BytePointer((BytePointer) null);
  private final IntPointer outputSize = new IntPointer(1);

  Av1Size() {
    parser.flags(parser.flags() | AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES);
  }

  /** Whether the pictures up to this packet may be decoded. */
  boolean isWithin(AVPacket packet) {
    av_parser_parse2(
        parser,
        context,
        output,
        outputSize,
        packet.data(),
        packet.size(),
        packet.pts(),
        packet.dts(),
        0);
    return (long) parser.width() * parser.height() <= LARGEST_AREA;
  }

  /** Why pictures are not decoded that are not {@linkplain #isWithin within}. */
  static CameraFailure excess() {
    return new CameraFailure(
        CameraFailure.Reason.UNSUPPORTED_CODEC,
        "AV1 pictures of more than %d pixels are not decoded".formatted(LARGEST_AREA));
  }

  @Override
  public void close() {
    av_parser_close(parser);
    avcodec_free_context(context);
    output.close();
    outputSize.close();
  }
}
