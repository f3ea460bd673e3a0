package io.vedette.model.data;

/**
 * A file or label that could not be used, with the reason. Immutable.
 *
 * @param file in the data set, with the line where there is one
 * @param reason text that says what was expected and found
 */
public record LeftOut(String file, String reason) {
  private static final int MOST = 200;

  public LeftOut {
    file = printable(file);
    reason = printable(reason);
  }

  /** Broken files have broken words in them, which may not reach a terminal. */
  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
  }

  @Override
  public String toString() {
    return file + ": " + reason;
  }
}
