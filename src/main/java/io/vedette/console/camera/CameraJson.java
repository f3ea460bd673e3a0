package io.vedette.console.camera;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Actor;
import io.vedette.access.Role;
import io.vedette.console.camera.CameraDirectory.Entry;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.Quality;
import io.vedette.text.Secrets;

/** The JSON of a camera, which never contains a password, whatever its settings hold. */
final class CameraJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String URL = "url";

  private CameraJson() {}

  static ObjectNode of(Entry entry, Actor actor) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", entry.camera().id()).put("state", entry.state());
    CameraStateEvent owner = entry.owner();
    if (owner != null) {
      json.put("since", owner.at().toString()).put("node", owner.node());
      Quality quality = owner.quality();
      if (quality != null) {
        json.put("quality", quality.grade().wireName());
      }
      if (owner.problem() != null && actor.role().holds(Role.OPERATOR)) {
        json.put("message", Secrets.mask(owner.problem().message()));
      }
    }
    json.put("version", entry.version());
    json.set("settings", settings(entry.camera().settings(), actor));
    return json;
  }

  private static ObjectNode settings(String text, Actor actor) {
    ObjectNode settings = parsed(text);
    JsonNode url = settings.remove(URL);
    if (url != null && actor.role().holds(Role.OPERATOR)) {
      settings.put(URL, Secrets.mask(url.asText()));
    }
    return settings;
  }

  static ObjectNode parsed(String text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object
          ? object
          : JsonNodeFactory.instance.objectNode();
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }
}
