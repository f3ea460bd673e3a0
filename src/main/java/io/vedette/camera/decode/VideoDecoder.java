package io.vedette.camera.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_OUTPUT_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FLV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H263;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.vedette.camera.coded.HevcSequence;
import io.vedette.camera.coded.NalCodec;
import io.vedette.camera.report.CameraFailure;
import io.vedette.config.DataSize;
import io.vedette.picture.Picture;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * A video decoder: packets to pictures, on one thread. Damaged pictures are left out, and so are
 * those after them until a whole one: a key frame; for H.264 and H.265 also one at which FFmpeg's
 * decoder reports a recovery point, or that {@link RefreshProof} detects. Confined to one thread;
 * caller closes.
 */
public final class VideoDecoder implements AutoCloseable {
  /** The name of the decoders that need no device. */
  public static final String SOFTWARE = "software";

  private static final int LEAST_KEPT = 1;

  /**
   * The memory for {@link RefreshProof}, enough for 1080p with four kept pictures: a camera may
   * cost little beyond its decoder.
   */
  private static final DataSize MOST_FOR_PROOF = DataSize.parse("48MiB");

  private static final Set<Integer> OF_CAMERAS =
      Set.of(
          AV_CODEC_ID_H264,
          AV_CODEC_ID_HEVC,
          AV_CODEC_ID_MJPEG,
          AV_CODEC_ID_MPEG4,
          AV_CODEC_ID_VP8,
          AV_CODEC_ID_VP9,
          AV_CODEC_ID_AV1,
          AV_CODEC_ID_H263,
          AV_CODEC_ID_FLV1,
          AV_CODEC_ID_MPEG1VIDEO,
          AV_CODEC_ID_MPEG2VIDEO);

  /**
   * The codecs whose decoders output no picture before all pictures that it refers to are whole.
   */
  private static final Set<Integer> KNOWING_WHOLE = Set.of(AV_CODEC_ID_H264, AV_CODEC_ID_HEVC);

  private static final int UNSHOWN_KEY = AV_PKT_FLAG_KEY | AV_PKT_FLAG_DISCARD;

  private final DecoderOpener opener;
  private final @Nullable HardwareDevice device;
  private final boolean knowsWhole;
  private final boolean isHevc;
  private final int lengthBytes;
  private final @Nullable Av1Size size;
  private final AVFrame frame = av_frame_alloc();
  private PictureMemory memory;
  private AVCodecContext context;
  private @Nullable RefreshProof proof;
  private int hevcKept = LEAST_KEPT;
  private boolean canProve;
  private boolean isClean;
  private boolean isProven;
  private boolean isKeysOnly;
  private boolean hasSkipped;
  private boolean isFed;
  private boolean isDraining;
  private long damaged;
  private long skipped;

  private VideoDecoder(DecoderOpener opener, DataSize most, @Nullable HardwareDevice device) {
    int codec = opener.parameters().codec_id();
    this.opener = opener;
    this.device = device;
    this.knowsWhole = KNOWING_WHOLE.contains(codec);
    this.canProve = knowsWhole && device == null;
    this.isHevc = codec == AV_CODEC_ID_HEVC;
    this.memory = new PictureMemory(most, opener.isIntraOnly());
    this.lengthBytes = NalCodec.H265.lengthBytes(Packets.configuration(opener.parameters()));
    try {
      if (isHevc) {
        HevcSequence.declared(Packets.configuration(opener.parameters())).ifPresent(this::note);
      }
      this.context = opener.open(memory, device);
    } catch (CameraFailure e) {
      av_frame_free(frame);
      memory.close();
      if (device != null) {
        device.close();
      }
      throw e;
    }
    this.size = codec == AV_CODEC_ID_AV1 ? new Av1Size() : null;
  }

  /**
   * Opens a decoder for a stream.
   *
   * @param name {@code software} or a hardware decoder to try first
   * @param most largest memory of the pictures that the decoder keeps
   * @throws CameraFailure when the codec is not supported
   */
  public static VideoDecoder open(AVCodecParameters parameters, String name, DataSize most) {
    DecoderOpener opener = DecoderOpener.of(parameters, most);
    @Nullable HardwareDevice device =
        name.equals(SOFTWARE) ? null : HardwareDevice.open(name, opener.codec());
    return new VideoDecoder(opener, most, device);
  }

  /** Whether a codec is one that cameras use; FFmpeg has hundreds more, for files. */
  public static boolean isOfCameras(AVCodecParameters parameters) {
    return OF_CAMERAS.contains(parameters.codec_id());
  }

  /** Sets whether to decode key frames only, which costs a fraction. */
  public void keyFramesOnly(boolean only) {
    isKeysOnly = only;
  }

  /**
   * Notes that packets are missing: pictures of earlier packets are still output, and then none
   * before one that is whole without those.
   */
  void restart() {
    endProof();
    if (isFed && !isDraining) {
      avcodec_send_packet(context, null);
      isDraining = true;
    }
  }

