package io.vedette.camera;

import io.vedette.camera.link.Deadline;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.geometry.Size;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The first picture of a camera, from a connection that is made as usual and then closed.
 *
 * @param jpeg the picture
 * @param size the size of the camera's pictures; the JPEG may be smaller
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record FirstPicture(byte[] jpeg, Size size) {
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int QUALITY = 80;

  /**
   * Connects and returns the picture; blocks for at most five times the time-out.
   *
   * @param width the width in pixels to which wider pictures are scaled down
   * @throws CameraFailure when the camera sends none
   */
  public static FirstPicture take(CameraSettings settings, CameraAccess access, int width) {
    Duration timeout = settings.timeout().compareTo(LONGEST) < 0 ? settings.timeout() : LONGEST;
    CameraSettings brief = settings.withTimeout(timeout);
    try (VideoSource source =
            VideoSource.open(brief, access, InstantSource.system(), new Deadline());
        FrameMaker maker = new FrameMaker(width, QUALITY);
        VideoSource.DecodedPicture picture = source.next()) {
      if (picture == null) {
        throw new CameraFailure(
            CameraFailure.Reason.ENDED, SourceUrl.parse(settings.url()) + " ends before a picture");
      }
      FrameMaker.Made made = maker.make(picture.picture(), 1);
      return new FirstPicture(made.jpeg(), picture.picture().size());
    }
  }
}
