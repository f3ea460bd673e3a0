package io.vedette.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.geometry.RelativeBox;
import io.vedette.runtime.Failure;
import io.vedette.simulator.SimulatedCamera.Shown;
import io.vedette.simulator.street.SceneObject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of the ground truth of every frame sent: JSON lines, one file per camera, appended to.
 * Confined to the simulator's event loop once opened.
 */
final class TruthLog implements SimulatedCamera.Truth {
  private static final Logger LOG = LoggerFactory.getLogger(TruthLog.class);
  private static final double ROUND = 1e5;

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, AsyncFile> files = new HashMap<>();

  private TruthLog() {}

  /** Opens a file for each camera; blocks. */
  static TruthLog open(Vertx vertx, String folder, List<String> cameras) {
    TruthLog log = new TruthLog();
    try {
      Path directory = Files.createDirectories(Path.of(folder));
      for (String camera : cameras) {
        String file = directory.resolve(camera + ".jsonl").toString();
        log.files.put(
            camera, vertx.fileSystem().openBlocking(file, new OpenOptions().setAppend(true)));
      }
      return log;
    } catch (IOException | RuntimeException e) {
      throw Failure.stop(
          "simulator: cannot write the ground truth to "
              + folder
              + ": "
              + e.getMessage()
              + "; choose a folder that can be written to",
          e);
    }
  }

  @Override
  public void onShown(String camera, Shown shown) {
    AsyncFile file = files.get(camera);
    if (file != null) {
      Buffer line = Buffer.buffer(describe(camera, shown) + "\n");
      file.write(line)
          .onFailure(e -> LOG.warn("{}: ground truth not written: {}", camera, e.getMessage()));
    }
  }

  Future<Void> close() {
    return Future.join(files.values().stream().map(AsyncFile::close).toList()).mapEmpty();
  }

  private String describe(String camera, Shown shown) {
    ObjectNode line = json.createObjectNode();
    line.put("camera", camera);
    line.put("frame", shown.footage().burntNumber(shown.index()));
    line.put("index", shown.index());
    line.put("captured_at", DateTimeFormatter.ISO_INSTANT.format(shown.capturedAt()));
    line.put("rtp_timestamp", shown.timestamp());
    line.set("objects", objects(json, shown.footage().objects(shown.index())));
    return line.toString();
  }

  /** Objects as a JSON array, boxes rounded to 5 digits. */
  static ArrayNode objects(ObjectMapper json, List<SceneObject> objects) {
    ArrayNode array = json.createArrayNode();
    for (SceneObject object : objects) {
      RelativeBox box = object.box();
      ObjectNode node = array.addObject();
      node.put("label", object.label()).put("track", object.trackId());
      node.putObject("box")
          .put("x", round(box.x()))
          .put("y", round(box.y()))
          .put("w", round(box.w()))
          .put("h", round(box.h()));
      node.put("visibility", round(object.visibility()));
    }
    return array;
  }

  private static double round(double value) {
    return Math.round(value * ROUND) / ROUND;
  }
}
