package io.vedette.console.system;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.event.FrameDetections;
import io.vedette.frame.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stage times of some detections, and the models that made them. Immutable. */
final class StageSample {
  private static final String WHOLE = "end_to_end";
  private static final double MEDIAN = 0.5;
  private static final double SLOW = 0.99;

  private final List<FrameDetections> detections;

  StageSample(List<FrameDetections> detections) {
    this.detections = List.copyOf(detections);
  }

  /** The times of stages in the order of a frame's way, without stages that no detection has. */
  ObjectNode stages() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("detections", detections.size());
    json.put("from", time(detections.stream().map(StageSample::at).min(Instant::compareTo)));
    json.put("to", time(detections.stream().map(StageSample::at).max(Instant::compareTo)));
    var list = json.putArray("stages");
    Stream.concat(Stream.of(Stage.values()).map(Stage::wireName), Stream.of(WHOLE))
        .forEach(
            stage -> {
              List<Double> times = times(seen -> seen.latencyMs().getOrDefault(stage, Double.NaN));
              if (!times.isEmpty()) {
                list.addObject()
                    .put("stage", stage)
                    .put("p50_ms", rank(times, MEDIAN))
                    .put("p99_ms", rank(times, SLOW));
              }
            });
    return json;
  }

  private List<Double> times(ToDoubleFunction<FrameDetections> time) {
    List<Double> times = new ArrayList<>();
    detections.stream().mapToDouble(time).filter(value -> !Double.isNaN(value)).forEach(times::add);
    Collections.sort(times);
    return times;
  }

  private static double rank(List<Double> sorted, double part) {
    return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }

  /** The models of these detections, the most frequent one first. */
  List<ObjectNode> models() {
    Map<FrameDetections.ModelReference, Long> frames = new LinkedHashMap<>();
    detections.forEach(seen -> frames.merge(seen.model(), 1L, Long::sum));
    return frames.entrySet().stream()
        .sorted(Map.Entry.<FrameDetections.ModelReference, Long>comparingByValue().reversed())
        .map(entry -> model(entry.getKey()).put("detections", entry.getValue()))
        .toList();
  }

  private static ObjectNode model(FrameDetections.ModelReference model) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", model.name())
        .put("digest", model.digest())
        .put("device", model.device());
  }

  private static Instant at(FrameDetections seen) {
    return seen.frame().capturedAt();
  }

  private static @Nullable String time(Optional<Instant> time) {
    return time.map(Instant::toString).orElse(null);
  }
}
