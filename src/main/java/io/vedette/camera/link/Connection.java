package io.vedette.camera.link;

import io.vedette.camera.link.LinkFailure.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a camera, read through one buffer, each byte counted. Blocks until its deadline
 * closes it. Confined to one thread, but for {@link #close}; caller closes.
 */
public final class Connection implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Address address;
  private final SocketChannel channel;
  private final Traffic traffic;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int end;

  Connection(Address address, SocketChannel channel, @Nullable SSLSocket secure, Traffic traffic)
      throws IOException {
    this.address = address;
    this.channel = channel;
    this.traffic = traffic;
    this.in = secure == null ? channel.socket().getInputStream() : secure.getInputStream();
    this.out = secure == null ? channel.socket().getOutputStream() : secure.getOutputStream();
  }

  public Address address() {
    return address;
  }

  /** The counts of the bytes received. */
  public Traffic traffic() {
    return traffic;
  }

  /** The address that was connected to. */
  public InetAddress remote() {
    return channel.socket().getInetAddress();
  }

  /** This machine's address on the connection. */
  public InetAddress local() {
    SocketAddress local = channel.socket().getLocalSocketAddress();
    return ((InetSocketAddress) local).getAddress();
  }

  /** The channel of the connection, for selecting; only without TLS. */
  public SocketChannel channel() {
    return channel;
  }

  /**
   * The next byte, 0–255.
   *
   * @throws LinkFailure at the end of the connection
   */
  public int read() {
    if (position == end) {
      fill();
    }
    return buffer[position++] & 0xFF;
  }

  /** The next byte, 0–255, which the next call reads again. */
  public int peek() {
    int next = read();
    position--;
    return next;
  }

  /** Reads exactly as many bytes as wanted into an array; waits for them. */
  public void read(byte[] into, int from, int length) {
    int done = 0;
    while (done < length) {
      if (position == end) {
        fill();
      }
      int part = Math.min(length - done, end - position);
      System.arraycopy(buffer, position, into, from + done, part);
      position += part;
      done += part;
    }
  }

  /** Reads the bytes that are there, at least one; returns their number. */
  public int readSome(byte[] into, int most) {
    if (position == end) {
      fill();
    }
    int part = Math.min(most, end - position);
    System.arraycopy(buffer, position, into, 0, part);
    position += part;
    return part;
  }

  /** Reads a number of bytes and discards them. */
  public void skip(long length) {
    long left = length;
    while (left > 0) {
      if (position == end) {
        fill();
      }
      int part = (int) Math.min(left, end - position);
      position += part;
      left -= part;
    }
  }

  /** Whether bytes can still be sent. */
  public boolean isOpen() {
    return channel.isOpen();
  }

  /**
   * The bytes that came, without waiting; empty when none did. Only for a channel in non-blocking
   * mode.
   */
  public byte[] readNow() {
    if (position < end) {
      byte[] rest = Arrays.copyOfRange(buffer, position, end);
      position = end;
      return rest;
    }
    try {
      int count = channel.read(ByteBuffer.wrap(buffer));
      if (count < 0) {
        throw new LinkFailure(Kind.ENDED, "closed the connection");
      }
      traffic.bytes(count);
      return Arrays.copyOf(buffer, count);
    } catch (IOException e) {
      throw new LinkFailure(Kind.ENDED, "the connection broke: " + e.getMessage(), e);
    }
  }

  /** Sends a text in UTF-8; fails in non-blocking mode when it is not accepted at once. */
  public void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      if (channel.isBlocking()) {
        out.write(bytes);
        out.flush();
      } else if (channel.write(ByteBuffer.wrap(bytes)) < bytes.length) {
        throw new LinkFailure(Kind.ENDED, "does not read what is sent to it");
      }
    } catch (IOException e) {
      throw new LinkFailure(Kind.ENDED, "the connection broke: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      position = end; // closed as far as it can be
    }
  }

  /** Whether the camera has closed the connection and all was read; waits for a byte or the end. */
  public boolean isAtEnd() {
    return position == end && !isFilled();
  }

  private void fill() {
    if (!isFilled()) {
      throw new LinkFailure(Kind.ENDED, "closed the connection");
    }
  }

  /** Reads more bytes into the buffer; returns false at the end of the connection. */
  private boolean isFilled() {
    position = 0;
    end = 0;
    int count;
    try {
      count = in.read(buffer);
    } catch (IOException e) {
      throw new LinkFailure(Kind.UNREACHABLE, "the connection broke: " + e.getMessage(), e);
    }
    if (count < 0) {
      return false;
    }
    end = count;
    traffic.bytes(count);
    return true;
  }
}
