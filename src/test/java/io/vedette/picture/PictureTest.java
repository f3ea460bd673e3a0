package io.vedette.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.geometry.Letterbox;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.picture.jpeg.JpegHeader;
import io.vedette.runtime.Failure;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static final int TOLERANCE = 6;

  @Test
  void shouldEncodeWhatAnOrdinaryViewerOpens() throws IOException {
    try (JpegDecoder decoder = new JpegDecoder();
        JpegEncoder encoder = new JpegEncoder(90);
        PictureScaler scaler = new PictureScaler();
        Picture picture = decoder.decode(jpeg(new Size(640, 360)));
        Picture small = scaler.scale(picture, new Size(320, 180))) {
      byte[] jpeg = encoder.encode(small);

      BufferedImage opened = ImageIO.read(new ByteArrayInputStream(jpeg));
      assertThat(opened.getWidth()).isEqualTo(320);
      assertColour(opened.getRGB(80, 90), Color.RED);
      assertColour(opened.getRGB(240, 90), Color.BLUE);
      assertThat(JpegHeader.size(jpeg)).isEqualTo(new Size(320, 180));
    }
  }

  @Test
  void shouldLetterboxIntoTheSlotAndNowhereElse() throws IOException {
    for (Size source :
        new Size[] {new Size(640, 360), new Size(360, 640), new Size(333, 77), new Size(5, 5)}) {
      Letterbox letterbox = Letterbox.fit(source, new Size(96, 64));
      int slot = 96 * 64 * 3;
      ByteBuffer buffer = ByteBuffer.allocateDirect(3 * slot);
      fill(buffer, (byte) 7);
      buffer.position(slot);
      try (JpegDecoder decoder = new JpegDecoder();
          PictureScaler scaler = new PictureScaler();
          Picture picture = decoder.decode(jpeg(source))) {
        scaler.letterbox(picture, letterbox, buffer);
      }

      for (int i = 0; i < slot; i++) {
        assertThat(buffer.get(i)).isEqualTo((byte) 7);
        assertThat(buffer.get(2 * slot + i)).isEqualTo((byte) 7);
      }
      for (int y = 0; y < 64; y++) {
        for (int x = 0; x < 96; x++) {
          boolean inside =
              x >= letterbox.left()
                  && x < letterbox.left() + letterbox.content().width()
                  && y >= letterbox.top()
                  && y < letterbox.top() + letterbox.content().height();
          if (!inside) {
            assertThat(buffer.get(slot + (y * 96 + x) * 3)).isEqualTo(PictureScaler.PADDING);
          }
        }
      }
    }
  }

  @Test
  void shouldRefuseBrokenJpegsInOneLine() throws IOException {
    byte[] whole = jpeg(new Size(640, 360));
    try (JpegDecoder decoder = new JpegDecoder()) {
      for (byte[] broken :
          new byte[][] {
            {}, "text".getBytes(), Arrays.copyOf(whole, 40), Arrays.copyOf(whole, whole.length / 3)
          }) {
        assertThatThrownBy(() -> decoder.decode(broken).close())
            .isInstanceOf(Failure.class)
            .hasMessageNotContaining("\n");
      }
      decoder.decode(whole).close();
    }
  }

  @Test
  void shouldRefuseHugePicturesBeforeDecodingThem() throws IOException {
    byte[] huge = jpeg(new Size(64, 64));
    int header = indexOfFrameHeader(huge);
    huge[header + 5] = huge[header + 7] = (byte) (20_000 >> 8);
    huge[header + 6] = huge[header + 8] = (byte) 20_000;

    try (JpegDecoder decoder = new JpegDecoder()) {
      assertThatThrownBy(() -> decoder.decode(huge)).hasMessageContaining("20000x20000");
    }
  }

  @Test
  void shouldShowOnACanvasWhatWasDecodedAndTakeItBack() throws IOException {
    try (JpegDecoder decoder = new JpegDecoder();
        PictureScaler scaler = new PictureScaler();
        JpegEncoder encoder = new JpegEncoder(95);
        Picture picture = decoder.decode(jpeg(new Size(65, 33)))) {
      Canvas canvas = Canvas.of(picture, scaler);
      assertColour(canvas.image().getRGB(10, 10), Color.RED);
      Annotator.Mark mark = new Annotator.Mark(new RelativeBox(0.5, 0, 0.5, 1), "bus 0.9", 0);
      new Annotator().draw(canvas, List.of(mark));

      byte[] jpeg;
      try (Picture drawn = canvas.toPicture()) {
        jpeg = encoder.encode(drawn);
      }

      BufferedImage opened = ImageIO.read(new ByteArrayInputStream(jpeg));
      assertThat(opened.getWidth()).isEqualTo(65);
      assertColour(opened.getRGB(8, 16), Color.RED);
      assertThat(opened.getRGB(32, 25) & 0xFFFFFF).isNotEqualTo(Color.BLUE.getRGB() & 0xFFFFFF);
    }
  }

  private static int indexOfFrameHeader(byte[] jpeg) {
    for (int i = 0; i < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
        return i;
      }
    }
    throw new AssertionError("no frame header");
  }

  private static void fill(ByteBuffer buffer, byte value) {
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, value);
    }
  }

  private static void assertColour(int rgb, Color expected) {
    Color found = new Color(rgb);
    assertThat(Math.abs(found.getRed() - expected.getRed())).isLessThan(TOLERANCE);
    assertThat(Math.abs(found.getGreen() - expected.getGreen())).isLessThan(TOLERANCE);
    assertThat(Math.abs(found.getBlue() - expected.getBlue())).isLessThan(TOLERANCE);
  }

  /** Left half red, right half blue. */
  private static byte[] jpeg(Size size) throws IOException {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, size.width(), size.height());
    graphics.setColor(Color.BLUE);
    graphics.fillRect(size.width() / 2, 0, size.width(), size.height());
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", bytes);
    return bytes.toByteArray();
  }
}
