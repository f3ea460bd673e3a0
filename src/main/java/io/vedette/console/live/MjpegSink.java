package io.vedette.console.live;

import io.vedette.live.ViewerSink;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;

/**
 * The sink for a stream of pictures in one answer, as motion JPEG. Confined to the answer's event
 * loop.
 */
final class MjpegSink implements ViewerSink {
  static final String BOUNDARY = "vedette-frame";

  private final HttpServerResponse response;

  MjpegSink(HttpServerResponse response) {
    this.response = response;
  }

  @Override
  public boolean isFull() {
    return isOver() || response.writeQueueFull();
  }

  @Override
  public void picture(byte[] head, byte[] jpeg) {
    String part =
        "--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
            .formatted(BOUNDARY, jpeg.length);
    if (!isOver()) {
      var unused =
          response.write(
              Buffer.buffer(part.getBytes(StandardCharsets.US_ASCII))
                  .appendBytes(jpeg)
                  .appendString("\r\n"));
    }
  }

  @Override
  public void text(String json) {
    // states have no place among pictures
  }

  @Override
  public void end(String reason) {
    if (!isOver()) {
      var unused = response.end();
    }
  }

  private boolean isOver() {
    return response.ended() || response.closed();
  }
}
