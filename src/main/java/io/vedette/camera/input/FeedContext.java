package io.vedette.camera.input;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.vedette.picture.Opaques;
import io.vedette.runtime.Failure;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * FFmpeg's I/O context of a {@link ByteFeed}, which also keeps the reason why the feed ended.
 * Confined to the reading thread; caller closes, after the media that reads from it.
 */
final class FeedContext implements AutoCloseable {
  private static final Opaques<FeedContext> ALL = new Opaques<>();
  private static final Reader READER = new Reader();

  // FFmpeg writes RTCP reports into the place behind what it has read.
  private static final int MARGIN = 64;

  private final Pointer opaque = ALL.add(this);
  private final ByteFeed feed;
  private final byte[] bytes;
  private final AVIOContext context;
  private @Nullable Failure failure;

  private FeedContext(ByteFeed feed, int largest) {
    this.feed = feed;
    this.bytes = new byte[largest];
    int room = 2 * largest + MARGIN;
    BytePointer buffer = new BytePointer(av_malloc(room));
    this.context =
        avio_alloc_context(
            buffer,
            room,
            0,
            opaque,
            READER,
            (Write_packet_Pointer_BytePointer_int) null,
            (Seek_Pointer_long_int) null);
  }

  /**
   * The context of a feed without boundaries of packets.
   *
   * @param most largest number of bytes that is read at once
   */
  static FeedContext ofBytes(ByteFeed feed, int most) {
    return new FeedContext(feed, most);
  }

  /**
   * The context of a feed that returns one packet each time.
   *
   * @param largest size of the largest packet, for which there is always room
   */
  static FeedContext ofPackets(ByteFeed feed, int largest) {
    FeedContext made = new FeedContext(feed, largest);
    made.context.max_packet_size(largest);
    made.context.direct(1); // else what FFmpeg writes to it waits for room for ever
    return made;
  }

  AVIOContext context() {
    return context;
  }

  /** Lets FFmpeg read again after {@link ByteFeed#LATER}, which it takes for the end. */
  void resume() {
    context.eof_reached(0);
    context.error(0);
  }

  /** The reason why there are no more bytes; null while there are, and at a proper end. */
  @Nullable Failure failure() {
    return failure;
  }

  @Override
  public void close() {
    av_free(context.buffer());
    avio_context_free(context);
    ALL.remove(opaque);
  }

  private int fill(BytePointer into, int room) {
    try {
      int count = feed.read(bytes, Math.min(bytes.length, room));
      if (count == ByteFeed.LATER) {
        return AVERROR_EAGAIN();
      }
      if (count == 0) {
        return AVERROR_EOF;
      }
      into.put(bytes, 0, count);
      return count;
    } catch (Failure e) {
      failure = e;
      return AVERROR_EXIT;
    }
  }

  /** The callback from FFmpeg, one for all feeds; it must not throw. */
  private static final class Reader extends Read_packet_Pointer_BytePointer_int {
    private Reader() {
      super(); // allocates the native side
    }

    @Override
    public int call(Pointer opaque, BytePointer into, int room) {
      @Nullable FeedContext asked = ALL.of(opaque);
      if (asked == null) {
        return AVERROR_EXIT;
      }
      try {
        return asked.fill(into, room);
      } catch (RuntimeException | Error e) {
        asked.failure = Failure.retry("reading failed: " + e, e);
        return AVERROR_EXIT;
      }
    }
  }
}
