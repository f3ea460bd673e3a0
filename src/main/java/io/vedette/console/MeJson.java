package io.vedette.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Actor;
import io.vedette.access.CameraScope;

/** The JSON of the caller's identity and rights. */
public final class MeJson {
  private MeJson() {}

  /** The JSON of an actor with all of its rights. */
  public static ObjectNode of(Actor actor) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("account", actor.account()).put("name", actor.name());
    return withRights(json, actor.role().wireName(), actor.cameras());
  }

  /** Adds a role, and the cameras that it is for, to an object. */
  public static ObjectNode withRights(ObjectNode json, String role, CameraScope cameras) {
    json.put("role", role);
    if (cameras.isAll()) {
      json.putNull("cameras");
    } else {
      cameras.ids().forEach(json.putArray("cameras")::add);
    }
    return json;
  }
}
