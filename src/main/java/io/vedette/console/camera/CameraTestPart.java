package io.vedette.console.camera;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Actor;
import io.vedette.camera.FirstPicture;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.config.InvalidSettings;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Problem;
import io.vedette.ingest.source.CameraEntry;
import io.vedette.text.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The operation that tests whether a camera can be reached from here, before it is added or
 * changed: in the same way as a node reads it, with the same limits. One test at a time for each
 * caller. Thread-safe.
 */
public final class CameraTestPart implements ConsolePart {
  private static final int AT_A_TIME = 3;
  private static final int WIDTH = 640;
  private static final String CAMERA = "camera";

  private final CameraDirectory directory;
  private final Allowed allowed;
  private final Set<String> testing = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(AT_A_TIME);

  /**
   * What tests may do.
   *
   * @param access where cameras may be
   * @param variables of this process
   * @param references those of them, and the files and folders, that an address may refer to
   */
  public record Allowed(
      CameraAccess access, Map<String, String> variables, List<String> references) {}

  public CameraTestPart(CameraDirectory directory, Allowed allowed) {
    this.directory = directory;
    this.allowed = allowed;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("testCamera", this::test);
  }

  private Answer test(Call call) {
    CameraSettings settings = settings(call);
    String caller = caller(call.actor());
    if (!testing.add(caller)) {
      throw busy("a test of yours is running; wait for its end");
    }
    try {
      if (!places.tryAcquire()) {
        throw busy("%d tests are running; try again".formatted(AT_A_TIME));
      }
      try {
        return Answer.json(look(settings));
      } finally {
        places.release();
      }
    } finally {
      testing.remove(caller);
    }
  }

  private CameraSettings settings(Call call) {
    String camera = call.body().path(CAMERA).asText("new");
    String former = "";
    if (call.body().has(CAMERA)) {
      if (!call.actor().sees(camera)) {
        throw Problem.notFound();
      }
      former =
          CameraJson.parsed(
                  directory.find(camera).orElseThrow(Problem::notFound).camera().settings())
              .path("url")
              .asText();
    }
    ObjectNode given =
        GivenSettings.withLogin(SettingsJson.copy(call.body().path("settings")), former);
    String url = given.path("url").asText();
    if (!url.isEmpty() && !url.contains("${")) {
      GivenSettings.requireNetwork(url);
    }
    try {
      CameraSettings settings =
          CameraEntry.resolve(camera, given.toString(), allowed.variables(), allowed.references())
              .camera();
      requireNetwork(settings);
      return settings;
    } catch (InvalidSettings e) {
      throw GivenSettings.problem(e);
    }
  }

  private static void requireNetwork(CameraSettings settings) {
    SourceUrl url = SourceUrl.parse(settings.url());
    if (url.kind() != SourceUrl.Kind.RTSP && url.kind() != SourceUrl.Kind.HTTP) {
      throw GivenSettings.problem(
          InvalidSettings.of(
              "url", "expected rtsp://, rtsps://, http:// or https://, found \"" + url + "\""));
    }
  }

  private ObjectNode look(CameraSettings settings) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    try {
      FirstPicture first = FirstPicture.take(settings, allowed.access(), WIDTH);
      return json.put("state", "live")
          .put("width", first.size().width())
          .put("height", first.size().height())
          .put("picture", first.jpeg());
    } catch (CameraFailure e) {
      return json.put("state", "failed")
          .put("reason", e.reason().wireName())
          .put("message", Secrets.mask(String.valueOf(e.getMessage())));
    }
  }

  private static String caller(Actor actor) {
    String account = actor.account();
    return account == null ? actor.name() : account;
  }

  private static Problem busy(String why) {
    return new Problem(429, why).with("Retry-After", "5");
  }
}
