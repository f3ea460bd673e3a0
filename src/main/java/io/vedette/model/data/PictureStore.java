package io.vedette.model.data;

import io.vedette.file.FileReason;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The JPEGs of a data set in one temporary file, which the system keeps in memory while there is
 * room. Reading is thread-safe, adding is not; caller closes, which deletes it.
 */
final class PictureStore implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private long end;

  PictureStore() {
    try {
      file = Files.createTempFile("vedette-pictures", ".bin");
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw Failure.stop("no temporary file for pictures: " + FileReason.of(e), e);
    }
  }

  /** Adds a JPEG and returns where it begins. */
  long add(byte[] jpeg) {
    long position = end;
    try {
      ByteBuffer bytes = ByteBuffer.wrap(jpeg);
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
      return position;
    } catch (IOException e) {
      throw Failure.stop("pictures cannot be kept in " + file + ": " + FileReason.of(e), e);
    }
  }

  byte[] read(long position, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, position + bytes.position()) < 0) {
          throw new IOException("cut short");
        }
      }
      return bytes.array();
    } catch (IOException e) {
      throw Failure.stop("pictures cannot be read from " + file + ": " + FileReason.of(e), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw Failure.stop(file + " cannot be closed: " + FileReason.of(e), e);
    }
  }
}
