package io.vedette.console.server;

import io.vedette.console.contract.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page, on the class path under {@code /console/page}, and no others. A path
 * without a file is one of the page's own views and gets the page's index. Thread-safe.
 */
final class PageFiles {
  private static final String FOLDER = "/console/page";
  private static final String INDEX = "/index.html";
  private static final Pattern NAME =
      Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9_-]*([.][A-Za-z0-9_-]+)*){1,4}");
  private static final Pattern VIEW = Pattern.compile("(/[^/.\\\\%][^/\\\\]*)*/?");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
          + " connect-src 'self'; manifest-src 'self'; font-src 'self'; worker-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types svelte-trusted-html";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("json", "application/json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("webmanifest", "application/manifest+json"));
  private static final byte[] NO_PAGE =
      "<!doctype html><title>Vedette</title><p>This build has no page; the API is at /api/v1.\n"
          .getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final Map<String, Optional<byte[]>> files = new ConcurrentHashMap<>();

  /** Serves a path outside of the API, for reading only. */
  void serve(RoutingContext context) {
    HttpMethod method = context.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      throw new Problem(405, "this path takes GET").with("Allow", "GET, HEAD");
    }
    String path = String.valueOf(context.request().path());
    Optional<byte[]> file = file(path);
    if (file.isPresent()) {
      boolean isForEver = path.startsWith("/assets/");
      send(context, path, file.get(), isForEver);
    } else if (VIEW.matcher(path).matches()) {
      send(context, INDEX, file(INDEX).orElse(NO_PAGE), false);
    } else {
      throw Problem.notFound();
    }
  }

  private Optional<byte[]> file(String path) {
    return NAME.matcher(path).matches() && type(path) != null
        ? files.computeIfAbsent(path, PageFiles::read)
        : Optional.empty();
  }

  private static Optional<byte[]> read(String path) {
    try (InputStream file = PageFiles.class.getResourceAsStream(FOLDER + path)) {
      return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable String type(String path) {
    return TYPES.get(path.substring(path.lastIndexOf('.') + 1));
  }

  private static void send(RoutingContext context, String path, byte[] bytes, boolean isForEver) {
    HttpServerResponse response = context.response();
    response.putHeader("Content-Security-Policy", POLICY);
    response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.putHeader(
        HttpHeaders.CACHE_CONTROL, isForEver ? "public, max-age=31536000, immutable" : "no-store");
    response.putHeader(HttpHeaders.CONTENT_TYPE, String.valueOf(type(path)));
    if (context.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length)).end();
    } else {
      response.end(Buffer.buffer(bytes));
    }
  }
}
