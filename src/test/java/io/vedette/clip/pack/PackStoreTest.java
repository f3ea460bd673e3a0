package io.vedette.clip.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.DataSize;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackStoreTest {
  private static final int FRAME = 100_000;
  private static final long SIZE = 64L << 20;
  private static final PackStore.Pins NONE = (camera, at) -> false;

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-20T08:00:00Z");
  private PackStore store;

  private PackStore open(DataSize free) {
    return PackStore.open(
        folder, new PackStore.Limits(new DataSize(SIZE), Duration.ofDays(14), free), () -> now);
  }

  @BeforeEach
  void open() {
    store = open(new DataSize(0));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void add(int from, int to, PackStore.Pins pins) {
    for (int i = from; i < to; i++) {
      store.add(TestFrames.frame("gate", i, FRAME), pins);
    }
  }

  private List<Long> kept() {
    return store.frames("gate", 0, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
        .map(frame -> frame.id().sequence())
        .toList();
  }

  private static List<Long> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> (long) i).toList();
  }

  @Test
  void shouldFindTheFramesOfATimeWithTheirOwnBoxes() {
    add(0, 30, NONE);
    store.add(TestFrames.frame("yard", 12, FRAME), NONE);

    List<PackedFrame> found =
        store.frames("gate", 10 * TestFrames.SECOND, 20 * TestFrames.SECOND, 5);

    assertThat(found)
        .extracting(frame -> frame.id().sequence())
        .containsExactly(10L, 11L, 12L, 13L, 14L);
    found.forEach(
        frame ->
            assertThat(frame.objects())
                .isEqualTo(TestFrames.frame("gate", (int) frame.id().sequence(), 1).objects()));
    assertThat(store.frame("gate", 12 * TestFrames.SECOND).orElseThrow().jpeg())
        .isEqualTo(TestFrames.frame("gate", 12, FRAME).jpeg());
    assertThat(store.frame("dock", 12 * TestFrames.SECOND)).isEmpty();
  }

  @Test
  void shouldKeepAFrameOnce() {
    add(0, 3, NONE);

    assertThat(store.add(TestFrames.frame("gate", 2, FRAME), NONE)).isFalse();
    assertThat(kept()).isEqualTo(numbers(0, 3));
  }

  @Test
  void shouldMakeRoomWithTheOldestAndNeverHaveMore() {
    for (int i = 0; i < 1500; i++) {
      add(i, i + 1, NONE);
      assertThat(store.bytes()).isLessThanOrEqualTo(SIZE);
    }

    List<Long> kept = kept();
    assertThat(kept).isEqualTo(numbers(1500 - kept.size(), 1500));
    assertThat(kept).hasSizeGreaterThan(600);
    assertThat(filesBytes()).isLessThanOrEqualTo(SIZE);
  }

  @Test
  void shouldNeverRemoveWhatIsPinned() {
    PackStore.Pins pins = (camera, at) -> at >= 5 * TestFrames.SECOND && at < 9 * TestFrames.SECOND;
    add(0, 2000, pins);

    assertThat(kept()).contains(5L, 6L, 7L, 8L).contains(1999L).doesNotContain(100L);
  }

  @Test
  void shouldSayThatKeptClipsFillIt() {
    PackStore.Pins all = (camera, at) -> true;

    assertThatThrownBy(() -> add(0, 2000, all))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("kept clips fill the 64MiB of console.clips.size");
    int kept = kept().size();
    assertThat(kept()).isEqualTo(numbers(0, kept));

    add(kept, kept + 1, NONE); // once some are released
    assertThat(kept()).contains((long) kept);
  }

  @Test
  void shouldKeepNothingMoreWhereTooLittleOfTheDiskIsFree() {
    add(0, 3, NONE);
    store.close();
    store = open(new DataSize(Long.MAX_VALUE));

    assertThatThrownBy(store::requireFreeDisk)
        .isInstanceOf(Failure.class)
        .hasMessageContaining("are free on the disk of")
        .hasMessageContaining("console.clips.free");
    assertThat(kept()).isEqualTo(numbers(0, 3));
  }

  @Test
  void shouldRemoveWhatIsTooOldUnlessItIsPinned() {
    PackStore.Pins first = (camera, at) -> at == 0;
    add(0, 25, NONE);
    now = now.plus(Duration.ofDays(10));
    add(25, 40, NONE);
    now = now.plus(Duration.ofDays(5));

    store.sweep(first);
    assertThat(kept()).contains(0L, 39L).doesNotContain(12L);
  }

  @Test
  void shouldGoOnWhereItWasAfterAnEnd() {
    add(0, 100, NONE);
    store.close();
    store = open(new DataSize(0));
    add(100, 120, NONE);

    assertThat(kept()).isEqualTo(numbers(0, 120));
  }

  @Test
  void shouldSayUntilWhenPicturesStay() {
    add(0, 300, NONE);
    now = now.plus(Duration.ofHours(1));
    add(300, 301, NONE);

    // 30 MB in an hour: 64 MiB are full within another one and a bit
    PackStore.Sum first = store.sum("gate", 0, TestFrames.SECOND);
    assertThat(first.frames()).isEqualTo(1);
    assertThat(first.until())
        .isBetween(now.plus(Duration.ofMinutes(40)), now.plus(Duration.ofMinutes(100)));
    assertThat(store.sum("yard", 0, TestFrames.SECOND)).isEqualTo(new PackStore.Sum(0, 0, null));
  }

  @Test
  void shouldBelongToOneProcess() {
    assertThatThrownBy(() -> open(new DataSize(0)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("in use by another process");
  }

  private long filesBytes() {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".pack"))
          .mapToLong(PackStoreTest::size)
          .sum();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
