package io.vedette.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.http.Routes;
import io.vedette.simulator.rtsp.Faults;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The HTTP interface that switches faults. Confined to the simulator's event loop.
 *
 * <pre>
 * GET    /cameras                    every camera: url, viewers, next frame, faults
 * GET    /cameras/{id}/faults        what is wrong with it now
 * POST   /cameras/{id}/faults        changes the keys given, as {"loss":0.05,"stall":true}
 * DELETE /cameras/{id}/faults        heals it
 * GET    /cameras/{id}/truth/{index} ground truth of a frame, by its index since the start
 * </pre>
 *
 * <p>Changes are given as {@code application/json}. The keys are those of {@link FaultChanges}.
 * {@code {id}} may be {@code all} in POST and DELETE.
 */
final class FaultControl {
  private static final String ALL = "all";

  private final Map<String, SimulatedCamera> cameras;
  private final Simulator simulator;
  private final ObjectMapper json = new ObjectMapper();

  FaultControl(Simulator simulator, Map<String, SimulatedCamera> cameras) {
    this.simulator = simulator;
    this.cameras = cameras;
  }

  void addRoutes(Routes routes) {
    routes.get("/cameras", this::list);
    routes.get("/cameras/:id/faults", context -> one(context, this::showFaults));
    routes.post("/cameras/:id/faults", this::change);
    routes.delete("/cameras/:id/faults", this::heal);
    routes.get("/cameras/:id/truth/:index", context -> one(context, this::showTruth));
  }

  private interface Answer {
    void give(RoutingContext context, SimulatedCamera camera);
  }

  private void one(RoutingContext context, Answer answer) {
    SimulatedCamera camera = cameras.get(context.pathParam("id"));
    if (camera == null) {
      Routes.refuse(context, 404, "no camera " + context.pathParam("id"));
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
      Routes.refuse(context, 400, "expected the index of a frame");
    }
  }

  private void heal(RoutingContext context) {
    forEach(context, camera -> camera.faults(Faults.NONE));
  }

  private void change(RoutingContext context) {
    String body = context.body().asString();
    try {
      FaultChanges changes = FaultChanges.read(body == null ? "" : body);
      forEach(context, changes::apply);
    } catch (IllegalArgumentException e) {
      Routes.refuse(context, 400, String.valueOf(e.getMessage()));
    }
  }

  private void forEach(RoutingContext context, Consumer<SimulatedCamera> change) {
    String id = context.pathParam("id");
    SimulatedCamera named = cameras.get(id);
    if (named == null && !id.equals(ALL)) {
      Routes.refuse(context, 404, "no camera " + id);
      return;
    }
    (named == null ? List.copyOf(cameras.values()) : List.of(named)).forEach(change);
    context.response().setStatusCode(204).end();
  }

  private static void give(RoutingContext context, String text) {
    context.response().putHeader("Content-Type", "application/json").end(text + "\n");
  }
}
