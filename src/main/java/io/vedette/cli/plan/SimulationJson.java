package io.vedette.cli.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.plan.Demand;
import io.vedette.plan.FleetLoad;
import io.vedette.plan.FleetSimulation;
import io.vedette.plan.FleetWall;
import io.vedette.plan.MachineOffer;
import io.vedette.plan.ZoneFailure;
import java.util.TreeMap;

/** A simulated fleet as one JSON object. Constants only. */
final class SimulationJson {
  private SimulationJson() {}

  static ObjectNode of(FleetSimulation fleet) {
    Demand demand = fleet.demand();
    ObjectNode all = new ObjectMapper().createObjectNode();
    all.put("cameras", demand.cameras()).put("fps", demand.fps());
    ArrayNode loads = all.putArray("loads");
    fleet.loads().forEach(load -> load(loads.addObject(), load, fleet));
    ArrayNode offers = all.putArray("offers");
    new TreeMap<>(fleet.offers())
        .forEach((name, offer) -> offer(offers.addObject().put("name", name), offer, fleet));
    ArrayNode failures = all.putArray("zone_failures");
    fleet.failures().forEach(failure -> failure(failures.addObject(), failure));
    return all;
  }

  private static void load(ObjectNode row, FleetLoad load, FleetSimulation fleet) {
    row.put("motion", load.motion()).put("frames_per_second", load.framesPerSecond());
    row.put("bytes_per_second", load.bytesPerSecond()).put("ingest_cores", load.ingestCores());
    row.put("workers", load.workers()).put("track_cores", load.trackCores());
    row.put("brokers", load.brokers()).put("partitions", load.partitions());
    row.put("euro_per_camera_month", load.euroPerCameraMonth(fleet.costs()));
    FleetWall wall = fleet.wall(load);
    row.putObject("next_wall")
        .put("cameras", wall.cameras())
        .put("what", wall.what())
        .put("then", wall.then());
  }

  private static void offer(ObjectNode row, MachineOffer offer, FleetSimulation fleet) {
    row.put("as_of", offer.asOf()).put("currency", offer.currency());
    ArrayNode bills = row.putArray("bills");
    for (FleetLoad load : fleet.loads()) {
      MachineOffer.Bill bill = offer.bill(load, fleet.costs());
      bills
          .addObject()
          .put("motion", load.motion())
          .put("ingest", bill.ingest())
          .put("detect", bill.detect())
          .put("track", bill.track())
          .put("brokers", bill.brokers())
          .put("per_camera_month", bill.perCamera());
    }
  }

  private static void failure(ObjectNode row, FleetSimulation.Trial failure) {
    ZoneFailure.Outcome outcome = failure.outcome();
    row.put("headroom", failure.headroom());
    if (failure.restoredSeconds() == 0) {
      row.putNull("restored_s");
    } else {
      row.put("restored_s", failure.restoredSeconds());
    }
    row.put("blind_s", outcome.blindSeconds()).put("lost", outcome.lost());
    row.put("late", outcome.late()).put("longest_lag_s", outcome.longestLag());
    row.put("degraded_s", outcome.degradedSeconds());
  }
}
