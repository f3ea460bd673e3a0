package io.vedette.simulator.rtsp;

/**
 * The present faults of a camera. Immutable.
 *
 * @param status refuses DESCRIBE, SETUP and PLAY with this status, as 404 or 503; 0 for none
 * @param refuse closes connections that ask for the camera, without an answer
 * @param stall sends no packets on connections that stay open and answered
 * @param freeze as {@code stall}, and answers nothing either: a hung camera
 * @param loss share of RTP packets that are never sent, 0–1
 * @param corrupt share of RTP packets with flipped bits in their payload, 0–1
 * @param claimedFps frame rate in the session description; 0 is the true one
 * @param clockRate speed of the RTP timestamps ÷ the true one
 * @param noSenderReports sends no RTCP
 * @param joinAnywhere begins with any picture, not with a key picture
 */
public record Faults(
    int status,
    boolean refuse,
    boolean stall,
    boolean freeze,
    double loss,
    double corrupt,
    double claimedFps,
    double clockRate,
    boolean noSenderReports,
    boolean joinAnywhere) {

  /** A healthy camera. */
  public static final Faults NONE = new Faults(0, false, false, false, 0, 0, 0, 1, false, false);

  public Faults {
    require(status == 0 || (status >= 400 && status <= 599), "status", "0 or 400 to 599", status);
    require(loss >= 0 && loss <= 1, "loss", "0 to 1", loss);
    require(corrupt >= 0 && corrupt <= 1, "corrupt", "0 to 1", corrupt);
    require(claimedFps >= 0 && claimedFps <= 1000, "claimedFps", "0 to 1000", claimedFps);
    require(clockRate > 0 && clockRate <= 100, "clockRate", "above 0, up to 100", clockRate);
  }

  private static void require(boolean holds, String key, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(key + ": expected " + expected + ", found " + found);
    }
  }
}
