package io.vedette.config;

/** One thing wrong with the settings: the key, what is wrong and what to do. Immutable. */
public record SettingProblem(String key, String message) {
  @Override
  public String toString() {
    return key.isEmpty() ? message : key + ": " + message;
  }
}
