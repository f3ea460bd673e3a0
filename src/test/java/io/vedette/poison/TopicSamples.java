package io.vedette.poison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.event.DetectionJson;
import io.vedette.event.clip.ClipSpan;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Records as they may be in each topic: made from the schemas, and so that their parts agree.
 * Confined to one thread.
 */
public final class TopicSamples {
  /** The cameras that records are about. */
  public static final List<String> CAMERAS =
      List.of("poison-0", "poison-1", "poison-2", "Poison_3");

  private static final long NOW = 1_795_000_000_000L;
  private static final long LAST_SECOND = 7_258_118_400L;

  private final SchemaSamples schemas = new SchemaSamples();
  private final List<byte[]> pictures = pictures();

  /** A record of a topic, by the name of what {@code Topics} calls it. */
  public RawRecord of(String topic, Random random) {
    return switch (topic) {
      case "cameras" -> camera(random);
      case "owners" -> owner(random);
      case "sessions" -> session(random);
      case "promotions" -> promotion(random);
      case "frames", "spool" -> frame(random);
      case "detections" -> detection(random);
      case "events" -> random.nextInt(3) == 0 ? operation(random) : scene(random);
      case "counts" -> count(random);
      case "alerts" -> alert(random);
      case "audit" -> audit(random);
      case "reviews" -> review(random);
      case "clips" -> clip(random);
      case "snapshots" -> snapshot(random);
      case "undelivered" -> undelivered(random);
      case "rejected" -> rejected(random);
      case "progress" -> progress(random);
      default -> throw new IllegalArgumentException("no samples of topic " + topic);
    };
  }

  private RawRecord camera(Random random) {
    StringBuilder json = new StringBuilder("{\"url\":\"rtsp://127.0.0.1:9/x\"");
    if (random.nextBoolean()) {
      json.append(",\"fps\":").append(1 + random.nextInt(30)).append(",\"priority\":-3");
    }
    if (random.nextBoolean()) {
      json.append(
          ",\"zones\":{\"yard\":{\"polygon\":\"0,0 1,0"
              + " 1,1\",\"labels\":[\"person\"],\"loitering\":\"5s\"}}");
    }
    if (random.nextBoolean()) {
      json.append(",\"lines\":{\"door é\":{\"points\":\"0.5,1 0.5,0\",\"margin\":0.01}}");
    }
    if (random.nextBoolean()) {
      json.append(",\"masks\":{\"sky\":{\"polygon\":\"0,0 1,0 1,0.2\"}},\"update-every\":\"2s\"");
    }
    if (random.nextBoolean()) {
      json.append(",\"enabled\":false,\"timeout\":\"3s\",\"transport\":\"udp\"");
    }
    byte[] value = random.nextInt(20) == 0 ? null : RawRecord.bytes(json.append('}').toString());
    Map<String, String> headers = headers("io.vedette.camera.v1", "application/json", random);
    headers.put("origin", random.nextBoolean() ? "seed" : "command");
    return RawRecord.of(one(CAMERAS, random), headers, value, time(random));
  }

  private RawRecord owner(Random random) {
    ObjectNode json = schemas.object("owner", random);
    if (json.has("base")) {
      return RawRecord.of("", Map.of(), bytes(json), time(random));
    }
    String camera = one(CAMERAS, random);
    if (json.has("type")) {
      json.put("camera", camera).put("session", 0); // later ones have to be claimed before
    }
    byte[] value = random.nextInt(20) == 0 ? null : bytes(json);
    return RawRecord.of(camera, Map.of(), value, time(random));
  }

  private RawRecord session(Random random) {
    String digits = Long.toString((long) (random.nextDouble() * 1e13));
    byte[] value = random.nextInt(20) == 0 ? null : RawRecord.bytes(digits);
    return RawRecord.of(one(CAMERAS, random), Map.of(), value, time(random));
  }

  private RawRecord promotion(Random random) {
    byte[] value =
        random.nextInt(20) == 0 ? null : RawRecord.bytes(PatternText.of("[0-9a-f]{12}", random));
    return RawRecord.of("live", Map.of(), value, time(random));
  }

  private RawRecord frame(Random random) {
    Map<String, String> headers = headers("io.vedette.frame.v1", "image/jpeg", random);
    text(schemas.object("frame-headers", random), headers);
    byte[] picture = pictures.get(random.nextInt(pictures.size()));
    return RawRecord.of(one(CAMERAS, random), headers, picture, time(random));
  }

  private RawRecord detection(Random random) {
    ObjectNode json = schemas.object("detection", random);
    return keyed(json, "io.vedette.detection.v1", random);
  }

  private RawRecord scene(Random random) {
    ObjectNode json = schemas.object("scene-event", random);
    JsonNode path = json.at("/track/path");
    for (JsonNode point : path) {
      long left = LAST_SECOND - second(json.at("/track/started_at").asText()) - 1;
      ((ArrayNode) point).set(0, Math.min(point.get(0).asDouble(), left));
    }
    return keyed(json, "io.vedette." + json.get("type").asText() + ".v1", random);
  }

  private static long second(String time) {
    return java.time.Instant.parse(time).getEpochSecond();
  }

  private RawRecord operation(Random random) {
    ObjectNode json = schemas.object("operation-event", random);
    if (json.has("first")) {
      json.put("first", Math.min(json.get("first").asLong(), json.get("last").asLong()));
    }
    return keyed(json, "io.vedette." + json.get("type").asText() + ".v1", random);
  }

