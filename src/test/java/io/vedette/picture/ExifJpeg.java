package io.vedette.picture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** JPEGs as cameras write them that were held on their side. */
public final class ExifJpeg {
  private ExifJpeg() {}

  /** The JPEG with an APP1 segment that has the one tag, after the first marker. */
  public static byte[] withOrientation(byte[] jpeg, int exif) {
    ByteBuffer segment = ByteBuffer.allocate(36);
    segment.putShort((short) 0xFFE1).putShort((short) 34);
    segment.put("Exif\0\0MM".getBytes(StandardCharsets.US_ASCII));
    segment.putShort((short) 42).putInt(8);
    segment.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    segment.putShort((short) exif).putShort((short) 0).putInt(0);
    ByteBuffer all = ByteBuffer.allocate(jpeg.length + segment.capacity());
    return all.put(jpeg, 0, 2).put(segment.array()).put(jpeg, 2, jpeg.length - 2).array();
  }
}
