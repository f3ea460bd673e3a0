package io.vedette.projection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/** The JSON text of a column for counts by name. */
final class CountsText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CountsText() {}

  static String of(Map<String, Long> counts) {
    try {
      return JSON.writeValueAsString(counts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers by name are always JSON", e);
    }
  }
}
