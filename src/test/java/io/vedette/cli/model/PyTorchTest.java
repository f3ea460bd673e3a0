package io.vedette.cli.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.runtime.Failure;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

class PyTorchTest {
  @Test
  void shouldSayThatItIsNotMadeForAPlatform() {
    assertThatThrownBy(() -> PyTorch.require("training", "linux-armhf"))
        .isInstanceOf(Failure.class)
        .hasMessage(
            "training needs PyTorch, which is not made for linux-armhf; use another machine, the model runs here");
  }

  @Test
  void shouldBeThereOnTheMachineThatTests() {
    assertThatCode(() -> PyTorch.require("training", Loader.getPlatform()))
        .doesNotThrowAnyException();
  }
}
