package io.vedette.clip;

import io.vedette.clip.pack.PackStore;
import io.vedette.clip.pack.PackedFrame;
import io.vedette.event.clip.ClipSpan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The pictures that are kept on this disk; none as long as nothing is kept. Thread-safe. */
public final class Clips implements PackStore.Pins {
  private static final PackStore.Sum NOTHING = new PackStore.Sum(0, 0, null);

  private final Set<ClipSpan> pinnedHere = ConcurrentHashMap.newKeySet();
  private volatile List<ClipSpan> pinned = List.of();
  private volatile @Nullable PackStore packs;

  /** The frames of a clip in their order, without their pictures, up to a number. */
  public List<PackedFrame> frames(ClipSpan span, int most) {
    PackStore open = packs;
    return open == null ? List.of() : open.frames(span.camera(), span.from(), span.to(), most);
  }

  /** The frame of a camera that was taken at a time in µs. */
  public Optional<PackedFrame> frame(String camera, long at) {
    PackStore open = packs;
    return open == null ? Optional.empty() : open.frame(camera, at);
  }

  /** The sum of the frames of a clip. */
  public PackStore.Sum sum(ClipSpan span) {
    PackStore open = packs;
    return open == null ? NOTHING : open.sum(span.camera(), span.from(), span.to());
  }

  /**
   * Checks that the disk has the free space that must remain.
   *
   * @throws io.vedette.runtime.Failure of action RETRY when it is not
   */
  public void requireFreeDisk() {
    PackStore open = packs;
    if (open != null) {
      open.requireFreeDisk();
    }
  }

  /** Keeps the pictures of a clip until Kafka's record of it is read. */
  public void pin(ClipSpan span) {
    pinnedHere.add(span);
  }

  /** Undoes {@link #pin}, since the clip is not kept after all. */
  public void unpin(ClipSpan span) {
    pinnedHere.remove(span);
  }

  @Override
  public boolean isPinned(String camera, long at) {
    return pinned.stream().anyMatch(span -> span.holds(camera, at))
        || pinnedHere.stream().anyMatch(span -> span.holds(camera, at));
  }

  void opened(PackStore store) {
    packs = store;
  }

  void closed() {
    packs = null;
  }

  /** Sets the clips that are kept by Kafka's records. */
  void pinned(List<ClipSpan> spans) {
    pinned = List.copyOf(spans);
    spans.forEach(pinnedHere::remove);
  }
}
