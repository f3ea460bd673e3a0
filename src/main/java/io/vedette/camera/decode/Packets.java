package io.vedette.camera.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_PRFT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Access to fields of FFmpeg's packets, streams and files. Thread-safe. */
public final class Packets {
  // Files whose writer knew no time say 1904 or 1970.
  private static final Instant FIRST_CREDIBLE = Instant.parse("1980-01-01T00:00:00Z");

  private static final double MICROS = 1e6;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private Packets() {}

  /** The bytes of a packet, not copied; valid as long as the packet. */
  public static ByteBuffer bytes(AVPacket packet) {
    BytePointer data = packet.data();
    return data == null || packet.size() == 0
        ? NOTHING
        : data.capacity(packet.size()).asByteBuffer();
  }

  /** The decoder configuration in a stream's description; empty where there is none. */
  public static byte[] configuration(AVCodecParameters parameters) {
    byte[] configuration = new byte[Math.max(0, parameters.extradata_size())];
    if (configuration.length > 0) {
      parameters.extradata().get(configuration);
    }
    return configuration;
  }

  /** The capture time of a packet by the camera's clock, in µs; -1 if not known. */
  public static long senderMicros(AVPacket packet) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      BytePointer data = av_packet_get_side_data(packet, AV_PKT_DATA_PRFT, size);
      return data == null || data.isNull() ? -1 : data.getLong();
    }
  }

  /** The number of shown pictures that a file declares; 0 when it declares none. */
  public static long shownFrames(AVStream stream) {
    // What an edit list cuts off is counted, but not in the index.
    long indexed = avformat_index_get_entries_count(stream);
    return indexed > 0 ? Math.min(stream.nb_frames(), indexed) : stream.nb_frames();
  }

  /** The approximate number of pictures in a file; 0 when not known. */
  public static long frames(AVFormatContext context, AVStream video) {
    if (video.nb_frames() > 0) {
      return video.nb_frames();
    }
    AVRational rate = video.avg_frame_rate();
    double seconds = context.duration() / MICROS;
    return seconds > 0 && rate.den() > 0 ? Math.round(seconds * rate.num() / rate.den()) : 0;
  }

  /** The begin of a recording according to its file; empty when the file has none. */
  public static Optional<Instant> createdAt(AVFormatContext context) {
    AVDictionaryEntry entry =
        av_dict_get(context.metadata(), "creation_time", (AVDictionaryEntry) null, 0);
    if (entry == null || entry.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(entry.value().getString()))
          .filter(time -> time.isAfter(FIRST_CREDIBLE));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
