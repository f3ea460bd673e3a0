package io.vedette.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A client of the live socket that reads and acknowledges, as the page does. Thread-safe. */
final class Watcher implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final Map<String, String> newest = new ConcurrentHashMap<>();
  private final LongAdder pictures = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final List<Long> ages = new ArrayList<>();
  private final WebSocket socket;
  private CompletableFuture<WebSocket> acknowledging = CompletableFuture.completedFuture(null);

  Watcher(HttpClient http, String console, String show) {
    URI address = URI.create(console.replace("http://", "ws://") + "/api/v1/live");
    socket = http.newWebSocketBuilder().buildAsync(address, this).join();
    socket.sendText(show, true).join();
  }

  /** The id of the newest frame of each camera. */
  Map<String, String> newest() {
    return newest;
  }

  long pictures() {
    return pictures.sum();
  }

  long bytes() {
    return bytes.sum();
  }

  /** The ages of the pictures that came since this was last asked, in ms. */
  synchronized List<Long> ages() {
    List<Long> all = List.copyOf(ages);
    ages.clear();
    return all;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    message.writeBytes(part);
    if (last) {
      byte[] whole = message.toByteArray();
      message.reset();
      int length = ByteBuffer.wrap(whole).getInt();
      take(from, head(whole, length), whole.length - Integer.BYTES - length);
    }
    from.request(1);
    return null;
  }

  private static JsonNode head(byte[] whole, int length) {
    try {
      return JSON.readTree(whole, Integer.BYTES, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void take(WebSocket from, JsonNode head, int size) {
    pictures.increment();
    bytes.add(size);
    newest.put(head.path("camera").asText(), head.path("frame").asText());
    synchronized (this) {
      ages.add((LivePicture.micros(Instant.now()) - head.path("at").asLong()) / 1000);
    }
    String text = "{\"ack\":" + head.path("seq").asLong() + "}"; // one message after the other
    acknowledging = acknowledging.thenCompose(ignored -> from.sendText(text, true));
  }

  @Override
  public void close() {
    socket.abort();
  }
}
