package io.vedette.clip.pack;

import io.vedette.frame.DetectedObject;
import io.vedette.frame.FrameId;
import io.vedette.geometry.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kept frame: its picture, and the objects that were detected in it. Immutable by agreement.
 *
 * @param at capture time in µs since the epoch
 * @param objects the objects; null where the frame was not inferred
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
public record PackedFrame(
    FrameId id, long at, Size size, @Nullable List<DetectedObject> objects, byte[] jpeg) {}
