package io.vedette.text;

/** The text of a number with its noun. */
public final class Count {
  private Count() {}

  /** As {@code 1 box} and {@code 2 boxes}. */
  public static String of(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  /** The text with a noun whose plural has an s. */
  public static String of(long count, String one) {
    return of(count, one, one + "s");
  }

  public static String classes(long count) {
    return of(count, "class", "classes");
  }

  public static String pictures(long count) {
    return of(count, "picture");
  }

  public static String frames(long count) {
    return of(count, "frame");
  }

  public static String cameras(long count) {
    return of(count, "camera");
  }

  /** A number of bytes in the unit that suits it, as {@code 900 bytes} and {@code 1.5 MiB}. */
  public static String bytes(long count) {
    return ByteWords.of(count);
  }
}
