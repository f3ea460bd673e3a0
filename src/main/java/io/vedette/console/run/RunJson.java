package io.vedette.console.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Actor;
import io.vedette.compare.FrameDifference;
import io.vedette.compare.Summary;
import io.vedette.console.run.RunDirectory.Run;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections.FrameReference;
import io.vedette.event.FrameDetections.ModelReference;
import io.vedette.event.FrameDetections.RecordReference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The JSON of runs, models and differences, as the contract has it. */
final class RunJson {
  private RunJson() {}

  static ObjectNode of(Run run, Actor actor) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", run.name()).put("kind", run.kind().wireName()).put("state", run.state());
    ArrayNode models = json.putArray("models");
    run.models().forEach(model -> models.add(of(model)));
    json.put("frames", run.frames());
    json.put("from", time(run.from())).put("to", time(run.to()));
    RunRecord job = run.job();
    if (job == null) {
      json.putNull("job");
    } else {
      json.set("job", of(job, actor));
    }
    return json;
  }

  private static ObjectNode of(RunRecord job, Actor actor) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    RunOrder order = job.order();
    json.put("by", order.by()).put("started", DetectionJson.time(job.started()));
    json.put("model", order.model()).put("active", job.isActive());
    json.put("progress", job.progress());
    json.put("inferred", actor.cameras().isAll() ? job.inferred() : null);
    json.put("problem", job.problem());
    boolean isShadow = order.kind() == RunOrder.Kind.SHADOW;
    json.put("until", isShadow ? time(job.started().plus(order.length())) : null);
    json.put("from", isEpoch(order.span().from()) ? null : time(order.span().from()));
    json.put("to", time(order.span().to()));
    Set<String> cameras = new TreeSet<>(order.span().cameras());
    cameras.removeIf(camera -> !actor.sees(camera));
    if (order.span().cameras().isEmpty()) {
      json.putNull("cameras");
    } else {
      cameras.forEach(json.putArray("cameras")::add);
    }
    return json;
  }

  private static boolean isEpoch(Instant time) {
    return time.equals(Instant.EPOCH);
  }

  static ObjectNode of(ModelReference model) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", model.name())
        .put("digest", model.digest())
        .put("device", model.device());
  }

  static ObjectNode of(ModelFile model, List<String> shadows) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("digest", model.digest()).put("name", model.name()).put("family", model.family());
    model.classes().forEach(json.putArray("classes")::add);
    json.put("width", model.size().width()).put("height", model.size().height());
    json.put("bytes", model.bytes()).put("source", model.source().wireName());
    shadows.stream().sorted().forEach(json.putArray("shadows")::add);
    return json;
  }

  static ObjectNode of(Summary summary) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("frames", summary.frames());
    json.put("only_first", summary.onlyFirst()).put("only_second", summary.onlySecond());
    ArrayNode labels = json.putArray("labels");
    for (Summary.Label label : summary.labels()) {
      labels
          .addObject()
          .put("label", label.label())
          .put("matched", label.matched())
          .put("lost", label.lost())
          .put("added", label.added())
          .put("agreement", label.agreement())
          .put("mean_iou", label.meanIou());
    }
    ObjectNode latency = json.putObject("latency");
    put(latency.putArray("first"), summary.first());
    put(latency.putArray("second"), summary.second());
    return json;
  }

  private static void put(ArrayNode list, Map<String, Summary.Percentiles> stages) {
    stages.forEach(
        (stage, times) ->
            list.addObject()
                .put("stage", stage)
                .put("p50_ms", times.p50())
                .put("p99_ms", times.p99()));
  }

  static ObjectNode of(FrameDifference difference) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    FrameReference frame = difference.frame();
    json.put("camera", difference.camera());
    json.put("frame", difference.camera() + "/" + frame.session() + "/" + frame.sequence());
    json.put("at", DetectionJson.time(frame.capturedAt()));
    json.put("width", frame.width()).put("height", frame.height());
    RecordReference place = frame.ref();
    if (place == null) {
      json.putNull("picture");
    } else {
      json.putObject("picture").put("partition", place.partition()).put("offset", place.offset());
    }
    json.put("lost", difference.lost()).put("added", difference.added());
    put(json.putArray("first"), difference.first());
    put(json.putArray("second"), difference.second());
    return json;
  }

  private static void put(ArrayNode list, List<FrameDifference.Box> boxes) {
    for (FrameDifference.Box box : boxes) {
      var place = box.object().box();
      list.addObject()
          .put("label", box.object().label())
          .put("confidence", box.object().confidence())
          .put("x", place.x())
          .put("y", place.y())
          .put("w", place.w())
          .put("h", place.h())
          .put("alone", box.isAlone());
    }
  }

  static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : DetectionJson.time(time);
  }
}
