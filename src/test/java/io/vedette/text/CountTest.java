package io.vedette.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountTest {
  @Test
  void shouldSayOneOfOneThing() {
    assertThat(Count.of(1, "box", "boxes")).isEqualTo("1 box");
    assertThat(Count.of(0, "box", "boxes")).isEqualTo("0 boxes");
    assertThat(Count.of(2, "node")).isEqualTo("2 nodes");
    assertThat(Count.cameras(1)).isEqualTo("1 camera");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1, 1 byte",
    "1023, 1023 bytes",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "65536, 64 KiB",
    "1048575, 1 MiB",
    "1572864, 1.5 MiB",
    "10737418240, 10 GiB",
    "9223372036854775807, 8 EiB"
  })
  void shouldGiveBytesInAUnitThatSuitsThem(long bytes, String words) {
    assertThat(Count.bytes(bytes)).isEqualTo(words);
  }
}
