package io.vedette.camera.coded;

import java.nio.ByteBuffer;

/**
 * The beginning of a coded picture, up to its first slice. Immutable.
 *
 * @param hasUnit whether the bytes begin with a whole NAL unit's beginning
 * @param hasSlice whether there is a slice in the bytes
 * @param isFirstSlice whether that slice is the picture's first
 * @param isOpening whether a unit in front of the slice can only belong to a new picture
 */
public record PictureStart(
    boolean hasUnit, boolean hasSlice, boolean isFirstSlice, boolean isOpening) {
  private static final int FIRST_SLICE_BIT = 0x80;
  private static final PictureStart REST_OF_UNIT = new PictureStart(false, false, false, false);

  /** Reads bytes with start codes. */
  public static PictureStart of(NalCodec codec, ByteBuffer bytes) {
    if (!beginsUnit(bytes)) {
      return REST_OF_UNIT;
    }
    NalUnits units = new NalUnits(bytes, 0);
    boolean isOpening = false;
    while (units.next()) {
      int type = codec.type(units.at(0));
      if (codec.isSlice(type)) {
        boolean isFirst = (units.at(codec.headerBytes) & FIRST_SLICE_BIT) != 0;
        return new PictureStart(true, true, isFirst, isOpening);
      }
      isOpening |= codec.opensPicture(type);
    }
    return new PictureStart(true, false, false, isOpening);
  }

  /** Whether these bytes cannot belong to a picture of which there already is a slice. */
  public boolean beginsPicture() {
    return isOpening || isFirstSlice;
  }

  /** Whether these bytes are a later part of a picture. */
  public boolean goesOn() {
    return hasSlice ? !isFirstSlice : !hasUnit;
  }

  private static boolean beginsUnit(ByteBuffer bytes) {
    int zeros = 0;
    while (zeros < bytes.limit() && bytes.get(zeros) == 0) {
      zeros++;
    }
    return zeros >= 2 && zeros < bytes.limit() && bytes.get(zeros) == 1;
  }
}
