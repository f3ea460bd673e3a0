package io.vedette.model.teaching;

/**
 * Gets the places of a teacher's output, in pixels of the picture that it was given; what is not
 * asked for is not computed.
 */
interface PointSink {
  void add(BoxMaker box, Scores scores);

  /** Makes cx, cy, width and height. */
  interface BoxMaker {
    float[] make();
  }

  /** Scores 0–1 by the teacher's classes. */
  interface Scores {
    float of(int classId);
  }
}
