package io.vedette.camera.coded;

import java.nio.ByteBuffer;

/**
 * The detection of pictures that can be decoded without any other: IDR pictures and intra pictures
 * with a recovery point of H.264, IRAP pictures of H.265. FFmpeg also flags the beginning of a
 * gradual refresh as a key frame, which cannot. Immutable.
 */
public final class RandomAccess {
  private static final int RECOVERY_POINT = 6;
  private static final int MORE = 0xff;
  private static final int FIRST_BIT = 0x80;
  private static final int FIRST_IRAP = 16;
  private static final int LAST_IRAP = 23;
  private static final int TYPES = 5;
  private static final int INTRA = 2;
  private static final int SWITCHING_INTRA = 4;
  // Of a slice header's first two numbers, with room for emulation prevention.
  private static final int NUMBERS_BYTES = 12;

  private final NalCodec codec;
  private final int lengthBytes;

  /**
   * @param configuration the decoder configuration, which shows whether units have lengths or start
   *     codes
   */
  public RandomAccess(NalCodec codec, byte[] configuration) {
    this.codec = codec;
    this.lengthBytes = codec.lengthBytes(configuration);
  }

  /** Whether the coded picture in these bytes can be decoded without any other. */
  public boolean isAt(ByteBuffer bytes) {
    NalUnits units = new NalUnits(bytes, lengthBytes);
    boolean isRecovered = false;
    while (units.next()) {
      int type = codec.type(units.at(0));
      if (codec.isSlice(type)) {
        return isKey(type) || (isRecovered && isIntra(bytes, units));
      }
      isRecovered |= codec == NalCodec.H264 && type == NalCodec.SEI && endsRecovery(units);
    }
    return false;
  }

  private boolean isKey(int type) {
    return codec == NalCodec.H264 ? type == NalCodec.IDR : type >= FIRST_IRAP && type <= LAST_IRAP;
  }

  private static boolean isIntra(ByteBuffer bytes, NalUnits units) {
    int from = units.start() + 1;
    NalBits bits = new NalBits(bytes, from, Math.min(bytes.limit(), from + NUMBERS_BYTES));
    bits.unsigned(); // first macroblock
    long type = bits.unsigned() % TYPES;
    return type == INTRA || type == SWITCHING_INTRA;
  }

  /** Whether the unit holds the message of a recovery point at this very picture. */
  private static boolean endsRecovery(NalUnits units) {
    int room = units.end() - units.start();
    int at = 1;
    while (at + 2 < room) {
      int ofType = countBytes(units, at, room);
      int type = number(units, at, ofType);
      int ofSize = countBytes(units, at + ofType, room);
      int content = at + ofType + ofSize;
      if (type == RECOVERY_POINT) {
        return (units.at(content) & FIRST_BIT) != 0; // Exp-Golomb 0
      }
      at = content + number(units, at + ofType, ofSize);
    }
    return false;
  }

  /** The number of bytes of a message's type or size: all but the last are 255. */
  private static int countBytes(NalUnits units, int from, int room) {
    int count = 1;
    while (from + count < room && units.at(from + count - 1) == MORE) {
      count++;
    }
    return count;
  }

  private static int number(NalUnits units, int from, int count) {
    return MORE * (count - 1) + units.at(from + count - 1);
  }
}
