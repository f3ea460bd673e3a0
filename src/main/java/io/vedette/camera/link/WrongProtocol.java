package io.vedette.camera.link;

import io.vedette.camera.link.LinkFailure.Kind;
import java.util.Locale;
import java.util.Set;

/** The failures of an address whose port speaks HTTP instead of RTSP, or the other way round. */
public final class WrongProtocol {
  private static final Set<Integer> PORTS_OF_HTTP = Set.of(80, 81, 443, 8000, 8080, 8081, 8443);
  private static final Set<Integer> PORTS_OF_RTSP = Set.of(322, 554, 5554, 8322, 8554, 10554);

  private WrongProtocol() {}

  /**
   * Waits for an answer.
   *
   * @throws LinkFailure where the camera closes the connection in place of an answer; it suggests a
   *     scheme if the port is usual for one
   */
  public static void requireAnswer(Connection connection) {
    if (!connection.isAtEnd()) {
      return;
    }
    Address address = connection.address();
    Address other = other(address);
    boolean isUsual =
        (isHttp(address) ? PORTS_OF_RTSP : PORTS_OF_HTTP).contains(address.connectPort());
    throw new LinkFailure(
        Kind.ENDED,
        "closed the connection without an answer"
            + (isUsual ? "; did you mean " + other.url() + "?" : ""));
  }

  /** The failure of an address whose port has answered in the other protocol. */
  public static LinkFailure of(Address address) {
    Address other = other(address);
    return new LinkFailure(
        Kind.UNSUPPORTED_CODEC,
        "is not a video stream over %s, but speaks %s; did you mean %s?"
            .formatted(protocol(address), protocol(other), other.url()));
  }

  private static Address other(Address address) {
    return address.withScheme(isHttp(address) ? "rtsp" : "http");
  }

  private static boolean isHttp(Address address) {
    return address.scheme().startsWith("http");
  }

  private static String protocol(Address address) {
    return address.scheme().substring(0, 4).toUpperCase(Locale.ROOT);
  }
}
