package io.vedette.geometry;

/** Width and height in pixels, both at least 1. Immutable. */
public record Size(int width, int height) {
  public Size {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "size must be at least 1x1, found " + width + "x" + height);
    }
  }

  public long area() {
    return (long) width * height;
  }

  /** The size after a quarter turn. */
  public Size turned() {
    return new Size(/* width= */ height, /* height= */ width);
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
