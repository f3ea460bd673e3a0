package io.vedette.camera.link;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Valid texts of a protocol, spoilt at random: cut, repeated, overwritten, with vast numbers. */
public final class Mutations {
  private static final String[] PIECES = {
    "99999999999999999999",
    "-1",
    "\r\n",
    "\n",
    ":",
    ";",
    "=",
    "\"",
    "/",
    "$",
    "\0",
    "\u00ff",
    " ",
    "",
    "a=control:",
    "m=video 0 RTP/AVP 96",
    "rtsp://",
    "[",
    "]",
    "%",
    "0x7f",
    "Digest ",
    ",",
    "é"
  };
  private static final int MOST_CHANGES = 6;

  private Mutations() {}

  public static String of(String text, Random random) {
    StringBuilder spoilt = new StringBuilder(text);
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      int from = random.nextInt(spoilt.length() + 1);
      int to = Math.min(spoilt.length(), from + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> spoilt.delete(from, to);
        case 1 -> spoilt.insert(from, spoilt.substring(from, to).repeat(random.nextInt(4)));
        case 2 -> spoilt.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
        default -> spoilt.insert(from, PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return spoilt.toString();
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
