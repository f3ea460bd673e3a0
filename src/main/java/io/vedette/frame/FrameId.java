package io.vedette.frame;

/**
 * The identity of a frame: {@code <camera>/<session>/<sequence>}. Immutable.
 *
 * @param camera the camera's id; the Kafka key
 * @param session epoch of the camera's ownership; grows, so that a frozen old owner can be fenced
 * @param sequence number of the frame in its session, growing from 0; gaps are frames dropped
 */
public record FrameId(String camera, long session, long sequence) {
  /** The frame of an earlier number. */
  public FrameId before(long frames) {
    return new FrameId(camera, session, sequence - frames);
  }

  @Override
  public String toString() {
    return camera + "/" + session + "/" + sequence;
  }
}
