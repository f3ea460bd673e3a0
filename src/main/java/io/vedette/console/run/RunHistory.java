package io.vedette.console.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.file.FileReason;
import io.vedette.file.PrivateFiles;
import io.vedette.transport.frame.FrameSelection.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the last runs of a console, for the console that is started after it. Without it runs
 * are made all the same. Thread-safe.
 */
public final class RunHistory {
  private static final Logger LOG = LoggerFactory.getLogger(RunHistory.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  public RunHistory(Path file) {
    this.file = file;
  }

  /** The runs, the oldest first; what cannot be read counts as not there. */
  List<RunRecord> read() {
    List<RunRecord> runs = new ArrayList<>();
    if (!Files.exists(file)) {
      return runs;
    }
    try {
      for (JsonNode run : JSON.readTree(file.toFile()).path("runs")) {
        runs.add(record(run));
      }
      return runs;
    } catch (IOException e) {
      LOG.warn("the runs that were made before cannot be read: {}", FileReason.of(e));
    } catch (RuntimeException e) { // of another version, or changed by hand
      LOG.warn("the runs that were made before are not understood: {} in {}", e, file);
    }
    return new ArrayList<>();
  }

  /** Puts these runs in place of those that were there. */
  synchronized void write(List<RunRecord> runs) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("runs");
    runs.forEach(run -> list.add(json(run)));
    try {
      PrivateFiles.createFolder(file.toAbsolutePath().resolveSibling(""));
      PrivateFiles.write(file, json.toString());
    } catch (IOException e) {
      LOG.warn("runs will be forgotten when the console ends: {}", FileReason.of(e));
    }
  }

  private static RunRecord record(JsonNode json) {
    return new RunRecord(
        new RunOrder(
            json.required("name").asText(),
            RunOrder.Kind.valueOf(upper(json.required("kind"))),
            json.required("model").asText(),
            span(json),
            Duration.parse(json.required("length").asText()),
            json.required("by").asText()),
        Instant.parse(json.required("started").asText()),
        RunRecord.State.valueOf(upper(json.required("state"))),
        json.hasNonNull("progress") ? json.get("progress").asDouble() : null,
        json.hasNonNull("inferred") ? json.get("inferred").asLong() : null,
        json.hasNonNull("problem") ? json.get("problem").asText() : null);
  }

  private static String upper(JsonNode word) {
    return word.asText().toUpperCase(Locale.ROOT);
  }

  private static Span span(JsonNode json) {
    Set<String> cameras = new HashSet<>();
    json.required("cameras").forEach(camera -> cameras.add(camera.asText()));
    @Nullable Instant to = json.hasNonNull("to") ? Instant.parse(json.get("to").asText()) : null;
    return new Span(Instant.parse(json.required("from").asText()), to, cameras);
  }

  private static ObjectNode json(RunRecord run) {
    RunOrder order = run.order();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", order.name()).put("kind", order.kind().wireName());
    json.put("model", order.model()).put("by", order.by());
    json.put("from", order.span().from().toString());
    @Nullable Instant to = order.span().to();
    json.put("to", to == null ? null : to.toString());
    order.span().cameras().stream().sorted().forEach(json.putArray("cameras")::add);
    json.put("length", order.length().toString());
    json.put("started", run.started().toString()).put("state", run.state().wireName());
    json.put("progress", run.progress()).put("inferred", run.inferred());
    return json.put("problem", run.problem());
  }
}
