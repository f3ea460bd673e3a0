package io.vedette.camera.link;

import io.vedette.camera.link.LinkFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A camera's network address, with its login apart. Immutable.
 *
 * @param scheme rtsp, rtsps, http or https
 * @param host name or address, an IPv6 one without brackets
 * @param port the port in the URL; 0 where there is none
 * @param target path and query, from the first slash; visible ASCII only
 * @param login empty where the URL has none
 */
public record Address(String scheme, String host, int port, String target, Optional<Login> login) {
  /** Name and password. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return "***";
    }
  }

  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>[A-Za-z]+)://(?:(?<login>[^/?#]*)@)?"
              + "(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<host>[A-Za-z0-9._-]+))"
              + "(?::(?<port>\\d{1,5}))?(?<target>[/?][^#]*)?(?:#.*)?",
          Pattern.DOTALL);
  private static final Map<String, Integer> PORTS =
      Map.of("rtsp", 554, "rtsps", 322, "http", 80, "https", 443);
  private static final int LONGEST = 4096;
  private static final int LARGEST_PORT = 65_535;

  /**
   * Reads a URL.
   *
   * @throws LinkFailure when it has no host or another scheme
   */
  public static Address parse(String url) {
    Matcher matcher = FORM.matcher(url.strip());
    if (url.length() > LONGEST || !matcher.matches()) {
      throw invalid("expected a URL such as rtsp://host/path");
    }
    String scheme = matcher.group("scheme").toLowerCase(Locale.ROOT);
    String six = matcher.group("six");
    String port = matcher.group("port");
    int number = port == null ? 0 : Integer.parseInt(port);
    if (!PORTS.containsKey(scheme) || number > LARGEST_PORT) {
      throw invalid("expected rtsp(s):// or http(s):// and a port up to 65535");
    }
    return new Address(
        scheme,
        six == null ? matcher.group("host") : six,
        number,
        target(matcher.group("target")),
        login(matcher.group("login")));
  }

  /** The port to connect to. */
  public int connectPort() {
    return port == 0 ? PORTS.getOrDefault(scheme, 0) : port;
  }

  public boolean isSecure() {
    return scheme.equals("rtsps") || scheme.equals("https");
  }

  /** Host and port, as in the header of a request. */
  public String authority() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == 0 ? name : name + ":" + port;
  }

  /** The URL without its login. */
  public String url() {
    return scheme + "://" + authority() + target;
  }

  /**
   * The address of a reference, as in a redirect; a relative one is resolved against this address.
   */
  Address resolve(String location) {
    String text = location.strip();
    if (text.startsWith("//")) {
      return parse(scheme + ":" + text);
    }
    if (text.startsWith("/")) {
      return new Address(scheme, host, port, target(text), Optional.empty());
    }
    if (text.contains("://")) {
      return parse(text);
    }
    String folder = target.replaceFirst("[?].*", "").replaceFirst("[^/]*$", "");
    String base = folder.isEmpty() ? "/" : folder;
    return new Address(scheme, host, port, target(base + text), Optional.empty());
  }

  /** The same address with another scheme. */
  public Address withScheme(String other) {
    return new Address(other, host, port, target, login);
  }

  Address withLogin(Optional<Login> other) {
    return new Address(scheme, host, port, target, other);
  }

  private static Optional<Login> login(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    return Optional.of(
        colon < 0
            ? new Login(decoded(text), "")
            : new Login(decoded(text.substring(0, colon)), decoded(text.substring(colon + 1))));
  }

  /**
   * A path and query, with all characters but visible ASCII percent-encoded, so that it cannot
   * break a line.
   */
  private static String target(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder encoded = new StringBuilder(text.startsWith("?") ? "/" : "");
    for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
      if (unit > ' ' && unit < 0x7F) {
        encoded.append((char) unit);
      } else {
        encoded.append(String.format("%%%02X", unit));
      }
    }
    return encoded.toString();
  }

  /** A percent-encoded part of a URL, decoded; a % without two digits stays. */
  public static String decoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] plain = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      boolean isEncoded = bytes[i] == '%' && high >= 0 && low >= 0;
      plain[length++] = isEncoded ? (byte) (high << 4 | low) : bytes[i];
      i += isEncoded ? 2 : 0;
    }
    return new String(plain, 0, length, StandardCharsets.UTF_8);
  }

  private static LinkFailure invalid(String expected) {
    return new LinkFailure(Kind.UNREACHABLE, "is no address: " + expected);
  }
}
