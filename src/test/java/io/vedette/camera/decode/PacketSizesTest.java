package io.vedette.camera.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PacketSizesTest {
  private final PacketSizes sizes = new PacketSizes();

  @Test
  void shouldTellAPacketThatIsFarLargerThanThoseBeforeIt() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      assertThat(sizes.isUnusual(2000 + (int) (300 * random.nextGaussian()))).isFalse();
    }

    assertThat(sizes.isUnusual(5000)).isTrue();
    assertThat(sizes.isUnusual(2000)).isFalse();
  }

  @Test
  void shouldTakeNoNoticeOfAFewBytesWherePacketsAreSmall() {
    for (int i = 0; i < 50; i++) {
      assertThat(sizes.isUnusual(60 + i % 5 * 40)).isFalse();
    }

    assertThat(sizes.isUnusual(700)).isTrue();
  }

  @Test
  void shouldLearnWhatIsUsual() {
    for (int i = 0; i < 20; i++) {
      sizes.isUnusual(500);
    }

    int reported = 0;
    for (int i = 0; i < 100; i++) {
      reported += sizes.isUnusual(4000) ? 1 : 0;
    }

    assertThat(reported).isBetween(1, 30);
  }
}
