package io.vedette.offline;

import io.vedette.camera.VideoSource;
import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.camera.motion.MotionGate;
import io.vedette.camera.motion.MotionSettings;
import io.vedette.config.Settings;
import io.vedette.detection.Regions;
import io.vedette.frame.Motion;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.picture.LumaGrid;
import java.util.List;

/**
 * The regions of one file's pictures: around motion in a video, tiles of a still picture. Confined
 * to one thread; caller closes.
 */
final class CloserLooks implements AutoCloseable {
  private final MotionSettings settings = Settings.defaults(MotionSettings.class);
  private final MotionGate gate = new MotionGate(settings);
  private final LumaGrid grid = new LumaGrid();
  private final Regions regions;
  private final boolean isPicture;

  CloserLooks(Regions regions, VideoSource source) {
    this.regions = regions;
    this.isPicture = source.isPicture();
  }

  /** The regions of the next picture; to be called once for each picture. */
  List<RelativeBox> of(DecodedPicture picture) {
    Size size = picture.picture().size();
    if (regions.pictures() == 1) {
      return List.of();
    }
    return isPicture ? regions.tiles(size) : regions.of(motion(picture), size);
  }

  @Override
  public void close() {
    grid.close();
  }

  private Motion motion(DecodedPicture picture) {
    byte[] luma = grid.read(picture.picture());
    MotionGate.Verdict verdict =
        gate.judge(luma, grid.cells(), picture.micros(), settings.refresh());
    return new Motion(verdict.moving(), verdict.isWhole(), 0, settings.digest());
  }
}
