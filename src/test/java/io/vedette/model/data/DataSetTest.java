package io.vedette.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.model.Drawn;
import io.vedette.picture.ExifJpeg;
import io.vedette.picture.jpeg.JpegHeader;
import io.vedette.runtime.Failure;
import java.awt.Color;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetTest {
  private static final String BROKEN_TIFF =
      "4d4d002a00000008000c0100000300000001001800000101000300000001001400000102"
          + "000300000003000000a00103000300000001000100000106000300000001000200000111"
          + "000400000001";

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
        "0 0.5 0.5 0.2 0.2\n7 0.5 0.5 0.2 0.2\n0 0.5 0.5 -0.4 0.2\n0 0.5 x 0.2 0.2\n1 0.5 0.5 0 0.2\n\0\33\n");

    try (DataSet data = DataSetReader.read(folder, 320)) {
      assertThat(data.train()).hasSize(2);
      assertThat(data.train().get(0).boxes()).hasSize(1);
      assertThat(data.leftOut().stream().map(LeftOut::toString))
          .satisfiesExactly(
              one -> assertThat(one).startsWith("images/train/p0.jpg: broken JPEG of 96x72"),
              one -> assertThat(one).startsWith("images/train/p1.jpg: expected a JPEG, PNG"),
              one -> assertThat(one).endsWith("p2.txt:2: class: expected 0–1, found 7"),
              one -> assertThat(one).contains("p2.txt:3: expected numbers of 0–1"),
              one -> assertThat(one).endsWith("p2.txt:4: expected a number, found x"),
              one -> assertThat(one).contains("p2.txt:5: box without area"),
              one -> assertThat(one).startsWith("labels/train/p2.txt:6: expected class"));
    }
  }

  /** A BMP whose pixels begin before it does, and a TIFF that says no number of channels. */
  @Test
  void shouldLeaveOutPicturesThatJavaStumblesOver() throws IOException {
    Drawn.folder(folder, 1, 1, 1);
    Path bmp = folder.resolve("images/train/a.bmp");
    ImageIO.write(new BufferedImage(24, 20, BufferedImage.TYPE_INT_RGB), "bmp", bmp.toFile());
    byte[] bytes = Files.readAllBytes(bmp);
    bytes[13] = (byte) 0xF2;
    Files.write(bmp, bytes);
    Files.write(folder.resolve("images/train/b.tiff"), HexFormat.of().parseHex(BROKEN_TIFF));

    try (DataSet data = DataSetReader.read(folder, 320)) {
      assertThat(data.train()).hasSize(1);
      assertThat(data.leftOut().stream().map(LeftOut::toString))
          .containsExactly(
              "images/train/a.bmp: broken picture: its parts contradict each other"
                  + " (NegativeArraySizeException)",
              "images/train/b.tiff: broken picture: its parts contradict each other"
                  + " (NullPointerException)");
    }
  }

  /** Java cannot write such names itself. */
  @Test
  void shouldLeaveOutPicturesWhoseNamesAreNoText() throws Exception {
    Drawn.folder(folder, 2, 1, 1);
    Process copying =
        new ProcessBuilder("sh", "-c", "cp p0.jpg \"$(printf 'caf\\351.jpg')\"")
            .directory(folder.resolve("images/train").toFile())
            .start();
    assumeThat(copying.waitFor()).as("the disk takes any name").isZero();

    try (DataSet data = DataSetReader.read(folder, 320)) {
      assertThat(data.train()).hasSize(2);
      assertThat(data.leftOut().stream().map(LeftOut::toString))
          .singleElement()
          .asString()
          .startsWith("images/train/caf")
          .endsWith(": a name that cannot be read here; rename it, or set LC_ALL=C.UTF-8");
    }
  }

  @Test
  void shouldLeaveOutListedNamesThatNoFileCanHave() throws IOException {
    Drawn.folder(folder, 1, 1, 1);
    Files.writeString(folder.resolve("list.txt"), "images/train/p0.jpg\nimages/\0.jpg\n");
    Path yaml =
        Files.writeString(folder.resolve("data.yaml"), "train: list.txt\nval: []\nnames: [a]\n");

    try (DataSet data = DataSetReader.read(yaml, 320)) {
      assertThat(data.train()).hasSize(1);
      assertThat(data.leftOut().stream().map(LeftOut::toString))
          .containsExactly("images/?.jpg: no name that a file can have: Nul character not allowed");
    }
  }

  @Test
  void shouldCutOffWhatOfABoxIsOutside() throws IOException {
    Drawn.folder(folder, 1, 1, 2);
    Files.writeString(folder.resolve("labels/train/p0.txt"), "\uFEFF0 0.9 0.5 0.4 0.2\r\n");

    try (DataSet data = DataSetReader.read(folder, 320)) {
      assertThat(data.leftOut()).isEmpty();
      RelativeBox box = data.train().get(0).boxes().get(0).box();
      assertThat(box.x()).isCloseTo(0.7, within(1e-9));
      assertThat(box.right()).isEqualTo(1);
    }
  }

  @Test
  void shouldMissNothingSilently() throws IOException {
    Drawn.folder(folder, 2, 1, 1);
    Files.writeString(folder.resolve("images/train/a.webp"), "RIFF");
    Files.writeString(folder.resolve("images/train/._p0.jpg"), "of no interest");
    Files.createSymbolicLink(folder.resolve("images/train/b.jpg"), Path.of("nowhere"));
    Files.createSymbolicLink(folder.resolve("images/train/circle"), Path.of("../train"));
    ImageIO.write(
        new BufferedImage(9000, 9000, BufferedImage.TYPE_BYTE_BINARY),
        "png",
        folder.resolve("images/train/huge.png").toFile());
    Files.writeString(folder.resolve("labels/train/alone.txt"), "0 0.5 0.5 0.1 0.1");
    Files.writeString(folder.resolve("labels/train/classes.txt"), "red");

    try (DataSet data = DataSetReader.read(folder, 320)) {
      assertThat(data.train()).hasSize(2);
      assertThat(data.leftOut().stream().map(LeftOut::toString))
          .containsExactlyInAnyOrder(
              "images/train/a.webp: expected a JPEG, PNG, BMP, GIF or TIFF picture, found webp",
              "images/train/b.jpg: a link to a file that does not exist",
              "images/train/circle: a link that leads in a circle",
              "images/train/huge.png: too large: 81000000 pixels; at most 64000000 are decoded",
              "labels/train/alone.txt: a label without its picture in images/train");
    }
  }

  @Test
  void shouldFollowLinksToFolders() throws IOException {
    Path plain = Drawn.folder(folder.resolve("plain"), 3, 2, 2);
    Path linked = Files.createDirectories(folder.resolve("linked"));
    for (String kind : List.of("images", "labels")) {
      Files.createDirectories(linked.resolve(kind));
      for (String split : List.of("train", "val")) {
        Files.createSymbolicLink(
            linked.resolve(kind).resolve(split), plain.resolve(kind).resolve(split));
      }
    }
    Files.copy(plain.resolve("names.txt"), linked.resolve("classes.txt"));

    try (DataSet data = DataSetReader.read(plain, 320);
        DataSet throughLinks = DataSetReader.read(linked, 320)) {
      assertThat(throughLinks.digest()).isEqualTo(data.digest());
      assertThat(throughLinks.train()).isEqualTo(data.train());
    }
  }

  @Test
  void shouldReadZipsThatMacOsMade() throws IOException {
    Drawn.folder(folder.resolve("set"), 1, 1, 2);
    Drawn.folder(folder.resolve("__MACOSX/set"), 3, 3, 1);

    try (DataSet data = DataSetReader.read(zipped(folder, folder.resolve("set.zip"), ""), 320)) {
      assertThat(data.train()).hasSize(1);
      assertThat(data.names()).hasSize(2);
    }
  }

  @Test
  void shouldLeaveOutWhatIsRottenInAZip() throws IOException {
    Path plain = Drawn.folder(folder.resolve("plain"), 3, 1, 1);
    Path zip = zipped(plain, folder.resolve("set.zip"), "");
    byte[] bytes = Files.readAllBytes(zip);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int picture = text.indexOf("images/train/p1.jpg") + 40;
    for (int i = picture; i < picture + 100; i++) {
      bytes[i] ^= 0x5A;
    }
    Files.write(zip, bytes);

    try (DataSet data = DataSetReader.read(zip, 320)) {
      assertThat(data.train()).hasSize(2);
      assertThat(data.leftOut()).hasSize(1);
      assertThat(data.leftOut().get(0).file()).isEqualTo("images/train/p1.jpg");
    }
  }

  @Test
  void shouldRefuseZipsThatLeadOutsideThemselves() throws IOException {
    Path plain = Drawn.folder(folder.resolve("plain"), 1, 1, 1);
    Path zip = zipped(plain, folder.resolve("set.zip"), "../../");

    assertThatThrownBy(() -> DataSetReader.read(zip, 320))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("data " + zip + " is no usable zip file: ");
  }

  @Test
  void shouldReadPicturesAsTheyAreToBeLookedAt() throws IOException {
    Drawn.folder(folder, 1, 1, 1);
    Path picture = folder.resolve("images/train/p0.jpg");
    Files.write(picture, ExifJpeg.withOrientation(Files.readAllBytes(picture), 6));

    try (DataSet data = DataSetReader.read(folder, 320)) {
      LabelledPicture read = data.train().get(0);
      assertThat(read.size()).isEqualTo(new Size(72, 96));
      assertThat(JpegHeader.size(data.jpeg(read))).isEqualTo(new Size(72, 96));
    }
  }

  /** Java's own conversion would brighten them. */
  @ParameterizedTest
  @ValueSource(ints = {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT})
  void shouldKeepGreysWithTransparency(int type) throws IOException {
    Drawn.folder(folder, 1, 1, 1);
    int opaque = type == DataBuffer.TYPE_BYTE ? 255 : 65535;
    ColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            type);
    WritableRaster raster = colours.createCompatibleWritableRaster(64, 64);
    for (int i = 0; i < 64 * 64; i++) {
      raster.setPixel(i % 64, i / 64, new int[] {opaque / 3, opaque});
    }
    Path file = folder.resolve("images/train/grey.png");
    ImageIO.write(new BufferedImage(colours, raster, false, null), "png", file.toFile());

    try (DataSet data = DataSetReader.read(folder, 320)) {
      byte[] jpeg = data.jpeg(data.train().get(0));
      int colour = ImageIO.read(new ByteArrayInputStream(jpeg)).getRGB(32, 32);
      assertThat(new Color(colour).getRed()).isBetween(83, 87);
    }
  }

  @Test
  void shouldReadUnlabelledPicturesWithoutTheLabelsBesideThem() throws IOException {
    Drawn.folder(folder, 2, 1, 3);

    try (DataSet data = DataSetReader.unlabelled(folder.resolve("images"), 320)) {
      assertThat(data.val()).hasSize(3).allSatisfy(one -> assertThat(one.boxes()).isEmpty());
      assertThat(data.leftOut()).isEmpty();
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

  @Test
  void shouldTakeADataSetThatHoldsAnother() throws IOException {
    Files.createDirectories(folder.resolve("one/images/train"));
    Files.createDirectories(folder.resolve("one/more/images/train"));

    assertThatThrownBy(() -> DataSetReader.read(folder, 64))
        .hasMessageContaining("names no classes");
  }

  @Test
  void shouldNotChooseAmongSeveralDataSets() throws IOException {
    Files.createDirectories(folder.resolve("one/images/train"));
    Files.createDirectories(folder.resolve("two/images/val"));

    assertThatThrownBy(() -> DataSetReader.read(folder, 64))
        .hasMessage(
            "data " + folder + " holds several data sets, as one and two; give one of them");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "names: {0: a, 2: b}|names: expected the indices 0–1, found [0, 2]",
        "names: {1: a, 2: b}|names: expected the indices 0–1, found [1, 2]",
        "names: {a: b}|names: expected a class index, found a",
        "names: [a, b]\\nnc: 3|nc is 3, but names has 2 classes",
        "nc: 3|names no classes",
        "names: [a, a]|data.yaml: expected each class name once, found a twice",
        "val: nowhere\\nnames: [a, b]|there is no ",
        "val: \"a\\0\"\\nnames: [a, b]|a? is no name that a folder can have: Nul character not allowed"
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

  @Test
  void shouldReadDataYamlWithOnePartOnly() throws IOException {
    Drawn.folder(folder.resolve("set"), 2, 1, 2);
    Path yaml = folder.resolve("data.yaml");

    Files.writeString(yaml, "train: set/images/train\nval:\nnames: [a, b]\n");
    try (DataSet data = DataSetReader.read(yaml, 320)) {
      assertThat(data.train()).hasSize(2);
      assertThat(data.val()).isEmpty();
    }
    Files.writeString(yaml, "names: [a, b]\n");
    assertThatThrownBy(() -> DataSetReader.read(yaml, 320))
        .isInstanceOf(Failure.class)
        .hasMessageEndingWith("says neither train nor val: no place with pictures");
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
