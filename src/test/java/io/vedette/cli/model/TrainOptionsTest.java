package io.vedette.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.model.train.TrainSettings.Precision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainOptionsTest {
  @ParameterizedTest
  @CsvSource({
    "false, flags: avx512f avx512_bf16, BF16",
    "false, flags: avx512f, FP32",
    "true, flags: avx512f avx512_bf16, FP32"
  })
  void shouldLookAtTheProcessorOnlyWhereItComputes(
      boolean isGpu, String processor, Precision expected) {
    assertThat(TrainOptions.automatic(isGpu, processor)).isEqualTo(expected);
  }
}
