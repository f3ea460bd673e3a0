package io.vedette.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.camera.VideoSource;
import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.geometry.Size;
import io.vedette.picture.Canvas;
import io.vedette.picture.ExifJpeg;
import io.vedette.picture.PictureScaler;
import io.vedette.runtime.Failure;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaFileTest {
  @TempDir Path folder;

  /** EXIF 1, 6, 3, 8: as it is, turned a quarter, a half, three quarters; 2, 7, 4, 5: mirrored. */
  @ParameterizedTest
  @CsvSource({
    "1,64,32,8,16", "6,32,64,16,8", "3,64,32,56,16", "8,32,64,16,56",
    "2,64,32,56,16", "7,32,64,16,56", "4,64,32,8,16", "5,32,64,16,8"
  })
  void shouldTurnPicturesUpright(int exif, int width, int height, int redX, int redY)
      throws IOException {
    Path file = Files.write(folder.resolve("a.jpg"), ExifJpeg.withOrientation(redThenBlue(), exif));

    try (VideoSource source = MediaFile.open(file);
        DecodedPicture picture = source.next();
        PictureScaler scaler = new PictureScaler()) {
      BufferedImage image = Canvas.of(picture.picture(), scaler).image();

      assertThat(picture.picture().size()).isEqualTo(new Size(width, height));
      assertThat(new Color(image.getRGB(redX, redY)).getRed()).isGreaterThan(200);
      assertThat(new Color(image.getRGB(width - 1 - redX, height - 1 - redY)).getBlue())
          .isGreaterThan(200);
    }
  }

  @Test
  void shouldSayThatThereIsNoSuchFile() {
    Path file = folder.resolve("none.jpg");

    assertThatThrownBy(() -> MediaFile.open(file))
        .isInstanceOf(Failure.class)
        .hasMessage(file + " cannot be read: there is no such file or folder");
  }

  @Test
  void shouldSayThatAPictureIsTooLarge() throws IOException {
    byte[] jpeg = redThenBlue();
    for (int i = 0; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) 20_000).putShort(i + 7, (short) 20_000);
        break;
      }
    }
    Path file = Files.write(folder.resolve("huge.jpg"), jpeg);

    assertThatThrownBy(() -> MediaFile.open(file))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("huge.jpg: JPEG of 20000x20000 is too large");
  }

  private static byte[] redThenBlue() throws IOException {
    BufferedImage image = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, 32, 32);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(32, 0, 32, 32);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", bytes);
    return bytes.toByteArray();
  }
}
