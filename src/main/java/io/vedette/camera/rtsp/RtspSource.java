package io.vedette.camera.rtsp;

import io.vedette.camera.link.Address;
import io.vedette.camera.link.Connection;
import io.vedette.camera.link.Connector;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.camera.link.MessageHead;
import java.util.regex.Pattern;

/**
 * The video stream of a camera while it plays: its description and its RTP packets. Confined to one
 * thread; caller closes.
 */
public final class RtspSource implements AutoCloseable {
  /** The size of the largest packet, in bytes. */
  public static final int LARGEST_PACKET = RtpPackets.LARGEST;

  private static final int UNSUPPORTED_TRANSPORT = 461;
  // Over UDP, packets that wait for an earlier one.
  private static final int MOST_AHEAD = 100;

  private static final String PLAY_FROM_NOW = "Range: npt=0.000-";
  private static final Pattern BASE = Pattern.compile("rtsps?://\\p{Graph}{1,2000}");

  private final RtspDialogue dialogue;
  private final SessionDescription description;
  private final OrderedPackets packets;

  private RtspSource(
      RtspDialogue dialogue, SessionDescription description, OrderedPackets packets) {
    this.dialogue = dialogue;
    this.description = description;
    this.packets = packets;
  }

  /**
   * Connects and starts the stream.
   *
   * @param prefersTcp whether to request packets over the RTSP connection first, and UDP only where
   *     the camera refuses that; else UDP first
   * @throws LinkFailure when the camera does not send it
   */
  public static RtspSource open(Connector connector, Address address, boolean prefersTcp) {
    RtspDialogue dialogue = new RtspDialogue(connector, address);
    try {
      dialogue.learn(dialogue.follow("OPTIONS").head());
      RtspDialogue.Answer described =
          RtspDialogue.require(dialogue.follow("DESCRIBE", "Accept: application/sdp"), "DESCRIBE");
      SessionDescription description = SessionDescription.of(described.body());
      String base = base(description, described.head(), dialogue.address());
      OrderedPackets packets = setUp(dialogue, description.streamUrl(base), base, prefersTcp);
      return new RtspSource(dialogue, description, packets);
    } catch (RuntimeException e) {
      dialogue.close();
      throw e;
    }
  }

  /** The description of the one stream, for FFmpeg's {@code sdp} demuxer. */
  public String description() {
    return description.text();
  }

  /**
   * Waits for the next RTP packet in order, or an RTCP packet.
   *
   * @param into receives the packet, from its beginning; has at least {@link #LARGEST_PACKET} bytes
   * @return its length in bytes
   * @throws LinkFailure at the end of the session
   */
  public int read(byte[] into) {
    return packets.read(into);
  }

  /** The number of RTP packets that did not come, of those before the last one. */
  public long lost() {
    return packets.lost();
  }

  @Override
  public void close() {
    packets.close();
    dialogue.close();
  }

  private static String base(SessionDescription description, MessageHead head, Address address) {
    return description
        .sessionControl()
        .or(() -> head.field("content-base").filter(text -> BASE.matcher(text).matches()))
        .orElseGet(address::url);
  }

  private static OrderedPackets setUp(
      RtspDialogue dialogue, String stream, String session, boolean prefersTcp) {
    boolean isSecure = dialogue.address().isSecure();
    if (prefersTcp || isSecure) {
      RtspDialogue.Answer answer =
          dialogue.ask("SETUP", stream, "Transport: RTP/AVP/TCP;unicast;interleaved=0-1");
      if (isSecure || answer.head().status() != UNSUPPORTED_TRANSPORT) {
        MessageHead head = RtspDialogue.require(answer, "SETUP").head();
        return new OrderedPackets(interleaved(dialogue, head, session), 0, System::nanoTime);
      }
    }
    return new OrderedPackets(datagrams(dialogue, stream, session), MOST_AHEAD, System::nanoTime);
  }

  private static RtpPackets interleaved(RtspDialogue dialogue, MessageHead head, String session) {
    TransportHeader transport = TransportHeader.parse(head.field("transport"));
    if (!transport.isTcp()) {
      throw new LinkFailure(Kind.CORRUPT, "was asked for TCP, but answered with UDP");
    }
    dialogue.join(head, session);
    play(dialogue, session);
    return new InterleavedPackets(dialogue, transport);
  }

  private static RtpPackets datagrams(RtspDialogue dialogue, String stream, String session) {
    Connection connection = dialogue.connection();
    DatagramPackets packets = DatagramPackets.bind(connection.local());
    try {
      String ports = packets.port() + "-" + (packets.port() + 1);
      RtspDialogue.Answer answer =
          dialogue.ask("SETUP", stream, "Transport: RTP/AVP/UDP;unicast;client_port=" + ports);
      MessageHead head = RtspDialogue.require(answer, "SETUP").head();
      TransportHeader transport = TransportHeader.parse(head.field("transport"));
      if (transport.isTcp()) {
        throw new LinkFailure(Kind.CORRUPT, "was asked for UDP, but answered with TCP");
      }
      dialogue.join(head, session);
      packets.expect(connection.remote(), transport);
      play(dialogue, session);
      packets.start(dialogue);
      return packets;
    } catch (RuntimeException e) {
      packets.close();
      throw e;
    }
  }

  private static void play(RtspDialogue dialogue, String session) {
    RtspDialogue.require(dialogue.ask("PLAY", session, PLAY_FROM_NOW), "PLAY");
  }
}
