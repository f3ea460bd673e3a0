package io.vedette.console.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A refused call with its answer, {@code application/problem+json} of RFC 9457. */
public final class Problem extends RuntimeException {
  /** The media type of its JSON. */
  public static final String TYPE = "application/problem+json";

  private static final long serialVersionUID = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "The request is not as the contract says"),
          Map.entry(401, "A login is needed"),
          Map.entry(403, "Not allowed"),
          Map.entry(404, "Not found"),
          Map.entry(405, "The path does not take this method"),
          Map.entry(409, "In conflict with what there is"),
          Map.entry(412, "Changed meanwhile"),
          Map.entry(413, "The request is too large"),
          Map.entry(415, "The body's type is not taken"),
          Map.entry(421, "The server is not called so"),
          Map.entry(422, "The content cannot be used"),
          Map.entry(428, "If-Match is needed"),
          Map.entry(429, "Too many requests"),
          Map.entry(503, "Not now"));

  private final int status;
  private final transient List<Fault> faults;
  private final transient Map<String, String> headers;

  /** A fault and its place: a parameter, or a pointer into the body. */
  public record Fault(String at, String message) {}

  /** A problem in one sentence. */
  public Problem(int status, String detail) {
    this(status, detail, List.of(), Map.of());
  }

  /** A problem with all faults. */
  public Problem(int status, String detail, List<Fault> faults) {
    this(status, detail, faults, Map.of());
  }

  private Problem(int status, String detail, List<Fault> faults, Map<String, String> headers) {
    super(detail, null, false, false);
    this.status = status;
    this.faults = List.copyOf(faults);
    this.headers = Map.copyOf(headers);
  }

  /**
   * The problem of something that does not exist, or that the caller must not know of: the two look
   * the same.
   */
  public static Problem notFound() {
    return new Problem(404, "there is nothing here, or nothing that you may see");
  }

  /** The same problem with a header of the answer. */
  public Problem with(String header, String value) {
    return new Problem(status, detail(), faults, Map.of(header, value));
  }

  public int status() {
    return status;
  }

  /** The problem in one sentence. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** The headers of the answer. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The JSON of the answer. */
  public String json() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("type", "about:blank");
    json.put("title", TITLES.getOrDefault(status, "The request was not served"));
    json.put("status", status).put("detail", detail());
    if (!faults.isEmpty()) {
      var list = json.putArray("errors");
      faults.forEach(
          fault -> list.addObject().put("at", fault.at()).put("message", fault.message()));
    }
    return json.toString();
  }
}
