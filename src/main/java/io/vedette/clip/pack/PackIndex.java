package io.vedette.clip.pack;

import io.vedette.file.PrivateFiles;
import io.vedette.frame.FrameId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The index file of a full pack: {@code VCI1}, the pack's length, the entries, CRC-32C of all
 * before.
 */
final class PackIndex {
  static final String SUFFIX = ".index";

  private static final int MAGIC = 0x56434931;

  private PackIndex() {}

  /** Writes the index, whole or not at all. */
  static void write(Path path, long packLength, List<PackEntry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeLong(packLength);
      out.writeInt(entries.size());
      for (PackEntry entry : entries) {
        out.writeUTF(entry.id().camera());
        out.writeLong(entry.id().session());
        out.writeLong(entry.id().sequence());
        out.writeLong(entry.at());
        out.writeLong(entry.place());
        out.writeInt(entry.headLength());
        out.writeInt(entry.jpegLength());
      }
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    }
    Path part = path.resolveSibling(path.getFileName() + ".part");
    Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
    Files.deleteIfExists(part);
    Files.createFile(part, PrivateFiles.fileAttributes(folder));
    Files.write(part, bytes.toByteArray(), StandardOpenOption.SYNC);
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * The entries of a pack of this length; null when the index is missing, its bytes have changed,
   * or the pack's length has.
   */
  static @Nullable List<PackEntry> read(Path path, long packLength) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      return null;
    }
    int body = bytes.length - Integer.BYTES;
    if (body < Integer.BYTES + Long.BYTES + Integer.BYTES) {
      return null;
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte[] end = Arrays.copyOfRange(bytes, body, bytes.length);
      boolean isWhole =
          new DataInputStream(new ByteArrayInputStream(end)).readInt() == checksum(bytes, body)
              && in.readInt() == MAGIC
              && in.readLong() == packLength;
      return isWhole ? entries(in) : null;
    }
  }

  private static List<PackEntry> entries(DataInputStream in) throws IOException {
    Map<String, String> cameras = new HashMap<>(); // the same text once
    int count = in.readInt();
    List<PackEntry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String camera = in.readUTF();
      FrameId id =
          new FrameId(cameras.computeIfAbsent(camera, key -> key), in.readLong(), in.readLong());
      entries.add(new PackEntry(id, in.readLong(), in.readLong(), in.readInt(), in.readInt()));
    }
    return entries;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
