package io.vedette.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** NumPy's array files of little-endian float32, and how far two arrays are apart. */
final class Npy {
  private Npy() {}

  static float[] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = bytes.getShort(8);
    String description = new String(bytes.array(), 10, header, StandardCharsets.US_ASCII);
    if (!description.contains("'<f4'") || !description.contains("'fortran_order': False")) {
      throw new IOException(file + " is " + description);
    }
    float[] values = new float[(bytes.limit() - 10 - header) / Float.BYTES];
    bytes.position(10 + header);
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** The largest difference, each relative to its value where that is above 1. */
  static double relativeError(float[] found, float[] expected) {
    if (found.length != expected.length) {
      throw new AssertionError("expected " + expected.length + ", found " + found.length);
    }
    double worst = 0;
    for (int i = 0; i < found.length; i++) {
      double scale = Math.max(1, Math.abs(expected[i]));
      double difference = Math.abs(found[i] - expected[i]) / scale;
      worst = difference > worst || Double.isNaN(difference) ? difference : worst;
    }
    return worst;
  }
}
