package io.vedette.ops;

import io.vedette.http.Routes;
import io.vedette.log.Logs;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The path {@code /api/log}: GET lists the levels of loggers, and a POST of {@code {"logger",
 * "level"}} changes one until the process ends; a null level resets it. Confined to the event loop.
 */
final class LogRoutes {
  static final String PATH = "/api/log";
  private static final int WRONG = 400;

  private final Logs logs;

  LogRoutes(Logs logs) {
    this.logs = logs;
  }

  void addTo(Routes routes) {
    routes.get(PATH, this::levels);
    routes.post(PATH, this::change);
  }

  private void levels(RoutingContext context) {
    context.json(new JsonObject().put("levels", new JsonObject(new TreeMap<>(logs.levels()))));
  }

  private void change(RoutingContext context) {
    try {
      JsonObject wanted = context.body().asJsonObject();
      Object logger = wanted == null ? null : wanted.getValue("logger");
      Object level = wanted == null ? null : wanted.getValue("level");
      String wrong = wrong(logger, level);
      if (wrong != null) {
        Routes.refuse(context, WRONG, wrong);
        return;
      }
      logs.set(String.valueOf(logger), level == null ? null : level.toString());
      levels(context);
    } catch (DecodeException | ClassCastException e) {
      Routes.refuse(context, WRONG, "expected {\"logger\": \"io.vedette\", \"level\": \"debug\"}");
    }
  }

  private static @Nullable String wrong(@Nullable Object logger, @Nullable Object level) {
    if (!(logger instanceof String name && Logs.isLogger(name))) {
      return "logger: expected the name of a logger, as io.vedette.detect, or root";
    }
    boolean isKnown = level == null || (level instanceof String word && Logs.isLevel(word));
    return isKnown ? null : "level: expected one of %s, or null".formatted(Logs.LEVELS);
  }
}
