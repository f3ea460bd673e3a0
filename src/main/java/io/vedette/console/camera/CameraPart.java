package io.vedette.console.camera;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.camera.CameraDirectory.Entry;
import io.vedette.console.contract.Problem;
import java.util.TreeMap;

/** The operations that read cameras. Immutable. */
public final class CameraPart implements ConsolePart {
  private final CameraDirectory directory;

  public CameraPart(CameraDirectory directory) {
    this.directory = directory;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("listCameras", this::list);
    handlers.blocking("getCamera", this::get);
  }

  private Answer list(Call call) {
    requireRead();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode cameras = json.putArray("cameras");
    new TreeMap<>(directory.entries())
        .forEach(
            (id, entry) -> {
              if (call.actor().sees(id)) {
                cameras.add(CameraJson.of(entry, call.actor()));
              }
            });
    return Answer.json(json);
  }

  private Answer get(Call call) {
    requireRead();
    Entry entry = directory.find(call.text("id")).orElseThrow(Problem::notFound);
    return Answer.json(CameraJson.of(entry, call.actor()))
        .with("ETag", "\"" + entry.version() + "\"");
  }

  private void requireRead() {
    if (!directory.isRead()) {
      throw new Problem(503, "cameras are still being read from Kafka; try again")
          .with("Retry-After", "1");
    }
  }
}
