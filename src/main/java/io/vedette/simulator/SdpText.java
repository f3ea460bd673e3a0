package io.vedette.simulator;

import java.util.Locale;

/** The RTSP session description, made from the muxer's. */
final class SdpText {
  private static final String END = "\r\n";

  private SdpText() {}

  /**
   * @param muxers SDP with one media part, as FFmpeg writes it
   * @param fps the frame rate to claim
   */
  static String of(String muxers, String camera, double fps) {
    int media = muxers.indexOf("m=");
    String mediaPart = muxers.substring(media).strip().replaceAll("\r?\n", END);
    return "v=0"
        + END
        + "o=- 0 0 IN IP4 127.0.0.1"
        + END
        + "s="
        + camera
        + END
        + "c=IN IP4 0.0.0.0"
        + END
        + "t=0 0"
        + END
        + "a=control:*"
        + END
        + "a=range:npt=now-"
        + END
        + mediaPart
        + END
        + "a=framerate:"
        + String.format(Locale.ROOT, "%.3f", fps).replaceAll("\\.?0+$", "")
        + END
        + "a=control:track0"
        + END;
  }
}
