package io.vedette.camera.http;

import io.vedette.camera.link.Address;
import io.vedette.camera.link.Authentication;
import io.vedette.camera.link.Connection;
import io.vedette.camera.link.Connector;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.camera.link.MessageHead;
import io.vedette.camera.link.WrongProtocol;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a camera's answer to a GET, after redirects and authentication. Confined to one
 * thread; caller closes.
 */
public final class HttpSource implements AutoCloseable {
  private static final int BAD_REQUEST = 400;
  private static final int MOST_ANSWERS = 2;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Connection connection;
  private final MessageHead head;
  private final PeekedBody body;

  private HttpSource(Connection connection, MessageHead head) {
    this.connection = connection;
    this.head = head;
    this.body = new PeekedBody(HttpBody.of(connection, head));
  }

  /**
   * Connects and requests the stream.
   *
   * @throws LinkFailure when the camera does not send it
   */
  public static HttpSource open(Connector connector, Address address) {
    Connection connection = connector.connect(address);
    try {
      @Nullable Authentication authentication = authentication(connection.address());
      MessageHead head = get(connection, authentication);
      int answers = 0;
      while (true) {
        if (isRedirect(head)) { // the connector bounds how often
          connection = connector.redirect(connection, head.field("location").orElse(null));
          authentication = authentication(connection.address());
          answers = 0;
        } else if (answers < MOST_ANSWERS && isWorthAnswering(head, authentication, answers > 0)) {
          connection = connector.again(connection);
          answers++;
        } else {
          break;
        }
        head = get(connection, authentication);
      }
      requireStream(head);
      return new HttpSource(connection, head);
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether the answer declares a multipart body without an end. */
  public boolean isMultipart() {
    return mediaType().startsWith("multipart/");
  }

  /**
   * Whether the body consists of JPEGs, one or many; else FFmpeg has to recognise its format. Waits
   * for the body's beginning where the media type is not clear; to be called before anything is
   * read.
   *
   * @throws LinkFailure when it is a web page or another text
   */
  public boolean isMotionJpeg() {
    if (isMultipart()) {
      return true;
    }
    BodyKind kind = BodyKind.of(body.beginning(BodyKind.LOOKED_AT));
    if (kind == BodyKind.TEXT) {
      throw noStream();
    }
    return kind == BodyKind.JPEGS;
  }

  /**
   * The body as pictures.
   *
   * @param largest most bytes of one
   */
  public MotionJpeg pictures(long largest) {
    return new MotionJpeg(body::read, largest);
  }

  /**
   * Reads the bytes of the body that are there, at least one.
   *
   * @return their number; 0 at the end
   */
  public int read(byte[] into, int most) {
    return body.read(into, most);
  }

  @Override
  public void close() {
    connection.close();
  }

  /** The media type in lower case, without parameters; empty where there is none. */
  private String mediaType() {
    return HttpBody.mediaType(head);
  }

  private LinkFailure noStream() {
    String type = mediaType().isEmpty() ? "text" : mediaType();
    return new LinkFailure(
        Kind.UNSUPPORTED_CODEC,
        "is not a video stream, but %s; did you mean %s?"
            .formatted(type, "rtsp://" + connection.address().host() + "/…"));
  }

  private static MessageHead get(Connection connection, @Nullable Authentication authentication) {
    Address address = connection.address();
    String target = address.target().isEmpty() ? "/" : address.target();
    Optional<String> login =
        authentication == null ? Optional.empty() : authentication.header("GET", target);
    connection.write(
        "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Vedette\r\nAccept: */*\r\nConnection: close\r\n%s\r\n"
            .formatted(
                target,
                address.authority(),
                login.map(value -> "Authorization: " + value + "\r\n").orElse("")));
    WrongProtocol.requireAnswer(connection);
    MessageHead answer = MessageHead.read(connection::read);
    if (isOfRtspServer(answer)) {
      throw WrongProtocol.of(address);
    }
    return answer;
  }

  /**
   * Whether a refusal comes from an RTSP server, which speaks HTTP only for tunnels through
   * proxies.
   */
  private static boolean isOfRtspServer(MessageHead head) {
    boolean isRefusal = head.isAnswer() && head.status() >= BAD_REQUEST;
    String server = head.field("server").orElse("").toUpperCase(Locale.ROOT);
    return head.isOf("RTSP") || (isRefusal && server.contains("RTSP"));
  }

  private static @Nullable Authentication authentication(Address address) {
    return address.login().map(Authentication::new).orElse(null);
  }

  private static boolean isRedirect(MessageHead head) {
    return REDIRECTS.contains(head.status());
  }

  private static boolean isWorthAnswering(
      MessageHead head, @Nullable Authentication authentication, boolean answered) {
    return head.isUnauthorized()
        && authentication != null
        && authentication.challenged(head.fields("www-authenticate"), answered);
  }

  private static void requireStream(MessageHead head) {
    head.requireSuccess("GET");
    String encoding = head.field("content-encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw new LinkFailure(
          Kind.UNSUPPORTED_CODEC, "compresses its answer although it was not asked to");
    }
  }
}
