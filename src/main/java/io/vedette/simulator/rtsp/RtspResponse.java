package io.vedette.simulator.rtsp;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One answer. Confined to its connection's event loop. */
final class RtspResponse {
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(454, "Session Not Found"),
          Map.entry(455, "Method Not Valid in This State"),
          Map.entry(461, "Unsupported Transport"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(503, "Service Unavailable"));

  private final int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String body = "";

  private RtspResponse(int status) {
    this.status = status;
  }

  static RtspResponse ok() {
    return new RtspResponse(200);
  }

  static RtspResponse of(int status) {
    return new RtspResponse(status);
  }

  boolean isOk() {
    return status == 200;
  }

  RtspResponse with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  RtspResponse body(String type, String text) {
    headers.put("Content-Type", type);
    body = text;
    return this;
  }

  /** The bytes on the wire, with the request's sequence number. */
  byte[] encode(String sequence) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder();
    head.append("RTSP/1.0 ").append(status).append(' ');
    head.append(REASONS.getOrDefault(status, "Failure")).append("\r\n");
    head.append("CSeq: ").append(sequence).append("\r\n");
    head.append("Server: Vedette-Simulator\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (content.length > 0) {
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    head.append("\r\n").append(body);
    return head.toString().getBytes(StandardCharsets.UTF_8);
  }
}
