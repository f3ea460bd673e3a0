package io.vedette.camera.coded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodedPicturesTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "H264, 0000000109f0 000001658880, true",
    "H264, 0000000109f0 000001418880, false",
    // A recovery point that is reached at once, before an intra picture and before another.
    "H264, 00000106 0601c480 000001 21b8, true",
    "H264, 00000106 0601c480 000001 219a, false",
    // The same after a message of another kind; a recovery point that is reached later.
    "H264, 00000106 0502aabb 0601c480 000001 21b8, true",
    "H264, 00000106 06012480 000001 21b8, false",
    "H264, 00000106 06, false",
    "H264, 00000106ff, false",
    "H264, '', false",
    "H265, 00000140010c 000001 2601af, true",
    "H265, 00000140010c 000001 2a01af, true",
    "H265, 0000014e01050000 000001 0201d0, false",
  })
  void shouldTellWhichPicturesAreWholeWithoutOthers(NalCodec codec, String hex, boolean isWhole) {
    assertThat(new RandomAccess(codec, new byte[0]).isAt(bytes(hex))).isEqualTo(isWhole);
  }

  @ParameterizedTest
  @CsvSource({"00000002 09f0 00000004 65888000, true", "00000004 41888000, false"})
  void shouldReadUnitsWithLengths(String hex, boolean isWhole) {
    byte[] configuration = {1, 77, 0, 30, (byte) 0xff, (byte) 0xe1, 0};

    assertThat(new RandomAccess(NalCodec.H264, configuration).isAt(bytes(hex))).isEqualTo(isWhole);
  }

  @ParameterizedTest
  @CsvSource({
    "H264, 0000000109f0, true, false, false, true",
    "H264, 00000001659880, true, true, true, false",
    "H264, 00000001 41 28, true, true, false, false",
    "H264, 00000001 67 42 00000001 65 88, true, true, true, true",
    "H264, 1234000001, false, false, false, false",
    "H265, 00000001 2801af, true, true, true, false",
    "H265, 00000001 280120, true, true, false, false",
    "H265, 00000001 5001, true, false, false, false",
  })
  void shouldTellHowAPictureBegins(
      NalCodec codec, String hex, boolean unit, boolean slice, boolean first, boolean opening) {
    assertThat(PictureStart.of(codec, bytes(hex)))
        .isEqualTo(new PictureStart(unit, slice, first, opening));
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
