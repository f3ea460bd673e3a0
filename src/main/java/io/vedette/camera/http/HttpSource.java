package io.vedette.camera.http;

import io.vedette.camera.link.Address;
import io.vedette.camera.link.Authentication;
import io.vedette.camera.link.Connection;
import io.vedette.camera.link.Connector;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.camera.link.MessageHead;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a camera's answer to one GET, redirects followed and challenges answered. Confined to
 * one thread; caller closes.
 */
public final class HttpSource implements AutoCloseable {
  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;
  private static final int MOST_ANSWERS = 2;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Connection connection;
  private final MessageHead head;
  private final Body body;

  private HttpSource(Connection connection, MessageHead head) {
    this.connection = connection;
    this.head = head;
    this.body = Body.of(connection, head);
  }

  /**
   * Connects and asks for the stream.
   *
   * @throws LinkFailure when the camera does not give it
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

  /** The body's media type in lower case, without parameters; empty where it is not said. */
  public String mediaType() {
    return head.field("content-type")
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .orElse("");
  }

  /**
   * Reads what is there of the body, at least one byte.
   *
   * @return how many; 0 at the end
   */
  public int read(byte[] into, int most) {
    return body.read(into, most);
  }

  @Override
  public void close() {
    connection.close();
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
    return MessageHead.read(connection::read);
  }

  private static @Nullable Authentication authentication(Address address) {
    return address.login().map(Authentication::new).orElse(null);
  }

  private static boolean isRedirect(MessageHead head) {
    return REDIRECTS.contains(head.status());
  }

  private static boolean isWorthAnswering(
      MessageHead head, @Nullable Authentication authentication, boolean answered) {
    return head.status() == UNAUTHORIZED
        && authentication != null
        && authentication.challenged(head.fields("www-authenticate"), answered);
  }

  private static void requireStream(MessageHead head) {
    int status = head.status();
    if (status < OK || status >= MULTIPLE_CHOICES) {
      Kind kind =
          switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> Kind.UNAUTHORIZED;
            case NOT_FOUND, GONE -> Kind.NOT_FOUND;
            default -> Kind.UNREACHABLE;
          };
      throw new LinkFailure(kind, "answered GET with " + status);
    }
    String encoding = head.field("content-encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw new LinkFailure(
          Kind.UNSUPPORTED_CODEC, "compresses its answer, which was not asked for");
    }
  }
}
