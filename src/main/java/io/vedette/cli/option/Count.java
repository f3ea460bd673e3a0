package io.vedette.cli.option;

import io.vedette.geometry.Size;

/** A number with its noun, as text. */
public final class Count {
  private Count() {}

  /** As {@code 1 box} and {@code 2 boxes}. */
  public static String of(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  public static String classes(long count) {
    return of(count, "class", "classes");
  }

  public static String pictures(long count) {
    return of(count, "picture", "pictures");
  }

  public static String frames(long count) {
    return of(count, "frame", "frames");
  }

  public static String cameras(long count) {
    return of(count, "camera", "cameras");
  }

  /** A size of pictures, as 320 px or 416x256 px. */
  public static String pixels(Size size) {
    return (size.isSquare() ? Integer.toString(size.width()) : size.toString()) + " px";
  }
}
