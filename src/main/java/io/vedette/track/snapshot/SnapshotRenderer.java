package io.vedette.track.snapshot;

import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.TrackSummary;
import io.vedette.event.scene.TrackSummary.BestFrame;
import io.vedette.picture.Annotator;
import io.vedette.picture.Annotator.Mark;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.picture.Sharpness;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.transport.relay.OutputRecord;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The rendering of snapshots: it rates frames by how well they show an object, and draws the
 * object's box. Confined to one thread.
 */
final class SnapshotRenderer implements AutoCloseable {
  private static final int JPEG_QUALITY = 85;

  private final JpegDecoder decoder = new JpegDecoder();
  private final JpegEncoder encoder = new JpegEncoder(JPEG_QUALITY);
  private final PictureScaler scaler = new PictureScaler();
  private final Annotator annotator = new Annotator();

  /**
   * A snapshot and its quality: the larger, surer, more whole and sharper the object, the better.
   */
  record Judged(Snapshot snapshot, double quality) {
    /** The id of the frame that it shows. */
    String frame() {
      return name(snapshot.best());
    }

    List<OutputRecord> records(String topic) {
      return snapshot.records(topic, quality);
    }

    static String name(BestFrame best) {
      return best.frame().session() + "/" + best.frame().sequence();
    }
  }

  /**
   * Makes the snapshot of an event's best frame.
   *
   * @param jpeg the frame
   */
  Judged render(SceneEvent event, byte[] jpeg) {
    TrackSummary track = Objects.requireNonNull(event.track());
    BestFrame best = Objects.requireNonNull(track.best());
    try (Picture picture = decoder.decode(jpeg)) {
      double quality = best.score() * Math.sqrt(Sharpness.of(picture, best.box()));
      byte[] boxed = boxed(picture, track, best);
      return new Judged(new Snapshot(event, track, best, jpeg, boxed), quality);
    }
  }

  @Override
  public void close() {
    scaler.close();
    encoder.close();
    decoder.close();
  }

  private byte[] boxed(Picture picture, TrackSummary track, BestFrame best) {
    String caption =
        String.format(Locale.ROOT, "%s #%d %.2f", track.label(), track.number(), best.confidence());
    Canvas canvas = Canvas.of(picture, scaler);
    annotator.draw(canvas, List.of(new Mark(best.box(), caption, (int) track.number())));
    try (Picture drawn = canvas.toPicture()) {
      return encoder.encode(drawn);
    }
  }
}
