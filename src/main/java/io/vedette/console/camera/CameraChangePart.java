package io.vedette.console.camera;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.camera.CameraDirectory.Entry;
import io.vedette.console.contract.Problem;
import io.vedette.ingest.placement.CameraRegistry;
import io.vedette.ingest.placement.CameraRegistry.Change;
import io.vedette.transport.table.CameraRecord;
import io.vedette.transport.table.CameraRecord.Origin;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations that add, change and remove cameras, as {@code vedette cameras} does. Of two
 * simultaneous changes of the same version one is refused. Thread-safe.
 */
public final class CameraChangePart implements ConsolePart {
  private static final String ID = "id";
  private static final String SETTINGS = "settings";
  private static final String IF_MATCH = "If-Match";
  private static final String ETAG = "ETag";

  private final CameraDirectory directory;
  private final CameraRegistry registry;

  public CameraChangePart(CameraDirectory directory, CameraRegistry registry) {
    this.directory = directory;
    this.registry = registry;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("createCamera", this::create);
    handlers.blocking(
        "putCamera",
        call -> change(call, present -> SettingsJson.copy(call.body().path(SETTINGS))));
    handlers.blocking(
        "patchCamera",
        call -> change(call, present -> SettingsJson.merged(present, call.body().path(SETTINGS))));
    handlers.blocking(
        "putRules", call -> change(call, present -> SettingsJson.withRules(present, call.body())));
    handlers.blocking("deleteCamera", this::delete);
  }

  private Answer create(Call call) {
    String id = call.body().path(ID).asText();
    if (!call.actor().sees(id)) {
      throw new Problem(403, "you may add cameras of your own list alone; it lacks this id");
    }
    String json = GivenSettings.checked(id, SettingsJson.copy(call.body().path(SETTINGS)), null);
    Former former = new Former();
    registry.update(
        known -> {
          CameraRecord there = known.get(id);
          former.record = there;
          if (there != null && !there.isRemoved()) {
            throw new Problem(
                409, "camera %s is there already; change it by PUT /cameras/%s".formatted(id, id));
          }
          return List.of(new Change(id, json, Origin.COMMAND));
        });
    return written(call, id, former).status(201).with("Location", "/api/v1/cameras/" + id);
  }

  private Answer change(Call call, Function<ObjectNode, ObjectNode> edit) {
    String id = call.text(ID);
    Former former = new Former();
    registry.update(
        known -> {
          CameraRecord there = required(call, known);
          former.record = there;
          ObjectNode present = CameraJson.parsed(there.settings());
          String json = GivenSettings.checked(id, edit.apply(present), there.settings());
          return List.of(new Change(id, json, Origin.COMMAND));
        });
    return written(call, id, former);
  }

  private Answer delete(Call call) {
    String id = call.text(ID);
    registry.update(known -> List.of(new Change(required(call, known).id(), null, Origin.COMMAND)));
    directory.await(id, entry -> entry == null);
    return Answer.none();
  }

  /** The record that a change found; confined to the call's thread. */
  private static final class Former {
    private @Nullable CameraRecord record;

    boolean isBefore(CameraRecord other) {
      CameraRecord known = record;
      return known == null || other.offset() > known.offset();
    }
  }

  /** The camera of a change, if it is the version that the caller knows. */
  private static CameraRecord required(Call call, Map<String, CameraRecord> known) {
    CameraRecord there = known.get(call.text(ID));
    if (there == null || there.isRemoved()) {
      throw Problem.notFound();
    }
    String version = tag(there);
    String given =
        call.maybe(IF_MATCH)
            .orElseThrow(
                () -> new Problem(428, "say by If-Match which version you change: its ETag"));
    if (!given.equals("*") && !given.equals(version)) {
      throw new Problem(
              412,
              "the camera has been changed since: expected If-Match %s, found %s"
                  .formatted(version, given))
          .with(ETAG, version);
    }
    return there;
  }

  /** The camera as it was written, once it has been read back. */
  private Answer written(Call call, String id, Former former) {
    Entry entry = directory.await(id, read -> read != null && former.isBefore(read.camera()));
    if (entry == null) {
      throw new Problem(503, "the change is written, but not read back yet; read the camera again")
          .with("Retry-After", "1");
    }
    return Answer.json(CameraJson.of(entry, call.actor())).with(ETAG, tag(entry.camera()));
  }

  private static String tag(CameraRecord camera) {
    return "\"%d-%d\"".formatted(camera.partition(), camera.offset());
  }
}
