package io.vedette.clip.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.RandomCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackFileTest {
  private static final int FRAMES = 6;

  @TempDir Path folder;

  /** A kill leaves any number of bytes: what is whole stays, and the pack goes on from there. */
  @Test
  void shouldHaveEveryWholeRecordWhereverItIsCut() throws IOException {
    PackFile written = written(FRAMES);
    List<Long> ends = written.entries().stream().map(each -> each.place() + each.length()).toList();
    byte[] bytes = Files.readAllBytes(path());

    for (int cut = 0; cut <= bytes.length; cut++) {
      int length = cut;
      Files.write(path(), Arrays.copyOf(bytes, length));
      PackFile recovered = PackFile.open(path(), 1);
      long whole = ends.stream().filter(end -> end <= length).count();

      assertThat(recovered.entries()).as("cut at " + cut).hasSize((int) whole);
      assertThat(Files.size(path())).as("cut at " + cut).isEqualTo(recovered.length());
      if (cut % 17 == 0) {
        append(recovered, 40);
        append(recovered, 41);
        assertFrames(PackFile.open(path(), 1), (int) whole, 40, 41);
      }
    }
  }

  @Test
  void shouldGiveNoFrameOtherThanItWasWrittenWhateverBytesChange() throws IOException {
    written(FRAMES);
    byte[] bytes = Files.readAllBytes(path());

    RandomCases.check(
        300,
        random -> {
          byte[] spoilt = bytes.clone();
          for (int i = 0; i <= random.nextInt(3); i++) {
            spoilt[random.nextInt(spoilt.length)] ^= (byte) (1 << random.nextInt(8));
          }
          try {
            Files.write(path(), spoilt);
            PackFile recovered = PackFile.open(path(), 1);
            for (PackEntry entry : recovered.entries()) {
              assertSame(recovered.read(entry), (int) entry.id().sequence());
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void shouldPassOverARecordThatHasChangedBeforeOthers() throws IOException {
    PackFile written = written(FRAMES);
    PackEntry third = written.entries().get(2);
    byte[] bytes = Files.readAllBytes(path());
    bytes[(int) (third.place() + third.length() - 1)] ^= 1;
    Files.write(path(), bytes);

    PackFile recovered = PackFile.open(path(), 1);

    assertThat(recovered.entries()).hasSize(FRAMES - 1).doesNotContain(third);
    assertThat(Files.size(path())).isEqualTo(bytes.length);
  }

  @Test
  void shouldKnowASealedPackByItsIndexAndABrokenIndexByThePack() throws IOException {
    PackFile written = written(FRAMES);
    written.seal();
    Path index = folder.resolve("000000000001.pack.index");
    byte[] whole = Files.readAllBytes(index);
    assertThat(PackIndex.read(index, written.length())).isEqualTo(written.entries());
    assertThat(PackIndex.read(index, written.length() + 1)).isNull();

    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      byte[] spoilt = Arrays.copyOf(whole, random.nextInt(whole.length));
      Files.write(index, spoilt);
      PackFile opened = PackFile.open(path(), 1);
      assertThat(opened.entries()).isEqualTo(written.entries());
      assertThat(index).doesNotExist();
    }
  }

  @Test
  void shouldTellAFrameWhoseBytesHaveChangedOnTheDisk() throws IOException {
    PackFile pack = written(2);
    byte[] bytes = Files.readAllBytes(path());
    bytes[bytes.length - 1] ^= 1;
    Files.write(path(), bytes);

    assertSame(pack.read(pack.entries().get(0)), 0);
    assertThatThrownBy(() -> pack.read(pack.entries().get(1))).isInstanceOf(IOException.class);
  }

  @Test
  void shouldBeReadableByItsOwnerAlone() throws IOException {
    PackFile pack = written(1);
    pack.seal();

    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo("rw-------");
      }
    }
  }

  private Path path() {
    return folder.resolve("000000000001.pack");
  }

  private PackFile written(int frames) throws IOException {
    PackFile pack = PackFile.create(folder, 1);
    for (int i = 0; i < frames; i++) {
      append(pack, i);
    }
    return pack;
  }

  private static void append(PackFile pack, int number) throws IOException {
    PackedFrame frame = frame(number);
    pack.append(frame, PackRecord.write(frame), 1_000);
  }

  private static PackedFrame frame(int number) {
    return TestFrames.frame("gate", number, 30 + number);
  }

  private static void assertFrames(PackFile pack, int first, int... then) throws IOException {
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < first; i++) {
      expected.add(i);
    }
    Arrays.stream(then).forEach(expected::add);
    assertThat(pack.entries()).extracting(entry -> (int) entry.id().sequence()).isEqualTo(expected);
    for (PackEntry entry : pack.entries()) {
      assertSame(pack.read(entry), (int) entry.id().sequence());
    }
  }

  private static void assertSame(PackedFrame read, int number) {
    PackedFrame written = frame(number);
    assertThat(read.id()).isEqualTo(written.id());
    assertThat(read.at()).isEqualTo(written.at());
    assertThat(read.size()).isEqualTo(written.size());
    assertThat(read.objects()).isEqualTo(written.objects());
    assertThat(read.jpeg()).isEqualTo(written.jpeg());
  }
}
