package io.vedette.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.model.Drawn;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several data sets as one, labels over others, and pictures left out. */
class DataMixTest {
  @TempDir private Path folder;
  private Path one;
  private Path two;

  @BeforeEach
  void draw() throws IOException {
    one = Drawn.folder(folder.resolve("one"), 3, 2, 2);
    two = Drawn.folder(folder.resolve("two"), 4, 1, 2);
  }

  @Test
  void shouldReadSetsAsOneAndMeasureThemApart() {
    DataMix mix = mix(List.of(set(one, null, 2), set(two, null, 0.5)));

    try (DataSet data = DataSetReader.read(mix, 320)) {
      assertThat(data.train()).hasSize(7);
      assertThat(data.parts()).extracting(DataPart::name).containsExactly("one", "two");
      assertThat(data.parts()).extracting(part -> part.pictures().size()).containsExactly(2, 1);
      assertThat(data.val()).hasSize(3);
      assertThat(data.train())
          .extracting(picture -> picture.showing().weight())
          .containsExactly(2.0, 2.0, 2.0, 0.5, 0.5, 0.5, 0.5);
    }
  }

  @Test
  void shouldMatchClassesByName() throws IOException {
    Files.write(two.resolve("names.txt"), List.of("green", "red"));

    try (DataSet data = DataSetReader.read(mix(List.of(set(one), set(two))), 320)) {
      assertThat(data.names()).containsExactly("red", "green");
      assertThat(labels(data.train().get(0))).containsExactly(0, 1);
      assertThat(labels(data.train().get(3))).containsExactly(1, 0);
    }
  }

