package io.vedette.model.data;

/**
 * A file or label that a data set was read without, and why. Immutable.
 *
 * @param file in the data set, with the line where there is one
 * @param reason what was found and expected
 */
public record LeftOut(String file, String reason) {
  @Override
  public String toString() {
    return file + ": " + reason;
  }
}
