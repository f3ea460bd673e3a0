package io.vedette.simulator.video;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_CUSTOM_IO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_sdp_create;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import io.vedette.picture.Opaques;
import io.vedette.runtime.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * The packing of coded pictures into RTP packets with FFmpeg's rtp muxer. Each instance begins with
 * a random SSRC, sequence number and timestamp. Owns native memory. Confined to one thread.
 */
public final class RtpPacker implements AutoCloseable {
  /** Ticks of the RTP timestamp per second of video. */
  public static final int CLOCK_RATE = 90_000;

  /** RTP header and payload together; fits an Ethernet frame with IP and UDP around it. */
  private static final int PACKET_SIZE = 1400;

  private static final int SDP_SIZE = 4096;

  private static final Opaques<RtpPacker> ALL = new Opaques<>();
  private static final Sink SINK = new Sink();

  private final AVFormatContext muxer;
  private final AVIOContext output;
  private final AVPacket packet;
  private final String description;

  private final Pointer opaque = ALL.add(this);
  private List<byte[]> packets = new ArrayList<>();
  private boolean closed;

  /** Receives one RTP packet a call, for all packers. */
  private static final class Sink extends Write_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer opaque, BytePointer data, int size) {
      @Nullable RtpPacker packer = ALL.of(opaque);
      if (packer != null) {
        byte[] copy = new byte[size];
        data.position(0).get(copy);
        packer.packets.add(copy);
      }
      return size;
    }
  }

  /**
   * Opens a muxer.
   *
   * @param header the stream's parameter sets in Annex B
   */
  public RtpPacker(VideoSettings settings, byte[] header) {
    muxer = new AVFormatContext(null);
    check(avformat_alloc_output_context2(muxer, null, "rtp", null));
    BytePointer buffer = new BytePointer(av_malloc(PACKET_SIZE)).capacity(PACKET_SIZE);
    output = avio_alloc_context(buffer, PACKET_SIZE, 1, opaque, null, SINK, null);
    output.max_packet_size(PACKET_SIZE);
    muxer.pb(output);
    muxer.flags(muxer.flags() | AVFMT_FLAG_CUSTOM_IO);
    AVStream stream = avformat_new_stream(muxer, null);
    stream
        .codecpar()
        .codec_type(AVMEDIA_TYPE_VIDEO)
        .codec_id(AV_CODEC_ID_H264)
        .width(settings.width())
        .height(settings.height());
    BytePointer extra =
        new BytePointer(av_mallocz(header.length + AV_INPUT_BUFFER_PADDING_SIZE))
            .capacity(header.length);
    extra.put(header);
    stream.codecpar().extradata(extra).extradata_size(header.length);
    AVDictionary options = new AVDictionary(null);
    // Sender reports are each session's own: the first goes out with the first packet.
    av_dict_set(options, "rtpflags", "skip_rtcp", 0);
    int result = avformat_write_header(muxer, options);
    av_dict_free(options);
    check(result);
    packet = av_packet_alloc();
    description = describe();
  }

  /** The media part of the session description, as the muxer writes it. */
  public String description() {
    return description;
  }

  /**
   * The packets of one picture.
   *
   * @param time in ticks of {@link #CLOCK_RATE} since the packer's start
   */
  public List<byte[]> pack(CodedPicture picture, long time) {
    check(av_new_packet(packet, picture.data().length));
    packet.data().put(picture.data());
    packet.pts(time).dts(time).stream_index(0);
    packet.flags(picture.key() ? AV_PKT_FLAG_KEY : 0);
    int result = av_write_frame(muxer, packet);
    av_packet_unref(packet);
    check(result);
    List<byte[]> packed = packets;
    packets = new ArrayList<>();
    return packed;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      av_packet_free(packet);
      avformat_free_context(muxer);
      avio_context_free(output);
      ALL.remove(opaque);
    }
  }

  private String describe() {
    try (PointerPointer<AVFormatContext> contexts = new PointerPointer<>(1);
        BytePointer text = new BytePointer(SDP_SIZE)) {
      contexts.put(0, muxer);
      check(av_sdp_create(contexts, 1, text, SDP_SIZE));
      return text.getString(StandardCharsets.US_ASCII);
    }
  }

  private static void check(int result) {
    if (result < 0) {
      throw Failure.stop("simulator: FFmpeg's rtp muxer failed with error " + result);
    }
  }
}
