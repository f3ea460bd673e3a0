package io.vedette.clip.pack;

import io.vedette.config.DataSize;
import io.vedette.file.FileReason;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of kept pictures: packs in a folder of this process's own. The oldest packs are deleted
 * when new ones need their space or their time has come, except those with a pinned picture.
 * Thread-safe.
 */
public final class PackStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PackStore.class);
  private static final Pattern NAME = Pattern.compile("([0-9]{12})\\.pack");
  private static final int PACKS = 64;
  private static final long SMALLEST_PACK = 1 << 20;
  private static final long LARGEST_PACK = 32 << 20;
  private static final String STOPPED = "pictures are not kept for clips any more: ";

  private final Path folder;
  private final Limits limits;
  private final InstantSource clock;
  private final FolderLock lock;
  private final TreeMap<Long, PackFile> packs = new TreeMap<>();
  private @Nullable PackFile open;

  /**
   * The limits of what is kept.
   *
   * @param bytes the most bytes of all packs together
   * @param age the age at which a pack is deleted
   * @param free the bytes that must remain free on the disk
   */
  public record Limits(DataSize bytes, Duration age, DataSize free) {
    private long pack() {
      return Math.max(SMALLEST_PACK, Math.min(LARGEST_PACK, bytes.bytes() / PACKS));
    }
  }

  /** The pictures that are kept whatever their age. */
  @FunctionalInterface
  public interface Pins {
    /** Whether a picture of a camera, by its capture time in µs, is kept. */
    boolean isPinned(String camera, long at);
  }

  private PackStore(Path folder, Limits limits, InstantSource clock, FolderLock lock) {
    this.folder = folder;
    this.limits = limits;
    this.clock = clock;
    this.lock = lock;
  }

  /**
   * Opens the packs of a folder, which is created where it is missing. A write that a kill has
   * interrupted is finished or cut off.
   *
   * @throws Failure of action RETRY when another process has it, or it cannot be read
   */
  public static PackStore open(Path folder, Limits limits, InstantSource clock) {
    FolderLock lock = FolderLock.take(folder);
    PackStore store = new PackStore(folder, limits, clock, lock);
    try {
      store.read();
      return store;
    } catch (IOException e) {
      lock.close();
      throw Failure.retry(
          "the pictures of clips in %s cannot be read: %s".formatted(folder, FileReason.of(e)), e);
    }
  }

  private void read() throws IOException {
    List<Path> files;
    try (var listed = Files.list(folder)) {
      files = listed.sorted().toList();
    }
    for (Path file : files) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      if (name.matches()) {
        PackFile pack = PackFile.open(file, Long.parseLong(name.group(1)));
        packs.put(pack.number(), pack);
      }
    }
    for (PackFile pack : List.copyOf(packs.values())) {
      if (pack.length() == 0) {
        remove(pack);
      }
    }
    if (!packs.isEmpty() && packs.lastEntry().getValue().length() < limits.pack()) {
      open = packs.lastEntry().getValue();
    }
  }

  /**
   * Adds a frame, unless it was added before.
   *
   * @param pins the pictures that are not deleted for it
   * @return whether it was added
   * @throws Failure of action RETRY when there is no space for it
   */
  public synchronized boolean add(PackedFrame frame, Pins pins) {
    if (isKnown(frame)) {
      return false;
    }
    byte[] record = PackRecord.write(frame);
    try {
      PackFile pack = packFor(record.length, pins);
      pack.append(frame, record, clock.millis());
      return true;
    } catch (IOException e) {
      giveUp();
      throw Failure.retry(STOPPED + "%s: %s".formatted(folder, FileReason.of(e)), e);
    }
  }

  private boolean isKnown(PackedFrame frame) {
    for (PackFile pack : packs.descendingMap().values()) {
      if (pack.reaches(frame.at(), frame.at() + 1)
          && pack.entries().stream().anyMatch(entry -> entry.id().equals(frame.id()))) {
        return true;
      }
    }
    return false;
  }

  private PackFile packFor(int bytes, Pins pins) throws IOException {
    makeRoom(bytes, pins);
    PackFile present = open;
    if (present != null && present.length() + bytes > limits.pack()) {
      open = null;
      present.seal();
      present = null;
    }
    if (present == null) {
      requireFree();
      present = PackFile.create(folder, packs.isEmpty() ? 1 : packs.lastKey() + 1);
      packs.put(present.number(), present);
      open = present;
    }
    return present;
  }

  private void makeRoom(int bytes, Pins pins) throws IOException {
    while (bytes() + bytes > limits.bytes().bytes()) {
      PackFile oldest = oldestUnpinned(pins);
      if (oldest == null) {
        throw Failure.retry(
            STOPPED
                + "kept clips fill the %s of console.clips.size; release some of them, or set it larger"
                    .formatted(limits.bytes()),
            null);
      }
      remove(oldest);
    }
  }

  /**
   * Checks that the disk has the free space that must remain.
   *
   * @throws Failure of action RETRY when it is not
   */
  public void requireFreeDisk() {
    try {
      requireFree();
    } catch (IOException e) {
      throw Failure.retry(STOPPED + "%s: %s".formatted(folder, FileReason.of(e)), e);
    }
  }

  private void requireFree() throws IOException {
    if (Files.getFileStore(folder).getUsableSpace() < limits.free().bytes()) {
      throw Failure.retry(
          STOPPED
              + "less than %s are free on the disk of %s; make room, or set console.clips.free smaller"
                  .formatted(limits.free(), folder),
          null);
    }
  }

  private @Nullable PackFile oldestUnpinned(Pins pins) {
    for (PackFile pack : packs.values()) {
      if (pack != open && !isPinned(pack, pins)) {
        return pack;
      }
    }
    return null;
  }

  private static boolean isPinned(PackFile pack, Pins pins) {
    return pack.entries().stream()
        .anyMatch(entry -> pins.isPinned(entry.id().camera(), entry.at()));
  }

  private void remove(PackFile pack) throws IOException {
    pack.delete();
    packs.remove(pack.number());
    if (open == pack) {
      open = null;
    }
  }

  /** Gives up the open pack after a failed write; it is read again at the next start. */
  private void giveUp() {
    PackFile present = open;
    open = null;
    try {
      if (present != null && present.length() == 0) {
        remove(present);
      }
    } catch (IOException e) {
      LOG.debug("an empty pack cannot be removed", e);
    }
  }

  /**
   * Deletes packs whose time has come.
   *
   * @throws Failure of action RETRY when one cannot be deleted
   */
  public synchronized void sweep(Pins pins) {
    long before = clock.instant().minus(limits.age()).toEpochMilli();
    try {
      for (PackFile pack : List.copyOf(packs.values())) {
        if (pack.writtenAt() < before && !isPinned(pack, pins)) {
          remove(pack);
        }
      }
    } catch (IOException e) {
      throw Failure.retry(
          "old pictures of clips in %s cannot be removed: %s".formatted(folder, FileReason.of(e)),
          e);
    }
  }

  /**
   * Waits until all added frames are on the disk.
   *
   * @throws Failure of action RETRY when they cannot be written
   */
  public synchronized void force() {
    PackFile present = open;
    if (present != null) {
      try {
        present.force();
      } catch (IOException e) {
        throw Failure.retry(STOPPED + "%s: %s".formatted(folder, FileReason.of(e)), e);
      }
    }
  }

  /**
   * The frames of a camera in a span of capture times in µs, the end exclusive, in their order,
   * without their pictures.
   *
   * @param most most frames; more are left out at the end
   */
  public List<PackedFrame> frames(String camera, long from, long to, int most) {
    Map<PackFile, List<PackEntry>> found = find(camera, from, to, most);
    List<PackedFrame> frames = new ArrayList<>();
    found.forEach(
        (pack, entries) -> {
          try {
            frames.addAll(pack.readHeads(entries));
          } catch (IOException e) {
            LOG.debug("a pack went while it was read", e);
          }
        });
    frames.sort(
        Comparator.comparingLong(PackedFrame::at)
            .thenComparing(frame -> frame.id().session())
            .thenComparing(frame -> frame.id().sequence()));
    return frames;
  }

  private synchronized Map<PackFile, List<PackEntry>> find(
      String camera, long from, long to, int most) {
    List<Found> all = new ArrayList<>();
    for (PackFile pack : packs.values()) {
      pack.entries(camera, from, to).forEach(entry -> all.add(new Found(pack, entry)));
    }
    all.sort(Comparator.comparingLong(found -> found.entry.at()));
    Map<PackFile, List<PackEntry>> found = new LinkedHashMap<>();
    all.stream()
        .limit(most)
        .forEach(one -> found.computeIfAbsent(one.pack, pack -> new ArrayList<>()).add(one.entry));
    return found;
  }

  private record Found(PackFile pack, PackEntry entry) {}

  /** The frame of a camera that was taken at a time in µs; empty when it is not kept. */
  public Optional<PackedFrame> frame(String camera, long at) {
    for (Map.Entry<PackFile, List<PackEntry>> found : find(camera, at, at + 1, 1).entrySet()) {
      try {
        return Optional.of(found.getKey().read(found.getValue().get(0)));
      } catch (IOException e) {
        LOG.warn("a kept picture of {} cannot be read: {}", camera, FileReason.of(e));
      }
    }
    return Optional.empty();
  }

  /** The sum of the frames of a span. */
  public synchronized Sum sum(String camera, long from, long to) {
    int frames = 0;
    long bytes = 0;
    PackFile oldest = null;
    for (PackFile pack : packs.values()) {
      for (PackEntry entry : pack.entries(camera, from, to)) {
        frames++;
        bytes += entry.jpegLength();
        oldest = oldest == null ? pack : oldest;
      }
    }
    Instant now = clock.instant();
    return new Sum(
        frames, bytes, oldest == null ? null : Expiry.of(oldest, packs.values(), limits, now));
  }

  /**
   * The number and size of a span's kept frames.
   *
   * @param until the estimated time when the first of its frames is deleted; null when there is
   *     none
   */
  public record Sum(int frames, long bytes, @Nullable Instant until) {}

  /** The bytes of all packs. */
  public synchronized long bytes() {
    return packs.values().stream().mapToLong(PackFile::length).sum();
  }

  @Override
  public synchronized void close() {
    PackFile present = open;
    open = null;
    try {
      if (present != null) {
        present.seal();
      }
    } catch (IOException e) {
      LOG.debug("the last pack is read again at the next start", e);
    } finally {
      lock.close();
    }
  }
}
