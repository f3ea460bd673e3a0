package io.vedette.camera.http;

import io.vedette.camera.link.Connection;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.camera.link.MessageHead;
import java.util.Locale;

/** The body of an answer, of a given length, in chunks, or up to the end of the connection. */
abstract class HttpBody {
  private static final long UNKNOWN = Long.MAX_VALUE;
  private static final int MOST_DIGITS = 15;
  private static final int LONGEST_LINE = 1024;

  /** Reads the bytes that are there, at least one; returns their number, or 0 at the end. */
  abstract int read(byte[] into, int most);

  static HttpBody of(Connection connection, MessageHead head) {
    String coding = head.field("transfer-encoding").orElse("").toLowerCase(Locale.ROOT);
    if (coding.equals("chunked")) {
      return new Chunks(connection);
    }
    if (!coding.isEmpty() && !coding.equals("identity")) {
      throw new LinkFailure(Kind.UNSUPPORTED_CODEC, "sends its answer in an unknown coding");
    }
    boolean isEndless = mediaType(head).equals("multipart/x-mixed-replace");
    return new Length(connection, isEndless ? UNKNOWN : head.contentLength(UNKNOWN));
  }

  /** An answer's media type in lower case, without parameters; empty where there is none. */
  static String mediaType(MessageHead head) {
    return head.field("content-type")
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .orElse("");
  }

  /** A body of a given length, or one that ends with its connection. */
  private static final class Length extends HttpBody {
    private final Connection connection;
    private long left;

    private Length(Connection connection, long length) {
      this.connection = connection;
      this.left = length;
    }

    @Override
    int read(byte[] into, int most) {
      if (left == 0 || (left == UNKNOWN && connection.isAtEnd())) {
        return 0;
      }
      int count = connection.readSome(into, (int) Math.min(most, left));
      left -= left == UNKNOWN ? 0 : count;
      return count;
    }
  }

  /** A body in chunks (RFC 9112, section 7.1). */
  private static final class Chunks extends HttpBody {
    private final Connection connection;
    private long left;
    private boolean isFirst = true;
    private boolean isOver;

    private Chunks(Connection connection) {
      this.connection = connection;
    }

    @Override
    int read(byte[] into, int most) {
      if (left == 0 && !isOver) {
        next();
      }
      if (isOver) {
        return 0;
      }
      int count = connection.readSome(into, (int) Math.min(most, left));
      left -= count;
      return count;
    }

    private void next() {
      connection.traffic().message();
      String line = isFirst ? line() : line() + line();
      isFirst = false;
      String digits = line.split("[;\\s]", 2)[0];
      if (digits.isEmpty() || digits.length() > MOST_DIGITS) {
        throw noChunk();
      }
      try {
        left = Long.parseLong(digits, 16);
      } catch (NumberFormatException e) {
        throw noChunk();
      }
      if (left < 0) {
        throw noChunk();
      }
      isOver = left == 0;
    }

    private String line() {
      StringBuilder line = new StringBuilder();
      for (int unit = connection.read(); unit != '\n'; unit = connection.read()) {
        if (line.length() >= LONGEST_LINE) {
          throw noChunk();
        }
        line.append((char) unit);
      }
      return line.toString().strip();
    }

    private static LinkFailure noChunk() {
      return new LinkFailure(Kind.CORRUPT, "sends a chunk without a length");
    }
  }
}
