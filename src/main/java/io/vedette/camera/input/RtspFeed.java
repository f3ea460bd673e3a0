package io.vedette.camera.input;

import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.vedette.camera.link.Address;
import io.vedette.camera.link.Connector;
import io.vedette.camera.link.Traffic;
import io.vedette.camera.rtsp.RtspSource;
import io.vedette.runtime.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/** The RTP packets of an RTSP session as a feed for FFmpeg's {@code sdp} demuxer. */
final class RtspFeed implements CameraFeed {
  private static final int HEADER = 12;
  private static final int STAMP = 4;
  private static final int MARK = 0x80;
  private static final int FIRST_REPORT = 192;
  private static final int LAST_REPORT = 223;
  private static final int SDP_ROOM = 1 << 15;

  private final RtspSource source;
  private final Traffic traffic;
  private final FeedContext description;
  private final FeedContext packets;
  private final boolean isHevc;
  private boolean stopsAtMarks;
  private boolean isMarked;
  private long stamp = AV_NOPTS_VALUE;

  RtspFeed(Connector connector, Traffic traffic, Address address, boolean isTcp) {
    this.source = RtspSource.open(connector, address, isTcp);
    this.traffic = traffic;
    this.isHevc = source.description().contains(" H265/");
    ByteBuffer text = ByteBuffer.wrap(source.description().getBytes(StandardCharsets.UTF_8));
    this.description = FeedContext.ofBytes((into, most) -> take(text, into, most), SDP_ROOM);
    this.packets = FeedContext.ofPackets((into, most) -> packet(into), RtspSource.LARGEST_PACKET);
  }

  @Override
  public int open(AVFormatContext context) {
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "protocol_whitelist", "none", 0);
    av_dict_set(options, "sdp_flags", "custom_io", 0);
    av_dict_set(options, "reorder_queue_size", "0", 0); // they are in order
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
  }

  @Override
  public void stopAtMarks() {
    stopsAtMarks = true;
  }

  @Override
  public long stamp() {
    return stamp;
  }

  @Override
  public long lost() {
    return source.lost();
  }

  @Override
  public void resume() {
    packets.resume();
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

  private int packet(byte[] into) {
    if (isMarked) {
      isMarked = false;
      return ByteFeed.LATER;
    }
    int length = source.read(into);
    if (isHevc) {
      length = WholeFragment.undo(into, length);
    }
    if (length >= HEADER) {
      note(ByteBuffer.wrap(into));
    }
    return length;
  }

  private void note(ByteBuffer packet) {
    int kind = packet.get(1) & 0xff;
    if (kind >= FIRST_REPORT && kind <= LAST_REPORT) {
      return;
    }
    isMarked = stopsAtMarks && (kind & MARK) != 0;
    int present = packet.getInt(STAMP);
    stamp = stamp == AV_NOPTS_VALUE ? present & 0xffffffffL : stamp + (present - (int) stamp);
  }

  private static int take(ByteBuffer text, byte[] into, int most) {
    int count = Math.min(text.remaining(), most);
    text.get(into, 0, count);
    return count;
  }
}
