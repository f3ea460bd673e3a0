package io.vedette.camera;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyFrameRateTest {
  private static final long SECOND = 1_000_000L;

  private final KeyFrameRate rate = new KeyFrameRate(0.5);
  private long now;

  @Test
  void shouldSufficeAfterFourShortIntervals() {
    for (int i = 0; i < 4; i++) {
      key(1);
      assertThat(rate.suffices(now)).isFalse();
    }

    key(1);

    assertThat(rate.suffices(now)).isTrue();
  }

  @Test
  void shouldNotSufficeWhereAllPicturesAreWanted() {
    KeyFrameRate all = new KeyFrameRate(0);
    for (int i = 0; i < 10; i++) {
      all.add(i);
    }

    assertThat(all.suffices(10)).isFalse();
  }

  @Test
  void shouldWantMoreEachTimeThatTheNextKeyFrameComesLate() {
    int shown = 0;
    for (int round = 0; round < 4; round++) {
      key(1);
      while (!rate.suffices(now)) {
        key(1);
        shown++;
      }
      assertThat(shown).isGreaterThanOrEqualTo((4 << round) - 1);
      shown = 0;
      assertThat(rate.suffices(now + 3 * SECOND)).isFalse();
      key(10);
    }
  }

  @Test
  void shouldSufficeThoughKeyFramesComeALittleUnevenly() {
    KeyFrameRate uneven = new KeyFrameRate(1);
    for (int i = 0; i < 40; i++) {
      uneven.add(i * SECOND + (i % 3) * 2000);

      assertThat(uneven.suffices(i * SECOND)).isEqualTo(i >= 4);
    }
  }

  @Test
  void shouldNotSufficeWhereFewerWouldBeShownThanAreWanted() {
    KeyFrameRate fewer = new KeyFrameRate(5);
    for (int i = 0; i < 40; i++) {
      fewer.add(i * SECOND / 4);

      assertThat(fewer.suffices(i * SECOND / 4)).isFalse();
    }
  }

  private void key(long seconds) {
    now += seconds * SECOND;
    rate.add(now);
  }
}
