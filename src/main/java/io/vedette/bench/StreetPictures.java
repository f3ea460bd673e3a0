package io.vedette.bench;

import io.vedette.geometry.Size;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.picture.video.VideoWriter;
import io.vedette.simulator.street.StreetScene;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The pictures of the synthetic street as JPEGs and as a video, the same on every machine. */
final class StreetPictures {
  static final Size SIZE = new Size(1280, 720);
  static final int FPS = 15;
  private static final int QUALITY = 80;
  private static final long MICROS = 1_000_000;

  private StreetPictures() {}

  /** A number of pictures, a second apart, as the ingest role encodes them. */
  static List<byte[]> jpegs(int number, Size size) {
    StreetScene scene = new StreetScene(0, size, FPS);
    List<byte[]> jpegs = new ArrayList<>();
    try (JpegEncoder encoder = new JpegEncoder(QUALITY)) {
      for (int i = 0; i < number; i++) {
        try (Picture picture = Canvas.of(scene.render((long) i * FPS).image()).toPicture()) {
          jpegs.add(encoder.encode(picture));
        }
      }
    }
    return jpegs;
  }

  /** An MP4 of so many pictures in a row. */
  static void film(Path path, int pictures) {
    StreetScene scene = new StreetScene(0, SIZE, FPS);
    try (VideoWriter writer = new VideoWriter(path, SIZE, FPS)) {
      for (int i = 0; i < pictures; i++) {
        try (Picture picture = Canvas.of(scene.render(i).image()).toPicture()) {
          writer.write(picture, i * MICROS / FPS);
        }
      }
    }
  }
}
