package io.vedette.ingest.tenure;

import io.vedette.transport.table.CameraRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The actions that follow from a step, in this order. Confined to one thread.
 *
 * @param lost cameras to be read no longer, since this node was silent for too long
 * @param removed cameras to be read no longer, since they were removed
 * @param ended cameras to be read no longer, since another node has them or the wait is over
 * @param staying cameras that were about to be handed over and are not
 * @param repeated cameras whose state is to be published again
 * @param reads cameras whose settings are to be looked at, and that are to be claimed if need be
 */
public record TenureCommands(
    List<String> lost,
    List<String> removed,
    List<End> ended,
    List<String> staying,
    List<String> repeated,
    List<Read> reads) {
  static TenureCommands none() {
    return new TenureCommands(
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  /**
   * The end of a hand-over.
   *
   * @param isElsewhere whether another node has claimed the camera
   */
  public record End(String camera, boolean isElsewhere) {}

  /**
   * A camera whose settings are to be read.
   *
   * @param present the camera as this node has it; null when it has to be claimed in any case
   */
  public record Read(CameraRecord record, @Nullable HeldCamera present) {}
}
