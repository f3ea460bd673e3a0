package io.vedette.console.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Problem;
import io.vedette.console.search.EventDetections;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.runtime.Failure;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * The repeated inference of an event's frame by the model of the same digest, whose result is
 * compared with the detection that is kept, byte by byte; one at a time. Thread-safe.
 */
public final class RepeatPart implements ConsolePart {
  private final EventDetections detections;
  private final ModelCatalog models;
  private final FrameRepeater repeater;
  private final Semaphore turn = new Semaphore(1);

  public RepeatPart(EventDetections detections, ModelCatalog models, FrameRepeater repeater) {
    this.detections = detections;
    this.models = models;
    this.repeater = repeater;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("recomputeEvent", this::recompute);
  }

  private Answer recompute(Call call) {
    FrameDetections stored = detections.of(call);
    ModelFile model =
        models
            .find(stored.model().digest())
            .orElseThrow(
                () ->
                    new Problem(
                        409,
                        "there is no model %s here; put its file into the folder of console.runs.models"
                            .formatted(stored.model().digest())));
    if (!turn.tryAcquire()) {
      throw new Problem(503, "another event is being computed again").with("Retry-After", "2");
    }
    try {
      FrameDetections computed =
          repeater
              .repeat(model, stored)
              .map(found -> DetectionJson.read(DetectionJson.write(found))) // rounded as a record
              .orElseThrow(() -> new Problem(404, "its frame is kept no longer"));
      return Answer.json(json(stored, computed));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(503, "the console is being stopped");
    } catch (Failure e) {
      if (e.action() == Failure.Action.RETRY) {
        throw e;
      }
      throw new Problem(422, String.valueOf(e.getMessage()));
    } finally {
      turn.release();
    }
  }

  private static ObjectNode json(FrameDetections stored, FrameDetections computed) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", stored.id()).put("same", Arrays.equals(bytes(stored), bytes(computed)));
    json.set("model", RunJson.of(computed.model()));
    json.put("device", stored.model().device());
    EventDetections.put(json.putArray("stored"), stored.objects());
    EventDetections.put(json.putArray("computed"), computed.objects());
    return json;
  }

  /** As it is in a replay: how long something took is never the same twice. */
  private static byte[] bytes(FrameDetections seen) {
    return DetectionJson.write(
        new FrameDetections(
            seen.camera(),
            seen.frame(),
            seen.model(),
            seen.run(),
            seen.objects(),
            Map.of(),
            seen.motion(),
            seen.regions()));
  }
}
