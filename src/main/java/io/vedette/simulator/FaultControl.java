package io.vedette.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.ClassUtil;
import io.vedette.simulator.rtsp.Faults;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Switches faults over HTTP. Confined to the simulator's event loop.
 *
 * <pre>
 * GET    /cameras                    every camera: url, viewers, next frame, faults
 * GET    /cameras/{id}/faults        what is wrong with it now
 * POST   /cameras/{id}/faults        changes the keys given, as {"loss":0.05,"stall":true}
 * DELETE /cameras/{id}/faults        heals it
 * GET    /cameras/{id}/truth/{index} ground truth of a frame, by its index since the start
 * </pre>
 *
 * <p>The keys are {@link Faults}' components, and two that act once: {@code "drop":true} breaks the
 * viewers' connections, {@code "restartTimestamps":true} begins a new RTP stream. {@code {id}} may
 * be {@code all} in POST and DELETE.
 */
final class FaultControl {
  private static final int LARGEST_BODY = 64 * 1024;
  private static final String ALL = "all";

  private final Map<String, SimulatedCamera> cameras;
  private final Simulator simulator;
  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  FaultControl(Simulator simulator, Map<String, SimulatedCamera> cameras) {
    this.simulator = simulator;
    this.cameras = cameras;
  }

  Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(LARGEST_BODY));
    router.get("/cameras").handler(this::list);
    router.get("/cameras/:id/faults").handler(context -> one(context, this::showFaults));
    router.post("/cameras/:id/faults").handler(this::change);
    router.delete("/cameras/:id/faults").handler(this::heal);
    router.get("/cameras/:id/truth/:index").handler(context -> one(context, this::showTruth));
    return router;
  }

  private interface Answer {
    void give(RoutingContext context, SimulatedCamera camera);
  }

  private void one(RoutingContext context, Answer answer) {
    SimulatedCamera camera = cameras.get(context.pathParam("id"));
    if (camera == null) {
      refuse(context, 404, "no camera " + context.pathParam("id"));
    } else {
      answer.give(context, camera);
    }
  }

  private void list(RoutingContext context) {
    ArrayNode array = json.createArrayNode();
    for (SimulatedCamera camera : cameras.values()) {
      ObjectNode node = array.addObject();
      node.put("id", camera.id()).put("url", simulator.address(camera.id()));
      node.put("viewers", camera.viewers()).put("index", camera.next());
      node.set("faults", json.valueToTree(camera.faults()));
    }
    give(context, array.toString());
  }

  private void showFaults(RoutingContext context, SimulatedCamera camera) {
    give(context, json.valueToTree(camera.faults()).toString());
  }

  private void showTruth(RoutingContext context, SimulatedCamera camera) {
    try {
      long index = Long.parseLong(context.pathParam("index"));
      give(context, TruthLog.objects(json, camera.footage().objects(index)).toString());
    } catch (NumberFormatException e) {
      refuse(context, 400, "expected the index of a frame");
    }
  }

  private void heal(RoutingContext context) {
    forEach(context, camera -> camera.faults(Faults.NONE));
  }

  private void change(RoutingContext context) {
    String body = context.body().asString();
    try {
      if (!(json.readTree(body == null ? "" : body) instanceof ObjectNode changes)) {
        refuse(context, 400, "expected a JSON object");
        return;
      }
      boolean drop = takeAction(changes, "drop");
      boolean restart = takeAction(changes, "restartTimestamps");
      requireKnown(changes);
      merged(changes, Faults.NONE);
      forEach(context, camera -> apply(camera, changes, drop, restart));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      refuse(context, 400, reason(e));
    }
  }

  private void requireKnown(ObjectNode changes) {
    List<String> known = names(json.valueToTree(Faults.NONE));
    List<String> unknown = names(changes);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no such fault; there are %s, drop and restartTimestamps"
              .formatted(String.join(", ", unknown), String.join(", ", known)));
    }
  }

  private static List<String> names(ObjectNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** What was wrong in the first place, without the names of classes that stumbled over it. */
  private static String reason(Exception e) {
    Throwable root = ClassUtil.getRootCause(e);
    String message =
        root instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : root.getMessage();
    return String.valueOf(message).lines().findFirst().orElse("bad body");
  }

  private void apply(SimulatedCamera camera, ObjectNode changes, boolean drop, boolean restart) {
    camera.faults(merged(changes, camera.faults()));
    if (restart) {
      camera.restartTimestamps();
    }
    if (drop) {
      camera.drop();
    }
  }

  private Faults merged(ObjectNode changes, Faults present) {
    ObjectNode merged = json.valueToTree(present);
    merged.setAll(changes);
    return json.convertValue(merged, Faults.class);
  }

  private static boolean takeAction(ObjectNode changes, String key) {
    @Nullable JsonNode value = changes.remove(key);
    return value != null && value.asBoolean();
  }

  private void forEach(RoutingContext context, Consumer<SimulatedCamera> change) {
    String id = context.pathParam("id");
    SimulatedCamera named = cameras.get(id);
    if (named == null && !id.equals(ALL)) {
      refuse(context, 404, "no camera " + id);
      return;
    }
    (named == null ? List.copyOf(cameras.values()) : List.of(named)).forEach(change);
    context.response().setStatusCode(204).end();
  }

  private static void give(RoutingContext context, String text) {
    context.response().putHeader("Content-Type", "application/json").end(text + "\n");
  }

  private void refuse(RoutingContext context, int status, String reason) {
    context.response().setStatusCode(status);
    give(context, json.createObjectNode().put("error", reason).toString());
  }
}
