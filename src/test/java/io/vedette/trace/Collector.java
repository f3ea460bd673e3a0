package io.vedette.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.vedette.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A collector that reads what OTLP over HTTP brings it, on a port of loopback. */
public final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final List<Seen> spans = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> requests = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  /**
   * A span as it came.
   *
   * @param process its resource
   * @param role its scope
   */
  public record Seen(
      Map<String, String> process, String role, io.opentelemetry.proto.trace.v1.Span span) {
    public String name() {
      return span.getName();
    }

    public String trace() {
      return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    public String id() {
      return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    public String parent() {
      return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
    }

    public List<String> links() {
      return span.getLinksList().stream()
          .map(link -> HexFormat.of().formatHex(link.getSpanId().toByteArray()))
          .toList();
    }

    public String attribute(String key) {
      return attributes(span.getAttributesList()).getOrDefault(key, "");
    }
  }

  public Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Tracing of every frame by this collector, but for what assignments say. */
  public TracingSettings settings(String... assignments) {
    return new Settings(Map.of())
        .assignments(
            Stream.concat(Stream.of("endpoint=" + address(), "one-in=1"), Stream.of(assignments))
                .toList())
        .bind(TracingSettings.class);
  }

  /** Answers so from now on. */
  public void answer(int other) {
    status = other;
  }

  public List<Seen> spans() {
    return List.copyOf(spans);
  }

  public List<Seen> spans(String name) {
    return spans.stream().filter(seen -> seen.name().equals(name)).toList();
  }

  /** The headers of each request. */
  public List<Map<String, List<String>>> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) {
    try (exchange) {
      requests.add(Map.copyOf(exchange.getRequestHeaders()));
      byte[] body = body(exchange);
      if (!exchange.getRequestURI().getPath().equals("/v1/traces")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      if (status == 200) {
        read(ExportTraceServiceRequest.parseFrom(body));
      }
      exchange.sendResponseHeaders(status, -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream raw = exchange.getRequestBody();
        InputStream body = isZipped ? new GZIPInputStream(raw) : raw) {
      return body.readAllBytes();
    }
  }

  private void read(ExportTraceServiceRequest request) {
    for (ResourceSpans process : request.getResourceSpansList()) {
      for (ScopeSpans role : process.getScopeSpansList()) {
        role.getSpansList()
            .forEach(
                span ->
                    spans.add(
                        new Seen(
                            attributes(process.getResource().getAttributesList()),
                            role.getScope().getName(),
                            span)));
      }
    }
  }

  private static Map<String, String> attributes(List<KeyValue> pairs) {
    return pairs.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                pair ->
                    pair.getValue().hasIntValue()
                        ? Long.toString(pair.getValue().getIntValue())
                        : pair.getValue().getStringValue()));
  }
}
