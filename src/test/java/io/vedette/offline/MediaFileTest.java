package io.vedette.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.camera.VideoSource;
import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.geometry.Size;
import io.vedette.picture.Canvas;
import io.vedette.picture.ExifJpeg;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.video.VideoWriter;
import io.vedette.runtime.Failure;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaFileTest {
  private static final int PICTURES = 30;

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
        .hasMessage(file + " cannot be opened: there is no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"huge.jpg", "huge.png"})
  void shouldSayThatAPictureIsTooLarge(String name) throws IOException {
    byte[] jpeg = redThenBlue();
    for (int i = 0; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        ByteBuffer.wrap(jpeg).putShort(i + 5, (short) 20_000).putShort(i + 7, (short) 20_000);
        break;
      }
    }
    Path file = Files.write(folder.resolve(name), jpeg);

    assertThatThrownBy(() -> MediaFile.open(file))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(name + ": JPEG of 20000x20000 is too large");
  }

  @Test
  void shouldGiveAllPicturesOfATrimmedVideo() {
    Path trimmed = folder.resolve("trimmed.mp4");
    Remux.copy(film(), trimmed, 1_000_000);

    try (VideoSource source = MediaFile.open(trimmed)) {
      assertThat(countPictures(source)).isEqualTo(PICTURES - 10);
      assertThat(source.missing()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mkv", "flv", "ts"})
  void shouldMissNothingInVideosWhateverTheyTellOfTheirLength(String container) {
    Path video = folder.resolve("video." + container);
    Remux.copy(film(), video, 0);

    try (VideoSource source = MediaFile.open(video)) {
      assertThat(countPictures(source)).isEqualTo(PICTURES);
      assertThat(source.missing()).isZero();
    }
  }

  @Test
  void shouldTellThatAVideoIsCutShort() throws IOException {
    Path video = folder.resolve("video.mkv");
    Remux.copy(film(), video, 0);
    byte[] whole = Files.readAllBytes(video);
    Files.write(video, Arrays.copyOf(whole, whole.length / 2));

    try (VideoSource source = MediaFile.open(video)) {
      assertThat(countPictures(source)).isBetween(1, PICTURES - 1);
      assertThat(source.missing()).isPositive();
    }
  }

  @Test
  void shouldTellThatAPictureIsCutShort() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(ImageIO.read(new ByteArrayInputStream(redThenBlue())), "png", png);
    Path file = folder.resolve("cut.png");
    Files.write(file, Arrays.copyOf(png.toByteArray(), 60));

    try (VideoSource source = MediaFile.open(file)) {
      assertThat(countPictures(source)).isZero();
      assertThat(source.missing()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 50, 10})
  void shouldTellThatAJpegIsCutShort(int missing) throws IOException {
    byte[] whole = redThenBlue();
    Path file = folder.resolve("cut.jpg");
    Files.write(file, Arrays.copyOf(whole, whole.length - missing));

    try (VideoSource source = MediaFile.open(file)) {
      assertThat(countPictures(source)).isZero();
      assertThat(source.missing()).isEqualTo(1);
    }
  }

  @Test
  void shouldTakeAJpegWithSomethingBehindItsEnd() throws IOException {
    byte[] whole = redThenBlue();
    Path file = folder.resolve("more.jpg");
    Files.write(file, Arrays.copyOf(whole, whole.length + 100));

    try (VideoSource source = MediaFile.open(file)) {
      assertThat(countPictures(source)).isEqualTo(1);
      assertThat(source.missing()).isZero();
    }
  }

  /** A video of three seconds; its key pictures are two apart. */
  private Path film() {
    Path film = folder.resolve("film.mp4");
    BufferedImage image = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
    try (VideoWriter writer = new VideoWriter(film, new Size(64, 32), 10)) {
      for (int frame = 0; frame < PICTURES; frame++) {
        image.setRGB(frame, 10, 0xFFFFFF);
        try (Picture picture = Canvas.of(image).toPicture()) {
          writer.write(picture, frame * 100_000L);
        }
      }
    }
    return film;
  }

  private static int countPictures(VideoSource source) {
    int count = 0;
    for (DecodedPicture next = source.next(); next != null; next = source.next()) {
      next.close();
      count++;
    }
    return count;
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
