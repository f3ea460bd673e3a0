package io.vedette.clip.pack;

import io.vedette.frame.FrameId;

/**
 * Where a frame is in its pack. Immutable.
 *
 * @param at capture time in µs since the epoch
 * @param place first byte of its record
 * @param headLength bytes of what is said about the picture
 * @param jpegLength bytes of the picture
 */
record PackEntry(FrameId id, long at, long place, int headLength, int jpegLength) {
  /** Bytes of the whole record. */
  long length() {
    return (long) PackRecord.PREFIX + headLength + jpegLength;
  }
}