  private RawRecord count(Random random) {
    ObjectNode json = schemas.object("count", random);
    List<String> fields = new ArrayList<>(List.of("camera", "window", "start", "end", "label"));
    fields.addAll(
        json.has("to_left") && json.has("to_right") && json.has("line")
            ? List.of("line", "to_left", "to_right")
            : json.has("entered") && json.has("left") && json.has("zone")
                ? List.of("zone", "entered", "left", "dwell_s")
                : List.of("started", "ended", "dwell_s"));
    json.retain(fields);
    String camera = one(CAMERAS, random);
    json.put("camera", camera);
    String start =
        json.get("window").asText().equals("1h") ? "2026-11-23T22:00:00Z" : "2026-11-23T22:41:00Z";
    json.put("start", start);
    String kind =
        json.has("line")
            ? "line/" + json.get("line").asText() + "/"
            : json.has("zone") ? "zone/" + json.get("zone").asText() + "/" : "tracks/";
    String key =
        "%s/%s/%s/%s%s"
            .formatted(
                camera, json.get("window").asText(), start, kind, json.get("label").asText());
    return RawRecord.of(
        key, headers("io.vedette.count.v1", "application/json", random), bytes(json), time(random));
  }

  private RawRecord alert(Random random) {
    return keyed(schemas.object("alert", random), "io.vedette.alert.v1", random);
  }

  private RawRecord audit(Random random) {
    ObjectNode json = schemas.object("audit", random);
    return RawRecord.of(
        json.get("name").asText(),
        headers("io.vedette.audit.v1", "application/json", random),
        bytes(json),
        time(random));
  }

  private RawRecord clip(Random random) {
    ObjectNode json = schemas.object("clip", random);
    Instant from = Instant.parse("2026-11-23T22:40:16.123456Z").plusSeconds(random.nextInt(9999));
    Instant to = from.plusSeconds(1 + random.nextInt(60));
    String camera = json.get("camera").asText();
    ClipSpan span = ClipSpan.of(camera, from, to);
    json.put("id", span.key()).put("from", DetectionJson.time(from));
    json.put("to", DetectionJson.time(to));
    return RawRecord.of(
        span.key(),
        headers("io.vedette.clip.v1", "application/json", random),
        bytes(json),
        time(random));
  }

  private RawRecord review(Random random) {
    String kind = random.nextBoolean() ? "review" : "note";
    ObjectNode json = schemas.object(kind, random);
    byte[] value = random.nextInt(20) == 0 ? null : bytes(json);
    return RawRecord.of(
        kind + "/" + json.get("id").asText(),
        headers("io.vedette." + kind + ".v1", "application/json", random),
        value,
        time(random));
  }

  private RawRecord snapshot(Random random) {
    Map<String, String> headers = headers("io.vedette.snapshot.v1", "image/jpeg", random);
    text(schemas.object("snapshot-headers", random), headers);
    String key = headers.get("camera") + "/12/" + (random.nextBoolean() ? "clean" : "boxed");
    return RawRecord.of(key, headers, pictures.get(0), time(random));
  }

  private RawRecord undelivered(Random random) {
    RawRecord record = of(one(List.of("alerts", "events", "snapshots"), random), random);
    return with(record, Map.of("sink", "hook", "reason", "webhook: found 404"));
  }

  private RawRecord rejected(Random random) {
    Map<String, String> more = new LinkedHashMap<>();
    boolean isFrame = random.nextBoolean();
    text(schemas.object(isFrame ? "rejected-headers" : "rejected-detection-headers", random), more);
    return with(isFrame ? frame(random) : detection(random), more);
  }

  private RawRecord progress(Random random) {
    ObjectNode json = schemas.object("forward-progress", random);
    long next = json.get("next").asLong();
    ArrayNode gaps = json.putArray("gaps");
    long from = 0;
    for (int i = random.nextInt(4); i > 0 && from + 100 < next; i--) {
      gaps.addArray().add(from + 1).add(from + 50);
      from += 60;
    }
    String key =
        "vedette." + one(List.of("events", "detections"), random) + "-" + random.nextInt(9);
    return RawRecord.of(key, Map.of(), bytes(json), time(random));
  }

  /** The record of what JSON says of a camera, under its id. */
  private RawRecord keyed(ObjectNode json, String type, Random random) {
    String camera = one(CAMERAS, random);
    json.put("camera", camera);
    return RawRecord.of(
        camera, headers(type, "application/json", random), bytes(json), time(random));
  }

  private Map<String, String> headers(String type, String contentType, Random random) {
    Map<String, String> headers = new LinkedHashMap<>();
    text(schemas.object("cloudevents-headers", random), headers);
    headers.put("ce_type", type);
    headers.put("content-type", contentType);
    return headers;
  }

  private static RawRecord with(RawRecord record, Map<String, String> more) {
    List<RawRecord.RawHeader> headers = new ArrayList<>(record.headers());
    more.forEach((name, text) -> headers.add(new RawRecord.RawHeader(name, RawRecord.bytes(text))));
    return record.withHeaders(headers);
  }

  private static void text(ObjectNode object, Map<String, String> headers) {
    object
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isTextual()) {
                headers.put(field.getKey(), field.getValue().asText());
              }
            });
  }

  private static long time(Random random) {
    return NOW + random.nextInt(1_000_000);
  }

  private static String one(List<String> several, Random random) {
    return several.get(random.nextInt(several.size()));
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> pictures() {
    List<byte[]> pictures = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      BufferedImage image = new BufferedImage(32 + 8 * i, 24, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(new Color(40 * i, 200, 90));
      graphics.fillOval(4, 4, 20, 12);
      graphics.dispose();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        ImageIO.write(image, "jpeg", bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      pictures.add(bytes.toByteArray());
    }
    return pictures;
  }
}
