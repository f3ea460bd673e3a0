package io.vedette.camera.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.RandomCases;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MotionJpegTest {
  private static final int LARGEST = 1 << 20;
  private static final String ONE = text(jpeg(64));
  private static final String TWO = text(jpeg(80));
  private static final String THREE = text(jpeg(96));

  /** LENGTH stands for a picture's own, JPEG for the picture; ends of lines as they stand. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--b\r\nContent-Type: image/jpeg\r\nContent-Length: LENGTH\r\n\r\nJPEG\r\n",
        "--b\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n",
        "--b\r\n\r\nJPEG\r\n",
        "--b\nContent-Type: image/jpg\n\nJPEG\n",
        "----b\r\ncontent-length:LENGTH\r\n\r\nJPEG",
        "\r\n--b--\r\nContent-type: image/jpeg; charset=none\r\nX-Time: 5\r\n\r\nJPEG",
        "Content-Type: image/jpeg\r\nContent-Length: LENGTH\r\n\r\nJPEG\r\n--b\r\n",
        "--b\r\nContent-Type: text/xml\r\nContent-Length: 4\r\n\r\n<a/>\r\n--b\r\n\r\nJPEG\r\n",
        "--b\r\nContent-Length: 30\r\n\r\nJPEG\r\n",
        "--b\r\nContent-Length: 900000\r\n\r\nJPEG\r\n",
        "--b\r\nContent-Length: many\r\n\r\nJPEG\r\n",
        "--b\r\nContent-Length: 0\r\n\r\nJPEG\r\n",
        "\0\0\0\0JPEG\0\0\0",
        "JPEG"
      })
  void shouldFindThePicturesWhateverIsBetweenThem(String part) {
    String stream = "a preamble\r\n" + part(part, ONE) + part(part, TWO) + part(part, THREE);

    RandomCases.check(
        20, random -> assertThat(pictures(stream, random)).containsExactly(ONE, TWO, THREE));
  }

  @Test
  void shouldEndAPictureThatHasNoEndAtItsLength() {
    String cut = ONE.substring(0, ONE.length() - 2);
    String part = part("--b\r\nContent-Length: LENGTH\r\n\r\nJPEG\r\n", cut);

    assertThat(pictures(part, new Random(1))).containsExactly(cut);
  }

  @Test
  void shouldEndAPictureThatHasNoEndWhereTheNextBegins() {
    String cut = ONE.substring(0, ONE.length() - 2);

    assertThat(pictures(cut + "\r\n--b\r\n\r\n" + TWO, new Random(1)))
        .containsExactly(cut + "\r\n--b\r\n\r\n", TWO);
  }

  @Test
  void shouldNotEndAtAPictureWithinAPicture() {
    String inside =
        "\u00ff\u00e1" + (char) (ONE.length() + 2 >> 8) + (char) (ONE.length() + 2 & 255);
    String nested = TWO.substring(0, 2) + inside + ONE + TWO.substring(2);

    assertThat(pictures(nested + THREE, new Random(1))).containsExactly(nested, THREE);
  }

  @Test
  void shouldDateAPictureByItsFirstBytes() {
    byte[] stream = ("--b\r\n\r\n" + ONE + "\r\n--b\r\n\r\n" + TWO).getBytes(ISO_8859_1);
    int inside = stream.length - 100;
    int[] given = {0};
    List<Long> asked = new ArrayList<>();
    MotionJpeg read =
        new MotionJpeg(
            (into, most) -> {
              asked.add(System.nanoTime());
              int count = given[0] == 0 ? inside : stream.length - given[0];
              System.arraycopy(stream, given[0], into, 0, count);
              given[0] += count;
              return count;
            },
            LARGEST);

    read.next();
    long one = read.arrivedNanos();
    read.next();

    assertThat(read.arrivedNanos()).isEqualTo(one).isBetween(asked.get(0), asked.get(1));
  }

  @ParameterizedTest
  @CsvSource({
    "'--b\r\nContent-Length: 999999999\r\n\r\n', EXCESSIVE, announced a picture of 954 MiB",
    "'--b\r\nContent-Type: image/png\r\n\r\n', UNSUPPORTED_CODEC, but parts of type image/png",
    "'nothing', CORRUPT, without a JPEG",
    "'\u00ff\u00d8\u00ff\u00da\0\2', EXCESSIVE, at most 1 MiB are read",
    "'\u00ff\u00d8\u00ff\u00e1\u00ff\u00ff', EXCESSIVE, at most 1 MiB are read"
  })
  void shouldEndWhatDoesNotEnd(String beginning, Kind kind, String message) {
    byte[] start = beginning.getBytes(ISO_8859_1);
    int[] given = {0};
    MotionJpeg endless =
        new MotionJpeg(
            (into, most) -> {
              Arrays.fill(into, 0, most, (byte) 'x');
              int count = given[0] == 0 ? start.length : most;
              System.arraycopy(start, 0, into, 0, given[0] == 0 ? count : 0);
              given[0] += count;
              return count;
            },
            LARGEST);

    assertThatThrownBy(endless::next)
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            LinkFailure.class, failure -> assertThat(failure.kind()).isEqualTo(kind));
    assertThat(given[0]).isLessThan(2 * LARGEST);
  }

  @Test
  void shouldReadOrRefuseWhateverComes() {
    String part = part("--b\r\nContent-Length: LENGTH\r\n\r\nJPEG\r\n", ONE);

    RandomCases.check(
        2000,
        random -> {
          byte[] stream = (part + part).getBytes(ISO_8859_1);
          for (int i = random.nextInt(20); i > 0; i--) {
            stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
          }
          try {
            assertThat(pictures(new String(stream, ISO_8859_1), random).size()).isLessThan(20);
          } catch (LinkFailure e) {
            assertThat(e.getMessage()).isNotEmpty();
          }
        });
  }

  private static String part(String form, String jpeg) {
    return form.replace("LENGTH", Integer.toString(jpeg.length())).replace("JPEG", jpeg);
  }

  /** Reads a stream that comes in pieces of any length. */
  private static List<String> pictures(String stream, Random random) {
    byte[] bytes = stream.getBytes(ISO_8859_1);
    int[] given = {0};
    MotionJpeg read =
        new MotionJpeg(
            (into, most) -> {
              int left = Math.min(most, bytes.length - given[0]);
              int count = left == 0 ? 0 : 1 + random.nextInt(left);
              System.arraycopy(bytes, given[0], into, 0, count);
              given[0] += count;
              return count;
            },
            LARGEST);
    List<String> pictures = new ArrayList<>();
    while (read.next()) {
      pictures.add(new String(read.bytes(), 0, read.length(), ISO_8859_1));
    }
    return pictures;
  }

  private static byte[] jpeg(int width) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BufferedImage image = new BufferedImage(width, 48, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(width);
    for (int i = 0; i < width * 48; i++) {
      image.setRGB(i % width, i / width, random.nextInt());
    }
    try {
      ImageIO.write(image, "jpeg", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
