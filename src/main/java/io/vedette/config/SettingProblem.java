package io.vedette.config;

/**
 * A problem with the settings. Immutable.
 *
 * @param key the full key; empty for none
 * @param message what is wrong, and what to do
 */
public record SettingProblem(String key, String message) {
  @Override
  public String toString() {
    return key.isEmpty() ? message : key + ": " + message;
  }
}
