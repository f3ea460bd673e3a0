package io.vedette.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** A video's packets as they are in another file, as editors cut and convert without loss. */
final class Remux {
  private Remux() {}

  /**
   * Copies a video of one stream.
   *
   * @param to its ending tells the container
   * @param cutMicros so much is not to be shown; what later pictures refer to stays in the file
   */
  static void copy(Path from, Path to, long cutMicros) {
    AVFormatContext in = new AVFormatContext(null);
    AVFormatContext out = new AVFormatContext(null);
    AVPacket packet = av_packet_alloc();
    check(avformat_open_input(in, from.toString(), null, null));
    check(avformat_find_stream_info(in, (AVDictionary) null));
    check(avformat_alloc_output_context2(out, (AVOutputFormat) null, null, to.toString()));
    AVStream source = in.streams(0);
    AVStream target = avformat_new_stream(out, null);
    check(avcodec_parameters_copy(target.codecpar(), source.codecpar()));
    target.codecpar().codec_tag(0);
    AVIOContext file = new AVIOContext(null);
    check(avio_open(file, to.toString(), AVIO_FLAG_WRITE));
    out.pb(file);
    check(avformat_write_header(out, (AVDictionary) null));
    long cut = cutMicros * source.time_base().den() / source.time_base().num() / 1_000_000;
    while (av_read_frame(in, packet) >= 0) {
      packet.pts(packet.pts() - cut);
      packet.dts(packet.dts() - cut);
      av_packet_rescale_ts(packet, source.time_base(), target.time_base());
      check(av_interleaved_write_frame(out, packet));
    }
    check(av_write_trailer(out));
    avio_closep(file);
    avformat_free_context(out);
    avformat_close_input(in);
    av_packet_free(packet);
  }

  private static void check(int code) {
    assertThat(code).isNotNegative();
  }
}
