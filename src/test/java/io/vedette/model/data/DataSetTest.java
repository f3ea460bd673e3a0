package io.vedette.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.geometry.Size;
import io.vedette.model.Drawn;
import io.vedette.runtime.Failure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSetTest {
  @TempDir private Path folder;

  @Test
  void shouldReadFolders() throws IOException {
    Drawn.folder(folder, 3, 2, 2);

    try (DataSet data = DataSetReader.read(folder, 320)) {
      assertThat(data.names()).containsExactly("red", "green");
      assertThat(data.train()).hasSize(3);
      assertThat(data.val()).hasSize(2);
      assertThat(data.leftOut()).isEmpty();
      assertThat(data.train().get(0).size()).isEqualTo(new Size(96, 72));
      assertThat(data.train().get(0).boxes()).hasSize(2);
      assertThat(data.jpeg(data.train().get(1)))
          .isEqualTo(Files.readAllBytes(folder.resolve("images/train/p1.jpg")));
    }
  }

  @Test
  void shouldReadTheSameFromAZipWithAFolderInIt() throws IOException {
    Path plain = Drawn.folder(folder.resolve("plain"), 3, 2, 2);
    Path zip = zipped(plain, folder.resolve("set.zip"), "set/");

    try (DataSet data = DataSetReader.read(plain, 320);
        DataSet inZip = DataSetReader.read(zip, 320)) {
      assertThat(inZip.names()).isEqualTo(data.names());
      assertThat(inZip.train()).isEqualTo(data.train());
      assertThat(inZip.digest()).isEqualTo(data.digest());
    }
  }

  @Test
  void shouldReadDataYaml() throws IOException {
    Drawn.folder(folder.resolve("one"), 3, 2, 2);
    Drawn.folder(folder.resolve("two"), 1, 1, 2);
    Path yaml =
        Files.writeString(
            folder.resolve("data.yaml"),
            """
            train: [one/images/train, ../two/images/train]
            val: two/images/val
            nc: 2
            names: {0: a, 1: "it's"}
            """);

    try (DataSet data = DataSetReader.read(yaml, 320)) {
      assertThat(data.names()).containsExactly("a", "it's");
      assertThat(data.train()).hasSize(4);
      assertThat(data.val()).hasSize(1);
    }
  }

  @Test
  void shouldSayWhatIsLeftOutAndWhy() throws IOException {
    Drawn.folder(folder, 4, 1, 2);
    byte[] whole = Files.readAllBytes(folder.resolve("images/train/p0.jpg"));
    Files.write(
        folder.resolve("images/train/p0.jpg"), java.util.Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(folder.resolve("images/train/p1.jpg"), "no picture");
    Files.writeString(
        folder.resolve("labels/train/p2.txt"),
        "0 0.5 0.5 0.2 0.2\n7 0.5 0.5 0.2 0.2\n0 0.9 0.5 0.4 0.2\n0 0.5 x 0.2 0.2\n1 0.5 0.5 0 0.2\n");

    try (DataSet data = DataSetReader.read(folder, 320)) {
      assertThat(data.train()).hasSize(2);
      assertThat(data.train().get(0).boxes()).hasSize(1);
      assertThat(data.leftOut().stream().map(LeftOut::toString))
          .satisfiesExactly(
              one -> assertThat(one).startsWith("p0.jpg: "),
              one -> assertThat(one).startsWith("p1.jpg: "),
              one -> assertThat(one).startsWith("p2.txt:2: class: expected 0–1, found 7"),
              one -> assertThat(one).startsWith("p2.txt:3: box reaches outside"),
              one -> assertThat(one).startsWith("p2.txt:4: expected a number, found x"),
              one -> assertThat(one).startsWith("p2.txt:5: box without area"));
    }
  }

  @Test
  void shouldTakePicturesWithoutLabelsAsBackground() throws IOException {
    Drawn.folder(folder, 2, 1, 1);
    Files.delete(folder.resolve("labels/train/p0.txt"));

    try (DataSet data = DataSetReader.read(folder, 320)) {
      assertThat(data.train()).hasSize(2);
      assertThat(data.train().get(0).boxes()).isEmpty();
    }
  }

  @Test
  void shouldShrinkLargePicturesAndReadOtherKinds() throws IOException {
    Drawn.folder(folder, 1, 1, 1);
    ImageIO.write(
        new BufferedImage(900, 300, BufferedImage.TYPE_4BYTE_ABGR),
        "png",
        folder.resolve("images/train/wide.png").toFile());

    try (DataSet data = DataSetReader.read(folder, 320)) {
      assertThat(data.train()).hasSize(2);
      assertThat(data.train().get(1).size()).isEqualTo(new Size(320, 107));
    }
  }

  @Test
  void shouldRefuseWhatIsNoDataSetInOneLine() throws IOException {
    Path text = Files.writeString(folder.resolve("a.zip"), "no zip");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path nameless = Files.createDirectories(folder.resolve("nameless/images/train")).getParent();

    for (Path place : List.of(text, empty, nameless.getParent(), folder.resolve("missing"))) {
      assertThatThrownBy(() -> DataSetReader.read(place, 320))
          .as(place.toString())
          .isInstanceOf(Failure.class)
          .hasMessageStartingWith("data ")
          .hasMessageNotContaining("\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "names: {0: a, 2: b}|names: expected the indices 0–1, found [0, 2]",
        "names: {1: a, 2: b}|names: expected the indices 0–1, found [1, 2]",
        "names: {a: b}|names: expected a class index, found a",
        "names: [a, b]\\nnc: 3|nc says 3 classes, names has 2",
        "nc: 3|names no classes",
        "val: nowhere\\nnames: [a, b]|there is no "
      })
  void shouldRefuseDataYamlThatContradictsItself(String keys, String expected) throws IOException {
    Drawn.folder(folder.resolve("set"), 1, 1, 2);
    String places =
        "train: set/images/train\n" + (keys.contains("val") ? "" : "val: set/images/val\n");
    Path yaml =
        Files.writeString(folder.resolve("data.yaml"), places + keys.replace("\\n", "\n") + "\n");

    assertThatThrownBy(() -> DataSetReader.read(yaml, 320))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(expected)
        .hasMessageNotContaining("\n");
  }

  private static Path zipped(Path root, Path zip, String prefix) throws IOException {
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new ZipEntry(prefix + root.relativize(file)));
        entries.write(Files.readAllBytes(file));
      }
    }
    return zip;
  }
}
