package io.vedette.clip.pack;

import io.vedette.file.PrivateFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One pack: a file of records that is only appended to. A full pack has a {@link PackIndex} beside
 * it, which saves reading all of its records. Guarded by its store.
 */
final class PackFile {
  static final String SUFFIX = ".pack";

  private final Path path;
  private final long number;
  private final List<PackEntry> entries = new ArrayList<>();
  private long length;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long writtenAt;

  private PackFile(Path path, long number) {
    this.path = path;
    this.number = number;
  }

  /** Creates a pack. */
  static PackFile create(Path folder, long number) throws IOException {
    Path path = folder.resolve(String.format(Locale.ROOT, "%012d%s", number, SUFFIX));
    Files.createFile(path, PrivateFiles.fileAttributes(folder));
    return new PackFile(path, number);
  }

  /** Opens an existing pack; bytes after its last whole record are cut off. */
  static PackFile open(Path path, long number) throws IOException {
    PackFile pack = new PackFile(path, number);
    pack.writtenAt = Files.getLastModifiedTime(path).toMillis();
    List<PackEntry> known = PackIndex.read(pack.indexPath(), Files.size(path));
    if (known == null) {
      pack.recover();
    } else {
      known.forEach(pack::take);
      pack.length = Files.size(path);
    }
    return pack;
  }

  /** Reads the entries; a record whose bytes have changed is left out where others follow it. */
  private void recover() throws IOException {
    Files.deleteIfExists(indexPath());
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      long end = 0;
      long place = 0;
      PackRecord.@Nullable Prefix prefix = prefixAt(file, place);
      while (prefix != null && place + prefix.length() <= file.length()) {
        byte[] record = bytes(file, place, (int) prefix.length());
        if (take(record, prefix, place)) {
          end = place + record.length;
        }
        place += record.length;
        prefix = prefixAt(file, place);
      }
      if (end < file.length()) {
        file.setLength(end);
      }
      length = end;
    }
  }

  private static PackRecord.@Nullable Prefix prefixAt(RandomAccessFile file, long place)
      throws IOException {
    return place + PackRecord.PREFIX > file.length()
        ? null
        : PackRecord.prefix(bytes(file, place, PackRecord.PREFIX));
  }

  private boolean take(byte[] record, PackRecord.Prefix prefix, long place) {
    try {
      PackedFrame frame = PackRecord.read(record);
      take(new PackEntry(frame.id(), frame.at(), place, prefix.headLength(), prefix.jpegLength()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void take(PackEntry entry) {
    entries.add(entry);
    first = Math.min(first, entry.at());
    last = Math.max(last, entry.at());
  }

  /**
   * Adds a frame.
   *
   * @param now in ms since the epoch
   * @throws IOException when it cannot be written; none of it remains then
   */
  void append(PackedFrame frame, byte[] record, long now) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      append(file, record);
    }
    int head = record.length - PackRecord.PREFIX - frame.jpeg().length;
    take(new PackEntry(frame.id(), frame.at(), length, head, frame.jpeg().length));
    length += record.length;
    writtenAt = now;
  }

  private void append(RandomAccessFile file, byte[] record) throws IOException {
    try {
      file.seek(length);
      file.write(record);
    } catch (IOException e) {
      file.setLength(length);
      throw e;
    }
  }

  /** Waits until the whole pack is on the disk. */
  void force() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.getFD().sync();
    }
  }

  /** Closes the pack for further frames. */
  void seal() throws IOException {
    force();
    PackIndex.write(indexPath(), length, entries);
  }

  /**
   * The frame of an entry.
   *
   * @throws IOException when its bytes are not those that were written, or the file was deleted
   */
  PackedFrame read(PackEntry entry) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      return PackRecord.read(bytes(file, entry.place(), (int) entry.length()));
    }
  }

  /** The frames of entries, without their pictures. */
  List<PackedFrame> readHeads(List<PackEntry> some) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      List<PackedFrame> frames = new ArrayList<>();
      for (PackEntry entry : some) {
        long head = entry.place() + PackRecord.PREFIX;
        frames.add(PackRecord.readHead(bytes(file, head, entry.headLength())));
      }
      return frames;
    }
  }

  private static byte[] bytes(RandomAccessFile file, long place, int length) throws IOException {
    byte[] bytes = new byte[length];
    file.seek(place);
    file.readFully(bytes);
    return bytes;
  }

  void delete() throws IOException {
    Files.deleteIfExists(indexPath());
    Files.deleteIfExists(path);
  }

  private Path indexPath() {
    return path.resolveSibling(path.getFileName() + PackIndex.SUFFIX);
  }

  long number() {
    return number;
  }

  long length() {
    return length;
  }

  /** The time of the last frame's addition, in ms since the epoch. */
  long writtenAt() {
    return writtenAt;
  }

  /** All entries, in the order in which they were added. */
  List<PackEntry> entries() {
    return entries;
  }

  /** The entries of a camera and a span of capture times, the end exclusive. */
  List<PackEntry> entries(String camera, long from, long to) {
    if (!reaches(from, to)) {
      return List.of();
    }
    return entries.stream()
        .filter(entry -> entry.at() >= from && entry.at() < to)
        .filter(entry -> entry.id().camera().equals(camera))
        .toList();
  }

  /** Whether any frame may be of a span of capture times, the end exclusive. */
  boolean reaches(long from, long to) {
    return first < to && last >= from;
  }
}
