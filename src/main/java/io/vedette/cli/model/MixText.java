package io.vedette.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.model.data.DataMix;
import io.vedette.runtime.Failure;

/** The data sets of a training as JSON in its checkpoint. */
final class MixText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MixText() {}

  static String of(DataMix mix) {
    try {
      return JSON.writeValueAsString(mix);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads a text of {@link #of}.
   *
   * @throws Failure of action STOP when it is something else
   */
  static DataMix read(String text) {
    try {
      return JSON.readValue(text, DataMix.class);
    } catch (JsonProcessingException e) {
      throw Failure.stop(
          "the checkpoint's data sets cannot be read; give --data: " + e.getOriginalMessage(), e);
    }
  }
}
