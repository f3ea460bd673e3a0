package io.vedette.camera.coded;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The memory needs of pictures, as an H.265 sequence parameter set declares them. Immutable.
 *
 * @param width the width of the pictures in pixels
 * @param height the height of the pictures in pixels
 * @param kept the largest number of pictures that a decoder keeps, including the one being decoded
 */
public record HevcSequence(long width, long height, int kept) {
  private static final int PARAMETER_SET = 33;
  private static final int MOST_KEPT = 16;
  private static final int MOST_LAYERS = 8;
  private static final int PROFILE_BITS = 88;
  private static final int LEVEL_BITS = 8;
  private static final int COLOUR_PLANES_APART = 3;
  private static final int PICTURE_EDGES = 4;

  // Of hvcC: arrays of units of one type, each with its length.
  private static final int FIRST_ARRAY = 23;
  private static final int ARRAY_HEAD = 3;
  private static final int LENGTH = 2;

  /**
   * The last set that a stream's description tells its decoder; empty where it tells none.
   *
   * @param configuration hvcC, or units with start codes
   */
  public static Optional<HevcSequence> declared(byte[] configuration) {
    ByteBuffer bytes = ByteBuffer.wrap(configuration);
    if (NalCodec.H265.lengthBytes(configuration) == 0) {
      return of(bytes, 0);
    }
    Optional<HevcSequence> found = Optional.empty();
    int at = FIRST_ARRAY;
    while (at + ARRAY_HEAD <= configuration.length) {
      int units = bytes.getShort(at + 1) & 0xffff;
      int end = at + ARRAY_HEAD;
      for (int unit = 0; unit < units && end + LENGTH <= configuration.length; unit++) {
        end += LENGTH + (bytes.getShort(end) & 0xffff);
      }
      int begin = at + ARRAY_HEAD;
      at = Math.min(end, configuration.length);
      Optional<HevcSequence> inArray = of(bytes.slice(begin, at - begin), LENGTH);
      found = inArray.isPresent() ? inArray : found;
    }
    return found;
  }

  /**
   * The last parameter set in front of the first slice; empty where there is none.
   *
   * @param bytes a coded picture
   * @param lengthBytes of the length in front of each unit; 0 where there are start codes
   */
  public static Optional<HevcSequence> of(ByteBuffer bytes, int lengthBytes) {
    NalUnits units = new NalUnits(bytes, lengthBytes);
    Optional<HevcSequence> found = Optional.empty();
    while (units.next()) {
      int type = NalCodec.H265.type(units.at(0));
      boolean isBase = (units.at(0) & 1) == 0 && units.at(1) >> 3 == 0;
      if (NalCodec.H265.isSlice(type)) {
        break;
      }
      if (type == PARAMETER_SET && isBase) {
        int from = units.start() + NalCodec.H265.headerBytes;
        found = Optional.of(parse(new NalBits(bytes, from, Math.max(from, units.end()))));
      }
    }
    return found;
  }

  private static HevcSequence parse(NalBits bits) {
    bits.skip(4); // of the video parameter set
    int layers = (int) bits.bits(3);
    bits.skip(1);
    skipProfile(bits, layers);
    bits.unsigned(); // number of this set
    if (bits.unsigned() == COLOUR_PLANES_APART) {
      bits.skip(1);
    }
    long width = bits.unsigned();
    long height = bits.unsigned();
    if (bits.flag()) {
      for (int edge = 0; edge < PICTURE_EDGES; edge++) {
        bits.unsigned();
      }
    }
    bits.unsigned(); // bit depths
    bits.unsigned();
    bits.unsigned(); // of the picture order count
    long kept = 1;
    for (int layer = bits.flag() ? 0 : layers; layer <= layers; layer++) {
      kept = bits.unsigned() + 1;
      bits.unsigned();
      bits.unsigned();
    }
    return new HevcSequence(width, height, (int) Math.min(MOST_KEPT, kept));
  }

  private static void skipProfile(NalBits bits, int layers) {
    bits.skip(PROFILE_BITS + LEVEL_BITS);
    boolean[] hasProfile = new boolean[MOST_LAYERS];
    boolean[] hasLevel = new boolean[MOST_LAYERS];
    for (int layer = 0; layers > 0 && layer < MOST_LAYERS; layer++) {
      boolean isUsed = layer < layers;
      hasProfile[layer] = bits.flag() && isUsed;
      hasLevel[layer] = bits.flag() && isUsed;
    }
    for (int layer = 0; layer < MOST_LAYERS; layer++) {
      bits.skip((hasProfile[layer] ? PROFILE_BITS : 0) + (hasLevel[layer] ? LEVEL_BITS : 0));
    }
  }
}
