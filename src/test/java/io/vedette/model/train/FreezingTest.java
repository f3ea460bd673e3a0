package io.vedette.model.train;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.runtime.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreezingTest {
  private static final List<String> NAMES =
      List.of("backbone.0.conv.weight", "backbone.0.bn.bias", "sppf.cv1.conv.weight");

  @Test
  void shouldTakeBeginningsThatLeaveSomething() {
    assertThatNoException().isThrownBy(() -> Freezing.check(List.of(), NAMES));
    assertThatNoException().isThrownBy(() -> Freezing.check(List.of("backbone"), NAMES));
  }

  @Test
  void shouldRefuseWhatNoNameBeginsWith() {
    assertThatThrownBy(() -> Freezing.check(List.of("backbone", "bakbone"), NAMES))
        .isInstanceOf(Failure.class)
        .hasMessage(
            "--freeze bakbone: expected the beginning of a parameter's name, as one of backbone,"
                + " sppf");
  }

  @Test
  void shouldRefuseToFreezeEverything() {
    assertThatThrownBy(() -> Freezing.check(List.of("backbone", "sppf"), NAMES))
        .isInstanceOf(Failure.class)
        .hasMessage(
            "--freeze backbone,sppf leaves nothing to learn; leave out some of backbone, sppf");
  }
}
