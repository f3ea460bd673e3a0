package io.vedette.camera;

import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.vedette.camera.link.Address;
import io.vedette.camera.link.Connector;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.Traffic;
import io.vedette.camera.rtsp.RtspSource;
import io.vedette.picture.FfmpegLog;
import io.vedette.picture.FfmpegLog.Complaint;
import io.vedette.runtime.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/** The RTP packets of an RTSP session, which FFmpeg's {@code sdp} demuxer puts together. */
final class RtspFeed implements CameraFeed {
  private static final int MOST_OUTDATED = 50;
  private static final int SDP_ROOM = 1 << 15;

  private final RtspSource source;
  private final Traffic traffic;
  private final boolean isTcp;
  private final FeedContext description;
  private final FeedContext packets;
  private long outdated = FfmpegLog.count(Complaint.OUTDATED);

  RtspFeed(Connector connector, Traffic traffic, Address address, boolean isTcp) {
    this.source = RtspSource.open(connector, address, isTcp);
    this.traffic = traffic;
    this.isTcp = isTcp;
    ByteBuffer text = ByteBuffer.wrap(source.description().getBytes(StandardCharsets.UTF_8));
    this.description = FeedContext.ofBytes((into, most) -> take(text, into, most), SDP_ROOM);
    this.packets = FeedContext.ofPackets((into, most) -> packet(into), RtspSource.LARGEST_PACKET);
  }

  @Override
  public int open(AVFormatContext context) {
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "protocol_whitelist", "none", 0);
    av_dict_set(options, "sdp_flags", "custom_io", 0);
    // With a queue FFmpeg tells of packets that the camera left out, and only then.
    av_dict_set(options, "reorder_queue_size", isTcp ? "2" : "100", 0);
    context.pb(description.context());
    int code = avformat_open_input(context, "", av_find_input_format("sdp"), options);
    av_dict_free(options);
    if (code >= 0) {
      context.pb(packets.context());
    }
    return code;
  }

  @Override
  public void beginPicture() {
    traffic.picture();
    outdated = FfmpegLog.count(Complaint.OUTDATED);
  }

  @Override
  public @Nullable Failure failure() {
    Failure inDescription = description.failure();
    return inDescription == null ? packets.failure() : inDescription;
  }

  @Override
  public void close() {
    source.close();
    packets.close();
    description.close();
  }

  /** Ends when all that comes is older to FFmpeg than what came. */
  private int packet(byte[] into) {
    if (FfmpegLog.count(Complaint.OUTDATED) - outdated > MOST_OUTDATED) {
      throw new LinkFailure(LinkFailure.Kind.ENDED, "began its RTP stream anew");
    }
    return source.read(into);
  }

  private static int take(ByteBuffer text, byte[] into, int most) {
    int count = Math.min(text.remaining(), most);
    text.get(into, 0, count);
    return count;
  }
}
