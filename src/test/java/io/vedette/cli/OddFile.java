package io.vedette.cli;

import io.vedette.geometry.Size;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.video.VideoWriter;
import io.vedette.simulator.street.StreetScene;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** A file that people give a detector, though few cameras write such. */
enum OddFile {
  NOTHING("nothing.jpg", 0, "not a JPEG: 0 bytes"),
  TEXT("text.png", 0, "cut short or damaged"),
  HUGE_PNG("huge.png", 0, "PNG of 30000x30000 is too large; at most 64000000 pixels are decoded"),
  DEEP_PNG("deep.png", 1, ""),
  DEEP_GREY_PNG("deep-grey.png", 1, ""),
  PALETTE_PNG("palette.png", 1, ""),
  MOVING_GIF("moving.gif", 3, ""),
  WEBP("one.webp", 1, ""),
  CMYK_JPEG("cmyk.jpg", 1, ""),
  CUT_JPEG("cut.jpg", 0, "cut short or damaged"),
  CUT_PNG("cut.png", 0, "cut short or damaged"),
  RAW_H264("raw.h264", 12, ""),
  CUT_VIDEO("cut.mp4", 0, "is not a complete video or picture"),
  SOUND("sound.wav", 0, "is not a complete video or picture");

  private static final int SIDE = 64;
  private static final int FRAMES = 12;
  private static final String ONE_PIXEL = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

  private final String fileName;
  private final int pictures;
  private final String reason;

  OddFile(String fileName, int pictures, String reason) {
    this.fileName = fileName;
    this.pictures = pictures;
    this.reason = reason;
  }

  String fileName() {
    return fileName;
  }

  /** How many pictures can be read. */
  int pictures() {
    return pictures;
  }

  /** What must be said; empty when all of it can be read. */
  String reason() {
    return reason;
  }

  byte[] bytes() throws IOException {
    return switch (this) {
      case NOTHING -> new byte[0];
      case TEXT -> "no picture at all\n".repeat(100).getBytes(StandardCharsets.UTF_8);
      case HUGE_PNG -> hugePng();
      case DEEP_PNG -> encoded(deep(), "png");
      case DEEP_GREY_PNG ->
          encoded(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_USHORT_GRAY), "png");
      case PALETTE_PNG ->
          encoded(new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_INDEXED), "png");
      case MOVING_GIF -> movingGif();
      case WEBP -> Base64.getDecoder().decode(ONE_PIXEL);
      case CMYK_JPEG -> cmyk();
      case CUT_JPEG -> half(encoded(striped(), "jpg"));
      case CUT_PNG -> half(encoded(striped(), "png"));
      case RAW_H264 -> film("h264");
      case CUT_VIDEO -> half(film("mp4"));
      case SOUND -> sound();
    };
  }

  private static byte[] half(byte[] whole) {
    return Arrays.copyOf(whole, whole.length / 2);
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  private static BufferedImage striped() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int x = 0; x < SIDE; x += 2) {
      graphics.setColor(new Color(x * 3, 255 - x, (x * 7) % 256));
      graphics.fillRect(x, 0, 2, SIDE);
    }
    graphics.dispose();
    return image;
  }

  /** Sixteen bits for each colour. */
  private static BufferedImage deep() {
    ImageTypeSpecifier type =
        ImageTypeSpecifier.createInterleaved(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            new int[] {0, 1, 2},
            DataBuffer.TYPE_USHORT,
            false,
            false);
    return type.createBufferedImage(SIDE, SIDE);
  }

  /** A header is enough: whoever reads more of it needs the memory. */
  private static byte[] hugePng() {
    return ByteBuffer.allocate(64)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'})
        .putInt(13)
        .put("IHDR".getBytes(StandardCharsets.US_ASCII))
        .putInt(30_000)
        .putInt(30_000)
        .array();
  }

  private static byte[] movingGif() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    byte[] shades = {0, (byte) 0xFF};
    IndexColorModel colours = new IndexColorModel(1, 2, shades, shades, shades);
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int frame = 0; frame < 3; frame++) {
        BufferedImage image =
            new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_BINARY, colours);
        image.setRGB(frame, 0, 0xFFFFFF);
        writer.writeToSequence(new IIOImage(image, null, shownFor(writer, image)), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** A tenth of a second. */
  private static IIOMetadata shownFor(ImageWriter writer, BufferedImage image)
      throws IIOInvalidTreeException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
    String format = metadata.getNativeMetadataFormatName();
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
    ((IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0))
        .setAttribute("delayTime", "10");
    metadata.setFromTree(format, root);
    return metadata;
  }

  private static byte[] cmyk() throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, SIDE, SIDE, 4, null);
    for (int x = 0; x < SIDE; x++) {
      for (int y = 0; y < SIDE; y++) {
        raster.setPixel(x, y, new int[] {x, y, 100, 20});
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static byte[] film(String ending) throws IOException {
    Path file = Files.createTempFile("film", "." + ending);
    Size size = new Size(320, 180);
    StreetScene scene = new StreetScene(0, size, 10);
    try (VideoWriter writer = new VideoWriter(file, size, 10)) {
      for (int frame = 0; frame < FRAMES; frame++) {
        try (Picture picture = Canvas.of(scene.render(frame).image()).toPicture()) {
          writer.write(picture, frame * 100_000L);
        }
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  /** A second of silence. */
  private static byte[] sound() {
    int samples = 8000;
    return ByteBuffer.allocate(44 + 2 * samples)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(36 + 2 * samples)
        .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) 1)
        .putShort((short) 1)
        .putInt(samples)
        .putInt(2 * samples)
        .putShort((short) 2)
        .putShort((short) 16)
        .put("data".getBytes(StandardCharsets.US_ASCII))
        .putInt(2 * samples)
        .array();
  }
}