  /** Gives the decoder a packet, or null after the last one; damaged packets are no error here. */
  void send(@Nullable AVPacket packet) {
    if (packet == null) {
      avcodec_send_packet(context, null);
      return;
    }
    check(packet);
    boolean isKey = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    if (isKeysOnly && !isKey) {
      hasSkipped = true;
      skipped++;
      return;
    }
    if (hasSkipped) {
      flush(); // what is sent now refers to nothing before it
    }
    decode(packet);
    if (isKeysOnly) {
      giveAtOnce();
    }
  }

  /**
   * Outputs all pictures of the packets so far without waiting for more; the next packet must begin
   * the stream again.
   */
  void giveAtOnce() {
    if (context.has_b_frames() > 0) {
      restart();
    }
  }

  /** The number of packets that were not decoded since key frames were enough. */
  public long skipped() {
    return skipped;
  }

  /** The number of damaged pictures, which were left out, and of packets without a picture. */
  public long damaged() {
    return damaged;
  }

  /** The next picture, or null when the decoder needs another packet; caller closes it. */
  @Nullable Picture receive() {
    int code = avcodec_receive_frame(context, frame);
    while (code >= 0) {
      if (isWhole() && (device == null || device.download(frame) >= 0)) {
        return Picture.takeFrom(frame);
      }
      av_frame_unref(frame);
      code = avcodec_receive_frame(context, frame);
    }
    memory.check();
    if (isDraining) {
      flush();
    }
    return proof == null ? null : proven(proof);
  }

  /** Discards all packets and pictures, after a jump in the stream. */
  void flush() {
    endProof();
    avcodec_flush_buffers(context);
    context.flags(context.flags() & ~AV_CODEC_FLAG_OUTPUT_CORRUPT);
    canProve = knowsWhole && device == null;
    isClean = false;
    isProven = false;
    isFed = false;
    isDraining = false;
    hasSkipped = false;
  }

  @Override
  public void close() {
    endProof();
    av_frame_free(frame);
    avcodec_free_context(context);
    memory.close();
    if (size != null) {
      size.close();
    }
    if (device != null) {
      device.close();
    }
  }

  /** Checks that a packet's pictures fit into the memory, before the decoder allocates any. */
  private void check(AVPacket packet) {
    if (size != null && !size.isWithin(packet)) {
      throw Av1Size.excess();
    }
    if (isHevc) {
      HevcSequence.of(Packets.bytes(packet), lengthBytes).ifPresent(this::note);
    }
  }

  private void note(HevcSequence sequence) {
    hevcKept = sequence.kept();
    if (device == null) {
      PictureMemory.require(opener.most(), sequence);
    }
  }

  private void decode(AVPacket packet) {
    prove(packet);
    int code = avcodec_send_packet(context, packet);
    memory.check();
    if (code < 0) {
      damaged++;
      isClean = false;
      restart();
      return;
    }
    isFed = true;
    // What an edit list cuts off is decoded, since others refer to it, but never given.
    isClean |= packet.size() > 0 && (packet.flags() & UNSHOWN_KEY) == UNSHOWN_KEY;
  }

  private void prove(AVPacket packet) {
    boolean isInTheMiddle = !isClean && !isDraining && (packet.flags() & AV_PKT_FLAG_KEY) == 0;
    if (proof == null && isInTheMiddle && canProve) {
      PictureMemory shared = new PictureMemory(MOST_FOR_PROOF, opener.isIntraOnly());
      proof = new RefreshProof(opener.open(shared, null), opener.open(shared, null), shared);
    }
    if (proof != null) {
      proof.send(packet);
    }
  }

  /**
   * The first whole picture, if it was detected; the decoder that decoded it replaces the present
   * one.
   */
  private @Nullable Picture proven(RefreshProof present) {
    int kept = isHevc ? hevcKept : Math.max(LEAST_KEPT, context.refs()) + context.has_b_frames();
    AVFrame whole = present.receive(kept);
    if (whole == null) {
      if (present.isGivenUp()) {
        canProve = false;
        endProof();
      }
      return null;
    }
    av_frame_move_ref(frame, whole);
    avcodec_free_context(context);
    memory.close();
    memory = present.memory();
    context = present.handOver();
    endProof();
    isClean = true;
    isProven = true;
    return Picture.takeFrom(frame);
  }

  private void endProof() {
    if (proof != null) {
      proof.close();
      proof = null;
    }
  }

  /**
   * Whether the picture is undamaged; damage spreads through the pictures that refer to a damaged
   * one.
   */
  private boolean isWhole() {
    if (isDamaged()) {
      damaged++;
      flush();
      return false;
    }
    isClean |= knowsWhole || (frame.flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0;
    if (isClean) {
      endProof();
    }
    return isClean;
  }

  private boolean isDamaged() {
    // A decoder that began in the middle of a stream takes all that follows for damaged.
    boolean isMarked = !isProven && (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0;
    return isMarked || frame.decode_error_flags() != 0;
  }
}
