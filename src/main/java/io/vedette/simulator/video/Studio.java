package io.vedette.simulator.video;

import io.vedette.simulator.street.SceneKind;
import io.vedette.simulator.street.StreetScene;
import java.awt.image.BufferedImage;

/**
 * The drawing and encoding of a scene's frames. Frame numbers are drawn into the pictures of
 * streets; in other scenes they would be the only thing that moves. Confined to one thread.
 */
final class Studio implements AutoCloseable {
  private final int number;
  private final boolean isNumbered;
  private final StreetScene scene;
  private final H264Encoder encoder;

  /**
   * @param number the scene's number: its seed, and the scene in the strip
   */
  Studio(int number, StreetScene scene, VideoSettings settings) {
    this.number = number;
    this.isNumbered = settings.scene() == SceneKind.STREET;
    this.scene = scene;
    this.encoder = new H264Encoder(settings);
  }

  CodedPicture shoot(long frame, boolean key) {
    BufferedImage image = scene.render(frame).image();
    if (isNumbered) {
      FrameStrip.draw(image, new FrameStrip.Mark(number, frame));
    }
    return encoder.encode(image, key);
  }

  @Override
  public void close() {
    encoder.close();
  }
}
