package io.vedette.inference.reading;

/**
 * The places of one picture at which a detector may have found an object. Valid until the next run;
 * confined to one thread.
 */
public interface Points {
  /** The number of points. */
  int count();

  /** A number that no score of a place exceeds; cheaper than the scores. */
  float bound(int point);

  /** The class with the highest score. */
  int best(int point);

  /** The score of a class, 0–1. */
  float score(int point, int classId);

  /**
   * The box.
   *
   * @param corners gets left, top, right and bottom in pixels of the model's input
   */
  void box(int point, float[] corners);

  /** No places at all. */
  Points NONE =
      new Points() {
        @Override
        public int count() {
          return 0;
        }

        @Override
        public float bound(int point) {
          return 0;
        }

        @Override
        public int best(int point) {
          return 0;
        }

        @Override
        public float score(int point, int classId) {
          return 0;
        }

        @Override
        public void box(int point, float[] corners) {}
      };
}
