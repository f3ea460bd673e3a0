package io.vedette.camera.link;

import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.text.Count;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line and the header fields of an HTTP or RTSP message, limited in length. Immutable.
 *
 * @param start the first line
 * @param fields name and value, in the order they came
 */
public record MessageHead(String start, List<Field> fields) {
  /** A header field; its name in lower case. */
  public record Field(String name, String value) {}

  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;
  private static final int MOST_BYTES = 32 << 10;
  private static final int MOST_FIELDS = 100;
  private static final Pattern STATUS =
      Pattern.compile("(?:RTSP|HTTP)/\\d(?:\\.\\d)? +(\\d{3})(?: .*)?|ICY (\\d{3}).*");

  public MessageHead {
    fields = List.copyOf(fields);
  }

  /**
   * Reads a head up to the empty line behind it; empty lines before it are passed over.
   *
   * @param bytes returns the next byte, 0–255
   * @throws LinkFailure when it is longer than a head may be
   */
  public static MessageHead read(IntSupplier bytes) {
    Lines lines = new Lines(bytes);
    String start = lines.next();
    while (start.isEmpty()) {
      start = lines.next();
    }
    List<Field> fields = new ArrayList<>();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        fields.add(new Field(name, line.substring(colon + 1).strip()));
      }
      if (fields.size() > MOST_FIELDS) {
        throw new LinkFailure(
            Kind.EXCESSIVE, "sent more than " + MOST_FIELDS + " header fields in an answer");
      }
    }
    return new MessageHead(start, fields);
  }

  /** Whether this is the head of an answer; else it is that of a request. */
  public boolean isAnswer() {
    return STATUS.matcher(start).matches();
  }

  /** Whether this is an answer of a protocol: {@code RTSP} or {@code HTTP}. */
  public boolean isOf(String protocol) {
    return isAnswer() && start.startsWith(protocol + "/");
  }

  /**
   * The answer's status, 100–999.
   *
   * @throws LinkFailure when the first line has none
   */
  public int status() {
    Matcher matcher = STATUS.matcher(start);
    if (!matcher.matches()) {
      throw new LinkFailure(Kind.CORRUPT, "does not answer as the protocol asks");
    }
    return Integer.parseInt(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
  }

  /** Whether the answer asks for credentials. */
  public boolean isUnauthorized() {
    return status() == UNAUTHORIZED;
  }

  /**
   * Requires an answer of success.
   *
   * @param method the method of the request
   * @throws LinkFailure of the refusal's kind
   */
  public void requireSuccess(String method) {
    int status = status();
    if (status >= OK && status < MULTIPLE_CHOICES) {
      return;
    }
    Kind kind =
        switch (status) {
          case UNAUTHORIZED, FORBIDDEN -> Kind.UNAUTHORIZED;
          case NOT_FOUND, GONE -> Kind.NOT_FOUND;
          default -> Kind.UNREACHABLE;
        };
    throw new LinkFailure(kind, "answered %s with %d".formatted(method, status));
  }

  /** The first field of a name, which is in lower case. */
  public Optional<String> field(String name) {
    return fields(name).stream().findFirst();
  }

  public List<String> fields(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).map(Field::value).toList();
  }

  /** The length of the body in bytes; a given one where the head does not declare it. */
  public long contentLength(long otherwise) {
    Optional<String> text = field("content-length");
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long length = Long.parseLong(text.get());
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      throw new LinkFailure(Kind.CORRUPT, "sent a Content-Length that is no number", e);
    }
    throw new LinkFailure(Kind.CORRUPT, "sent a Content-Length below 0");
  }

  /** The reader of a head's lines, which limits their total length. */
  private static final class Lines {
    private final IntSupplier bytes;
    private int read;

    private Lines(IntSupplier bytes) {
      this.bytes = bytes;
    }

    private String next() {
      StringBuilder line = new StringBuilder();
      for (int unit = one(); unit != '\n'; unit = one()) {
        line.append((char) unit);
      }
      int length = line.length();
      if (length > 0 && line.charAt(length - 1) == '\r') {
        line.setLength(length - 1);
      }
      byte[] latin = line.toString().getBytes(StandardCharsets.ISO_8859_1);
      return new String(latin, StandardCharsets.UTF_8);
    }

    private int one() {
      read++;
      if (read > MOST_BYTES) {
        throw new LinkFailure(
            Kind.EXCESSIVE, "sent an answer's header of more than " + Count.bytes(MOST_BYTES));
      }
      return bytes.getAsInt();
    }
  }
}
