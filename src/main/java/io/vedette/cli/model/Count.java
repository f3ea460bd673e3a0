package io.vedette.cli.model;

import io.vedette.geometry.Size;

/** How many of something, in words. */
final class Count {
  private Count() {}

  /** As {@code 1 box} and {@code 2 boxes}. */
  static String of(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  static String classes(int count) {
    return of(count, "class", "classes");
  }

  static String pictures(int count) {
    return of(count, "picture", "pictures");
  }

  /** A size of pictures, as 320 px or 416x256 px. */
  static String pixels(Size size) {
    return (size.isSquare() ? Integer.toString(size.width()) : size.toString()) + " px";
  }
}