  @Test
  void shouldRefuseAClassThatTheFirstSetHasNot() throws IOException {
    Files.write(two.resolve("names.txt"), List.of("red", "blue"));

    assertThatThrownBy(() -> DataSetReader.read(mix(List.of(set(one), set(two))), 320))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(two.toString())
        .hasMessageContaining("has the class blue, which the first set has not");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLayLabelsOverASet(boolean isZip) throws IOException {
    Path overlay = folder.resolve("over");
    Path labels = Files.createDirectories(overlay.resolve("labels/train"));
    Files.writeString(labels.resolve("p0.txt"), "1 0.5 0.5 0.25 0.25\n");
    Files.writeString(labels.resolve("p1.txt"), "");
    Path val = Files.createDirectories(overlay.resolve("labels/val"));
    Files.writeString(val.resolve("p0.txt"), "0 0.5 0.5 0.5 0.5\n");
    Files.writeString(overlay.resolve("left-out.txt"), "images/train/p2.jpg\n");
    Files.write(overlay.resolve("names.txt"), List.of("red", "green"));
    Path place = isZip ? zipped(overlay) : overlay;

    try (DataSet data = DataSetReader.read(mix(List.of(set(one, place, 1), set(two))), 320)) {
      assertThat(data.train()).hasSize(6);
      assertThat(labels(data.train().get(0))).containsExactly(1);
      assertThat(data.train().get(1).isBackground()).isTrue();
      assertThat(labels(data.train().get(2))).as("of the other set").containsExactly(0, 1);
      assertThat(labels(data.parts().get(0).pictures().get(0))).containsExactly(0);
      assertThat(labels(data.parts().get(0).pictures().get(1))).as("its own").hasSize(2);
      assertThat(data.leftOut())
          .extracting(LeftOut::toString)
          .containsExactly("one/left-out.txt: 1 picture that it lists");
    }
  }

  @Test
  void shouldRefuseLabelsOfAnotherSet() throws IOException {
    Path overlay = folder.resolve("over");
    Path labels = Files.createDirectories(overlay.resolve("labels/train"));
    Files.writeString(labels.resolve("other.txt"), "1 0.5 0.5 0.25 0.25\n");

    assertThatThrownBy(() -> DataSetReader.read(mix(List.of(set(one, overlay, 1))), 320))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("belong to no picture of " + one);
    Files.write(overlay.resolve("names.txt"), List.of("green", "red"));
    assertThatThrownBy(() -> DataSetReader.read(mix(List.of(set(one, overlay, 1))), 320))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("are of the classes [green, red], the set's are [red, green]");
    assertThatThrownBy(
            () -> DataSetReader.read(mix(List.of(set(one, two.resolve("images"), 1))), 320))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("expected labels/…/NAME.txt or left-out.txt, found neither");
  }

  @Test
  void shouldLeaveOutAndWidenByTheFirstWord() throws IOException {
    rename(one, "train", "p0", "street_0");
    rename(one, "train", "p1", "voc_1");
    rename(one, "val", "p1", "voc_2");
    DataMix mix = new DataMix(List.of(set(one), set(two)), List.of("voc"), Map.of("street", 1.78));

    try (DataSet data = DataSetReader.read(mix, 320)) {
      assertThat(data.train()).hasSize(6);
      assertThat(data.parts().get(0).pictures()).hasSize(1);
      assertThat(data.train())
          .extracting(picture -> picture.showing().widening())
          .containsExactly(1.0, 1.78, 1.0, 1.0, 1.0, 1.0);
      assertThat(data.leftOut())
          .extracting(LeftOut::toString)
          .contains("voc: 2 pictures, as asked");
    }
  }

  @Test
  void shouldRefuseAWordThatNoPictureBeginsWith() {
    DataMix leaving = new DataMix(List.of(set(one)), List.of("inet"), Map.of());
    DataMix widening = new DataMix(List.of(set(one)), List.of(), Map.of("city", 1.5));

    assertThatThrownBy(() -> DataSetReader.read(leaving, 320))
        .isInstanceOf(Failure.class)
        .hasMessage("--leave-out inet: no picture's name begins with it; found p0, p1, p2");
    assertThatThrownBy(() -> DataSetReader.read(widening, 320))
        .hasMessageStartingWith("--widen city: no picture's name begins with it");
  }

  @Test
  void shouldTakePicturesWithoutLabelsForTeachersAlone() {
    DataSource frames = new DataSource("frames", two.resolve("images"), null, 1, false);

    try (DataSet data = DataSetReader.read(mix(List.of(set(one), frames)), 320)) {
      assertThat(data.train()).hasSize(8);
      assertThat(data.val()).hasSize(2);
      assertThat(data.train().subList(3, 8))
          .allMatch(picture -> picture.boxes().isEmpty() && !picture.showing().isLabelled())
          .noneMatch(LabelledPicture::isBackground);
    }
  }

  @Test
  void shouldRefuseWhatContradictsItself() {
    assertThatThrownBy(() -> mix(List.of(set(one), set(one))))
        .hasMessageContaining("expected each data set's name once, found one twice");
    assertThatThrownBy(() -> set(one, null, 0))
        .hasMessage("weight of one: expected more than 0 and at most 100, found 0");
    assertThatThrownBy(() -> new DataMix(List.of(set(one)), List.of(), Map.of("p", 9.0)))
        .hasMessage("widening of p: expected 0.25–4, found 9");
  }

  private static DataMix mix(List<DataSource> sources) {
    return new DataMix(sources, List.of(), Map.of());
  }

  private static DataSource set(Path place) {
    return DataSource.of(place);
  }

  private static DataSource set(
      Path place, @org.jspecify.annotations.Nullable Path labels, double weight) {
    return new DataSource(DataSource.nameOf(place), place, labels, weight, true);
  }

  private static List<Integer> labels(LabelledPicture picture) {
    return picture.boxes().stream().map(LabelledBox::label).toList();
  }

  private static void rename(Path set, String split, String from, String to) throws IOException {
    for (String kind : List.of("images", "labels")) {
      Path parent = set.resolve(kind).resolve(split);
      String ending = kind.equals("images") ? ".jpg" : ".txt";
      Files.move(parent.resolve(from + ending), parent.resolve(to + ending));
    }
  }

  private static Path zipped(Path from) throws IOException {
    Path zip = from.resolveSibling("over.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file);
        Stream<Path> files = Files.walk(from)) {
      for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new ZipEntry(from.relativize(one).toString().replace('\\', '/')));
        out.write(Files.readAllBytes(one));
      }
    }
    return zip;
  }
}
