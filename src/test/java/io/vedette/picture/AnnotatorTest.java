package io.vedette.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.geometry.Size;
import java.awt.geom.Rectangle2D;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotatorTest {
  private static final Size PICTURE = new Size(320, 180);

  @ParameterizedTest
  @CsvSource({
    "100, 100, 100, 86",
    "310, 100, 240, 86",
    "-5, 100, 0, 86",
    "100, 3, 100, 3",
    "318, 179, 240, 165",
    "-5, -20, 0, 0"
  })
  void shouldKeepCaptionsInsideThePicture(double boxX, double boxY, double x, double y) {
    Rectangle2D box = new Rectangle2D.Double(boxX, boxY, 40, 40);

    assertThat(Annotator.captionPlace(box, 80, 14, PICTURE))
        .isEqualTo(new Rectangle2D.Double(x, y, 80, 14));
  }
}
