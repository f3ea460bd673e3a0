package io.vedette.config;

/**
 * A confidential setting, written only as a reference such as {@code ${file:/run/secrets/x}} or
 * {@code ${NAME}}. Immutable.
 */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
