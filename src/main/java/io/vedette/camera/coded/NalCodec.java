package io.vedette.camera.coded;

/** A codec whose pictures consist of NAL units. */
public enum NalCodec {
  /** ISO/IEC 14496-10. */
  H264(1) {
    @Override
    int type(int header) {
      return header & 0x1f;
    }

    @Override
    boolean isSlice(int type) {
      return type == 1 || type == 2 || type == IDR;
    }

    @Override
    boolean opensPicture(int type) {
      return (type >= SEI && type <= DELIMITER) || (type >= 14 && type <= 18);
    }
  },

  /** ISO/IEC 23008-2. */
  H265(2) {
    @Override
    int type(int header) {
      return header >> 1 & 0x3f;
    }

    @Override
    boolean isSlice(int type) {
      return type < 32;
    }

    @Override
    boolean opensPicture(int type) {
      return (type >= 32 && type <= 35) || type == 39 || (type >= 41 && type <= 44) || type >= 48;
    }
  };

  static final int IDR = 5;
  static final int SEI = 6;
  static final int DELIMITER = 9;

  /** Bytes of a unit before its content. */
  final int headerBytes;

  NalCodec(int headerBytes) {
    this.headerBytes = headerBytes;
  }

  /**
   * The kind of a unit.
   *
   * @param header its first byte
   */
  abstract int type(int header);

  /**
   * The bytes of the length in front of each unit of a stream; 0 where there are start codes.
   *
   * @param configuration of the stream's decoder: avcC or hvcC, or units with start codes
   */
  public int lengthBytes(byte[] configuration) {
    int place = this == H264 ? 4 : 21;
    boolean hasLengths = configuration.length > place && configuration[0] == 1;
    return hasLengths ? (configuration[place] & 3) + 1 : 0;
  }

  /** Whether units of a type hold a part of the picture itself, from its beginning on. */
  abstract boolean isSlice(int type);

  /** Whether a unit of a type that follows slices belongs to the next picture. */
  abstract boolean opensPicture(int type);
}
