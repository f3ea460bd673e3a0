package io.vedette.ingest.tenure;

import io.vedette.event.operation.CameraStateEvent;
import io.vedette.transport.table.CameraRecord;
import java.util.Map;
import java.util.Set;

/**
 * The knowledge from which a node decides about its cameras. Immutable by agreement.
 *
 * @param owned partitions whose cameras are this node's to read
 * @param lost partitions that were taken away: another node reads their cameras already
 * @param cameras all there are, by their ids
 * @param owners the last known state of each camera, by whichever node
 * @param sessions the latest session that each camera was claimed by; the state of an earlier one
 *     may come after it
 * @param waiting cameras that are decided about and wait to be opened
 * @param due cameras held back that may be tried again
 */
public record TenureInputs(
    Set<Integer> owned,
    Set<Integer> lost,
    Map<String, CameraRecord> cameras,
    Map<String, CameraStateEvent> owners,
    Map<String, Long> sessions,
    Set<String> waiting,
    Set<String> due) {}
