package io.vedette.clip.pack;

import io.vedette.frame.DetectedObject;
import io.vedette.frame.FrameId;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import java.util.List;
import java.util.Random;

/** Frames whose pictures are random bytes: packs do not look into them. */
public final class TestFrames {
  public static final long SECOND = 1_000_000;

  private TestFrames() {}

  /** The frame of a number, a second after the one before. */
  public static PackedFrame frame(String camera, int number, int bytes) {
    byte[] jpeg = new byte[bytes];
    new Random(number).nextBytes(jpeg);
    List<DetectedObject> objects =
        List.of(new DetectedObject("person", 0, 0.75, new RelativeBox(0.1, 0.2, 0.25, 0.5)));
    return new PackedFrame(
        new FrameId(camera, 1, number),
        number * SECOND,
        new Size(640, 360),
        number % 3 == 0 ? null : number % 3 == 1 ? List.of() : objects,
        jpeg);
  }
}
