package io.vedette.camera.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_OUTPUT_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_linesize;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * The detection of the first whole picture in a stream that was joined in the middle and does not
 * announce its refreshes. Two decoders start from a black and from a white picture; when both give
 * equal pictures, nothing visible is left of the start. Equal means nearly: filters carry a little
 * over from earlier pictures. Confined to one thread; caller closes.
 */
final class RefreshProof implements AutoCloseable {
  private static final int MOST_PLANES = 4;
  private static final int EIGHT_BITS = 8;

  /** Mean difference of samples, of 255, up to which two pictures are alike. */
  private static final int MOST_MEAN = 2;

  /**
   * The largest invisible difference of a sample, of 255; one sample in a thousand may differ more.
   */
  private static final int SEEN = 32;

  private static final int RARE = 1000;

  private final AVCodecContext black;
  private final AVCodecContext white;
  private final PictureMemory memory;
  private final AVFrame blackFrame = av_frame_alloc();
  private final AVFrame whiteFrame = av_frame_alloc();
  private int depth;
  private int painted;
  private int alike;
  private boolean isGivenUp;
  private boolean isHandedOver;

  /**
   * @param black a decoder that nothing else uses; freed by this unless it is handed over
   * @param white another such decoder; freed by this
   * @param memory of both; closed by this unless it is handed over
   */
  RefreshProof(AVCodecContext black, AVCodecContext white, PictureMemory memory) {
    this.black = black;
    this.white = white;
    this.memory = memory;
    for (AVCodecContext each : new AVCodecContext[] {black, white}) {
      each.flags(each.flags() | AV_CODEC_FLAG_OUTPUT_CORRUPT);
    }
  }

  /**
   * Whether detection failed for good: the decoders differ in what they accept, or need too much
   * memory.
   */
  boolean isGivenUp() {
    return isGivenUp;
  }

  /** Decodes the next packet of the stream. */
  void send(AVPacket packet) {
    if (!isGivenUp) {
      int first = avcodec_send_packet(black, packet);
      int second = avcodec_send_packet(white, packet);
      isGivenUp = first != second || memory.isRefused();
    }
  }

  /**
   * The next picture that is proven to be whole; null when there is none yet.
   *
   * @param kept the largest number of pictures that the stream may refer to, or hold back
   * @return a picture valid until the next call
   */
  @Nullable AVFrame receive(int kept) {
    while (!isGivenUp) {
      av_frame_unref(blackFrame);
      av_frame_unref(whiteFrame);
      int first = avcodec_receive_frame(black, blackFrame);
      int second = avcodec_receive_frame(white, whiteFrame);
      isGivenUp = first >= 0 != second >= 0 || memory.isRefused();
      if (first < 0 || isGivenUp) {
        return null;
      }
      if (painted < kept) {
        painted++;
        paint(blackFrame, 0);
        paint(whiteFrame, (1 << depth(whiteFrame)) - 1);
      } else {
        alike = isAlike() ? alike + 1 : 0;
        if (alike >= kept) {
          return blackFrame;
        }
      }
    }
    return null;
  }

  /**
   * The decoder that goes on with the stream; from now on the caller frees it, and its {@link
   * #memory}.
   */
  AVCodecContext handOver() {
    isHandedOver = true;
    return black;
  }

  PictureMemory memory() {
    return memory;
  }

  @Override
  public void close() {
    av_frame_free(blackFrame);
    av_frame_free(whiteFrame);
    avcodec_free_context(white);
    if (!isHandedOver) {
      avcodec_free_context(black);
      memory.close();
    }
  }

  private static int depth(AVFrame frame) {
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(frame.format());
    return format == null || format.isNull() ? EIGHT_BITS : format.comp(0).depth();
  }

  /**
   * Fills a picture with one value; the frame shares its pixels with the decoder, which refers to
   * them later.
   */
  private static void paint(AVFrame frame, int value) {
    boolean isDeep = depth(frame) > EIGHT_BITS;
    for (int plane = 0; plane < MOST_PLANES; plane++) {
      byte[] line = new byte[lineBytes(frame, plane)];
      for (int i = 0; i < line.length; i++) {
        line[i] = (byte) (isDeep && i % 2 == 1 ? value >> EIGHT_BITS : value);
      }
      for (int y = 0; y < rows(frame, plane); y++) {
        row(frame, plane, y).put(line);
      }
    }
  }

  /** Whether the brightness of both pictures is equal, except for invisible differences. */
  private boolean isAlike() {
    byte[] first = new byte[lineBytes(blackFrame, 0)];
    byte[] second = new byte[first.length];
    long apart = 0;
    long seen = 0;
    depth = depth(blackFrame);
    int step = depth > EIGHT_BITS ? 2 : 1;
    for (int y = 0; y < blackFrame.height(); y++) {
      row(blackFrame, 0, y).get(first);
      row(whiteFrame, 0, y).get(second);
      if (!Arrays.equals(first, second)) {
        for (int x = 0; x < first.length; x += step) {
          int difference = Math.abs(sample(first, x, step) - sample(second, x, step));
          apart += difference;
          seen += difference > SEEN ? 1 : 0;
        }
      }
    }
    long samples = (long) blackFrame.width() * blackFrame.height();
    return apart <= MOST_MEAN * samples && seen * RARE <= samples;
  }

  /** A sample in eight bits. */
  private int sample(byte[] line, int at, int bytes) {
    int low = line[at] & 0xff;
    return bytes == 1 ? low : (low | ((line[at + 1] & 0xff) << EIGHT_BITS)) >> (depth - EIGHT_BITS);
  }

  private static int lineBytes(AVFrame frame, int plane) {
    return Math.max(0, av_image_get_linesize(frame.format(), frame.width(), plane));
  }

  private static int rows(AVFrame frame, int plane) {
    BytePointer data = frame.data(plane);
    if (data == null || data.isNull()) {
      return 0;
    }
    int shift = av_pix_fmt_desc_get(frame.format()).log2_chroma_h();
    boolean isChroma = plane == 1 || plane == 2;
    return isChroma ? -(-frame.height() >> shift) : frame.height();
  }

  private static BytePointer row(AVFrame frame, int plane, int y) {
    return frame.data(plane).position((long) y * frame.linesize(plane));
  }
}
