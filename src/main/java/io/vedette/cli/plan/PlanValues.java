package io.vedette.cli.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.plan.Demand;
import io.vedette.plan.Figures;
import io.vedette.plan.Plan;

/**
 * A capacity plan for other programs: as values of the Helm chart, or as one JSON object.
 * Immutable.
 *
 * @param coresPerNode cores of a machine that reads cameras
 */
record PlanValues(Plan plan, Demand demand, Figures figures, int coresPerNode) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .build();

  /** The share of its time for which a worker may infer, as in the chart's defaults. */
  private static final double BUSY = 0.7;

  /** The seconds of a worker's work that may wait as frames. */
  private static final int SECONDS_BEHIND = 2;

  /** The number of detectors whose results one tracker follows: trackers are light. */
  private static final int DETECTORS_PER_TRACKER = 8;

  static PlanValues of(Plan plan, Demand demand, Figures figures, int coresPerNode) {
    return new PlanValues(plan, demand, figures, coresPerNode);
  }

  /** The values that override the chart's own. */
  String yaml() {
    ObjectNode values = JSON.createObjectNode();
    ObjectNode transport = values.putObject("settings").putObject("transport");
    transport.put("partitions", plan.partitions());
    transport.put("camera-partitions", plan.cameraPartitions());
    transport.put("replicas", demand.replicas());
    ObjectNode roles = values.putObject("roles");
    ObjectNode ingest = roles.putObject("ingest").put("replicas", plan.nodes());
    ingest
        .putObject("resources")
        .putObject("requests")
        .put("cpu", Integer.toString(coresPerNode))
        .put("memory", (1024 + 24L * perNode()) + "Mi");
    ingest
        .withObject("/resources")
        .putObject("limits")
        .put("memory", (2048 + 32L * perNode()) + "Mi");
    roles.putObject("detect").put("replicas", plan.workers());
    roles.putObject("track").put("replicas", trackers());
    values.putObject("scaling").set("detect", scaling());
    return write(YAML, values);
  }

  /** All figures of the plan, and those that they rest on. */
  String json() {
    ObjectNode all = JSON.createObjectNode();
    all.put("cameras", demand.cameras()).put("frames_per_second", plan.framesPerSecond());
    all.put("bytes_per_second", plan.bytesPerSecond());
    all.put("nodes", plan.nodes()).put("workers", plan.workers()).put("brokers", plan.brokers());
    all.put("partitions", plan.partitions()).put("camera_partitions", plan.cameraPartitions());
    all.put("frame_bytes", plan.frameBytes());
    all.put("detection_bytes_per_day", plan.detectionBytesPerDay(demand, figures));
    ObjectNode rests = all.putObject("rests_on");
    rests.put("worker_fps", figures.workerFps()).put("bytes_per_frame", figures.frameBytes());
    rests.put("decoded_per_core", figures.decodedPerCore());
    rests.put("encoded_per_core", figures.encodedPerCore());
    rests.put("broker_bytes_per_second", figures.brokerBytes());
    rests.put("headroom", demand.headroom()).put("replicas", demand.replicas());
    return write(JSON, all);
  }

  private ObjectNode scaling() {
    ObjectNode scaling = JSON.createObjectNode().put("enabled", true);
    scaling.put("min", Math.max(1, plan.workers() / 4));
    int busiest = (int) Math.ceil(plan.framesPerSecond() / (figures.workerFps() * BUSY));
    scaling.put("max", Math.min(plan.partitions(), Math.max(plan.workers(), busiest)));
    scaling.put("busy", BUSY);
    long behind = (long) Math.ceil(SECONDS_BEHIND * figures.workerFps());
    return scaling.put("lagRecords", Math.max(1, behind));
  }

  private int trackers() {
    return Math.max(2, (plan.workers() + DETECTORS_PER_TRACKER - 1) / DETECTORS_PER_TRACKER);
  }

  private int perNode() {
    return (demand.cameras() + plan.nodes() - 1) / plan.nodes();
  }

  private static String write(ObjectMapper mapper, ObjectNode node) {
    try {
      return mapper.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values cannot be written", e);
    }
  }
}
