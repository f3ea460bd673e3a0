package io.vedette.model.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.geometry.Size;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CameraEffectsTest {
  private static final Size SIZE = new Size(96, 64);

  private final CameraEffects effects = new CameraEffects();

  @AfterEach
  void close() {
    effects.close();
  }

  @Test
  void shouldLeavePicturesAsTheyAreWhereNothingIsAsked() {
    assertThat(changed(Conditions.NONE, 1)).isEqualTo(picture());
  }

  @Test
  void shouldMakeTheSameOfTheSameRandomNumbers() {
    Conditions all = new Conditions(1, 1, 1, 1, 1);

    assertThat(changed(all, 3)).isEqualTo(changed(all, 3)).isNotEqualTo(changed(all, 4));
  }

  @Test
  void shouldDarken() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(mean(changed(new Conditions(1, 0, 0, 0, 0), seed)))
          .isLessThan(0.75 * mean(picture()));
    }
  }

  @Test
  void shouldTakeColoursAway() {
    byte[] grey = changed(new Conditions(0, 1, 0, 0, 0), 5);

    for (int at = 0; at < grey.length; at += 3) {
      assertThat(grey[at]).isEqualTo(grey[at + 1]).isEqualTo(grey[at + 2]);
    }
  }

  @Test
  void shouldSmoothEdges() {
    double sum = 0;
    for (int seed = 0; seed < 20; seed++) {
      double now = roughness(changed(new Conditions(0, 0, 1, 0, 0), seed));
      assertThat(now).isLessThanOrEqualTo(roughness(picture()));
      sum += now;
    }
    assertThat(sum / 20).isLessThan(0.7 * roughness(picture()));
  }

  @Test
  void shouldAddNoiseThatDarkensNothing() {
    byte[] noisy = changed(new Conditions(0, 0, 0, 1, 0), 8);

    assertThat(roughness(noisy)).isGreaterThan(roughness(picture()));
    assertThat(mean(noisy)).isBetween(0.95 * mean(picture()), 1.05 * mean(picture()));
  }

  @Test
  void shouldCompress() {
    byte[] coded = changed(new Conditions(0, 0, 0, 0, 1), 9);

    assertThat(coded).isNotEqualTo(picture());
    assertThat(mean(coded)).isBetween(0.95 * mean(picture()), 1.05 * mean(picture()));
  }

  private byte[] changed(Conditions conditions, long seed) {
    byte[] rgb = picture();
    effects.apply(rgb, SIZE, conditions, new SplittableRandom(seed));
    return rgb;
  }

  /** Coloured squares of 8 pixels, not too bright for noise to be even. */
  private static byte[] picture() {
    byte[] rgb = new byte[(int) SIZE.area() * 3];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % SIZE.width() / 8;
      int y = i / 3 / SIZE.width() / 8;
      rgb[i] = (byte) (80 + (x * 37 + y * 53 + i % 3 * 71) % 90);
    }
    return rgb;
  }

  private static double mean(byte[] rgb) {
    double sum = 0;
    for (byte one : rgb) {
      sum += one & 0xFF;
    }
    return sum / rgb.length;
  }

  /** The mean squared difference from the pixel to the right, which spread edges have less of. */
  private static double roughness(byte[] rgb) {
    int[] values = new int[rgb.length];
    Arrays.setAll(values, i -> rgb[i] & 0xFF);
    double sum = 0;
    for (int i = 3; i < values.length; i++) {
      int difference = values[i] - values[i - 3];
      sum += (double) difference * difference;
    }
    return sum / values.length;
  }
}
