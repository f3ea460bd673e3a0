package io.vedette.config;

/**
 * A setting that must not be seen: written only as a reference, as {@code ${file:/run/secrets/x}}
 * or {@code ${NAME}}. Immutable.
 */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
