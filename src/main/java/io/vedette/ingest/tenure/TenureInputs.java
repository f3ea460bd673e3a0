package io.vedette.ingest.tenure;

import io.vedette.event.operation.CameraStateEvent;
import io.vedette.transport.table.CameraRecord;
import java.util.Map;
import java.util.Set;

/**
 * The knowledge from which a node decides about its cameras. Immutable by agreement.
 *
 * @param owned the partitions whose cameras this node is to read
 * @param lost the partitions that were taken away: another node reads their cameras already
 * @param cameras all cameras, by id
 * @param owners the last known state of each camera, by whichever node
 * @param sessions the latest claimed session of each camera; the state of an earlier one may come
 *     after it
 * @param waiting the cameras that wait to be opened
 * @param due the cameras that were held back and may be tried again
 */
public record TenureInputs(
    Set<Integer> owned,
    Set<Integer> lost,
    Map<String, CameraRecord> cameras,
    Map<String, CameraStateEvent> owners,
    Map<String, Long> sessions,
    Set<String> waiting,
    Set<String> due) {}
