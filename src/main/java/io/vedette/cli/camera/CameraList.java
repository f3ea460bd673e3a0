package io.vedette.cli.camera;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.config.Settings;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.Quality;
import io.vedette.node.Node;
import io.vedette.text.Printable;
import io.vedette.text.Secrets;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.Partitions;
import io.vedette.transport.table.CameraRecord;
import io.vedette.transport.table.CameraTable;
import io.vedette.transport.table.OwnerTable;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of all cameras and their states. Immutable. */
public final class CameraList {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ROW = "%-20s %-18s %-10s %-21s %-20s %s%n";

  private final Map<String, CameraRecord> cameras;
  private final Map<String, CameraStateEvent> owners;
  private final Optional<Set<String>> nodes;

  public CameraList(
      Map<String, CameraRecord> cameras,
      Map<String, CameraStateEvent> owners,
      Optional<Set<String>> nodes) {
    this.cameras = cameras;
    this.owners = owners;
    this.nodes = nodes;
  }

  /** The present table in Kafka. */
  static CameraList read(Node node) {
    KafkaAccess kafka = node.join(node.rights().cameraList());
    if (!Partitions.exist(kafka, node.topics().cameras())
        || !Partitions.exist(kafka, node.topics().owners())) {
      return new CameraList(Map.of(), Map.of(), Optional.empty());
    }
    try (CameraTable cameras = new CameraTable(kafka, node.topics().cameras());
        OwnerTable owners = new OwnerTable(kafka, node.topics().owners())) {
      return new CameraList(
          cameras.catchUp().cameras(), owners.catchUp().owners(), node.registry(kafka).nodes());
    }
  }

  public void print(PrintWriter out, boolean json) {
    if (!json && cameras.isEmpty()) {
      out.println("no cameras; to add one: vedette cameras add ID URL");
    } else if (!json) {
      out.printf(ROW, "CAMERA", "STATE", "QUALITY", "SINCE", "NODE", "SOURCE");
    }
    for (CameraRecord camera : cameras.values()) {
      if (json) {
        out.println(json(camera));
      } else {
        print(camera, out);
      }
    }
    out.flush();
  }

  private void print(CameraRecord camera, PrintWriter out) {
    @Nullable CameraStateEvent owner = owner(camera);
    out.printf(
        ROW,
        Printable.line(camera.id()),
        Printable.line(state(owner)),
        quality(owner),
        owner == null ? "-" : owner.at().truncatedTo(ChronoUnit.SECONDS),
        owner == null ? "-" : Printable.line(owner.node()),
        Printable.line(url(camera)));
    CameraStateEvent.@Nullable Problem problem = owner == null ? null : owner.problem();
    if (problem != null) {
      out.println("  " + Printable.line(Secrets.mask(problem.message())));
    }
  }

  private String json(CameraRecord camera) {
    @Nullable CameraStateEvent owner = owner(camera);
    ObjectNode row = MAPPER.createObjectNode();
    row.put("camera", camera.id()).put("state", state(owner)).put("url", url(camera));
    row.put("quality", quality(owner));
    if (owner != null) {
      row.put("since", owner.at().toString())
          .put("node", owner.node())
          .put("session", owner.session());
      if (owner.problem() != null) {
        row.put("message", owner.problem().message());
      }
    }
    return Printable.json(row.toString());
  }

  /** The camera's last state, unless its owner is known to have left. */
  private @Nullable CameraStateEvent owner(CameraRecord camera) {
    @Nullable CameraStateEvent owner = owners.get(camera.id());
    if (owner == null || owner.state() == CameraState.RELEASED) {
      return null;
    }
    return nodes.map(names -> names.contains(owner.node())).orElse(true) ? owner : null;
  }

  private static String state(@Nullable CameraStateEvent owner) {
    if (owner == null) {
      return "unread";
    }
    return owner.problem() == null ? owner.state().wireName() : owner.problem().reason();
  }

  private static String quality(@Nullable CameraStateEvent owner) {
    Quality quality = owner == null ? null : owner.quality();
    return quality == null ? "-" : quality.grade().wireName();
  }

  private static String url(CameraRecord camera) {
    String url = new Settings(Map.of()).json("", camera.settings(), camera.id()).text("url");
    return Secrets.mask(url);
  }
}
