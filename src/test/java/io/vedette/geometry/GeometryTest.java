package io.vedette.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeometryTest {
  @Test
  void shouldMapModelPixelsBackToTheSource() {
    Letterbox letterbox = Letterbox.fit(new Size(1280, 720), new Size(320, 320));

    assertThat(letterbox.content()).isEqualTo(new Size(320, 180));
    assertThat(letterbox.top()).isEqualTo(70);
    assertThat(letterbox.toSource(0, 70, 320, 250)).isEqualTo(new RelativeBox(0, 0, 1, 1));
    assertThat(letterbox.toSource(80, 115, 160, 160))
        .isEqualTo(new RelativeBox(0.25, 0.25, 0.25, 0.25));
  }

  @Test
  void shouldStayInsideTheModelForAnyShape() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      Size source = new Size(1 + random.nextInt(9000), 1 + random.nextInt(9000));
      Size model = new Size(32 * (1 + random.nextInt(40)), 32 * (1 + random.nextInt(40)));

      Letterbox letterbox = Letterbox.fit(source, model);

      assertThat(letterbox.left() + letterbox.content().width()).isBetween(1, model.width());
      assertThat(letterbox.top() + letterbox.content().height()).isBetween(1, model.height());
      boolean fillsOneSide =
          letterbox.content().width() == model.width()
              || letterbox.content().height() == model.height();
      assertThat(fillsOneSide).isTrue();
    }
  }

  @Test
  void shouldCountOverlapOnce() {
    RelativeBox box = new RelativeBox(0, 0, 0.4, 0.4);

    assertThat(box.iou(box)).isCloseTo(1, within(1e-12));
    assertThat(box.iou(new RelativeBox(0.2, 0, 0.4, 0.4))).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(box.iou(new RelativeBox(0.5, 0.5, 0.1, 0.1))).isZero();
  }

  @Test
  void shouldCutBoxesAtTheEdges() {
    assertThat(RelativeBox.ofCorners(-0.5, 0.5, 1.5, 2)).isEqualTo(new RelativeBox(0, 0.5, 1, 0.5));
    assertThat(RelativeBox.ofCorners(0.5, 0.5, 0.4, 0.4).area()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"640, 640, 640", "416x256, 416, 256", "256X416, 256, 416", "' 32×64 ', 32, 64"})
  void shouldReadSizesAsPeopleWriteThem(String text, int width, int height) {
    assertThat(Size.parse(text)).isEqualTo(new Size(width, height));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "416x", "x256", "416x256x3", "-32", "0", "0x32", "4e2", "9999999"})
  void shouldRefuseWhatIsNoSize(String text) {
    assertThatThrownBy(() -> Size.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected");
  }

  @Test
  void shouldRefuseEmptySizes() {
    assertThatThrownBy(() -> new Size(0, 5)).hasMessageContaining("0x5");
  }
}
