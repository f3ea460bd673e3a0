package io.vedette.clip.pack;

import io.vedette.frame.DetectedObject;
import io.vedette.frame.FrameId;
import io.vedette.geometry.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame as it is kept: its picture, and what was found in that very one. Immutable by agreement.
 *
 * @param at capture time in µs since the epoch
 * @param objects null where nobody looked for objects in it
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not compared
public record PackedFrame(
    FrameId id, long at, Size size, @Nullable List<DetectedObject> objects, byte[] jpeg) {}
