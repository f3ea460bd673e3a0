package io.vedette.clip.pack;

import io.vedette.frame.FrameId;

/**
 * The place of a frame in its pack. Immutable.
 *
 * @param at capture time in µs since the epoch
 * @param place the first byte of its record
 * @param headLength bytes of the record's head
 * @param jpegLength bytes of the picture
 */
record PackEntry(FrameId id, long at, long place, int headLength, int jpegLength) {
  /** The bytes of the whole record. */
  long length() {
    return (long) PackRecord.PREFIX + headLength + jpegLength;
  }
}
