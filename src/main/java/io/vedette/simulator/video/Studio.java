package io.vedette.simulator.video;

import io.vedette.simulator.street.StreetScene;
import java.awt.image.BufferedImage;

/** Draws a scene's frames, burns their numbers in and encodes them. Confined to one thread. */
final class Studio implements AutoCloseable {
  private final int number;
  private final StreetScene scene;
  private final H264Encoder encoder;

  /**
   * @param number of the scene: its seed, and the scene in the strip
   */
  Studio(int number, StreetScene scene, VideoSettings settings) {
    this.number = number;
    this.scene = scene;
    this.encoder = new H264Encoder(settings);
  }

  CodedPicture shoot(long frame, boolean key) {
    BufferedImage image = scene.render(frame).image();
    FrameStrip.draw(image, new FrameStrip.Mark(number, frame));
    return encoder.encode(image, key);
  }

  @Override
  public void close() {
    encoder.close();
  }
}
