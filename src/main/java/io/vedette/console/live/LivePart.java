package io.vedette.console.live;

import io.vedette.access.Actor;
import io.vedette.access.Role;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Problem;
import io.vedette.http.Routes;
import io.vedette.live.LiveFeed;
import io.vedette.live.LivePicture;
import io.vedette.live.Viewer;
import io.vedette.live.ViewerSink;
import io.vedette.text.DurationWords;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The operations that return pictures: a single one, or a stream. Immutable. */
public final class LivePart implements ConsolePart {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final long SECOND_MILLIS = 1000;
  private static final int MOST_MESSAGES = 500;
  private static final short NOT_ALLOWED = 4403;
  private static final short TOO_MANY = 1008;

  private final Vertx vertx;
  private final LiveFeed feed;

  public LivePart(Vertx vertx, LiveFeed feed) {
    this.vertx = vertx;
    this.feed = feed;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers
        .socket("openLive", this::open)
        .blocking("getSnapshot", this::snapshot)
        .blocking("getFrame", this::frame)
        .direct("streamCamera", this::stream);
  }

  private void open(Call call, ServerWebSocket socket) {
    AtomicReference<Actor> actor = new AtomicReference<>(call.actor());
    Viewer viewer = viewer(new SocketSink(socket), actor, true);
    int[] messages = {0};
    socket.textMessageHandler(
        text -> {
          if (++messages[0] > MOST_MESSAGES) {
            var unused = socket.close(TOO_MANY, "too many messages");
          } else {
            viewer.receive(text.getBytes(StandardCharsets.UTF_8));
          }
        });
    socket.drainHandler(ignored -> viewer.writable());
    long timer =
        vertx.setPeriodic(
            SECOND_MILLIS,
            ignored -> {
              messages[0] = 0;
              follow(call, actor, () -> socket.close(NOT_ALLOWED, "not allowed any more"));
            });
    socket.closeHandler(ignored -> close(viewer, timer));
    socket.exceptionHandler(ignored -> close(viewer, timer));
  }

  private void stream(Call call) {
    String camera = call.text("id");
    requireCamera(camera);
    HttpServerResponse response = call.context().response();
    Routes.hold(call.context());
    response
        .setChunked(true)
        .putHeader("Content-Type", "multipart/x-mixed-replace; boundary=" + MjpegSink.BOUNDARY);
    AtomicReference<Actor> actor = new AtomicReference<>(call.actor());
    Viewer viewer = viewer(new MjpegSink(response), actor, false);
    viewer.watch(camera, call.maybeNumber("fps").orElse(60.0), (int) call.number("width"));
    response.drainHandler(ignored -> viewer.writable());
    long timer =
        vertx.setPeriodic(
            SECOND_MILLIS,
            ignored ->
                follow(
                    call,
                    actor,
                    () -> {
                      close(viewer, 0);
                      var unused = response.end();
                    }));
    response.closeHandler(ignored -> close(viewer, timer));
    response.endHandler(ignored -> close(viewer, timer));
    response.exceptionHandler(ignored -> close(viewer, timer));
  }

  /** Opens a viewer whose tasks run one after another on the call's event loop. */
  private Viewer viewer(ViewerSink sink, AtomicReference<Actor> actor, boolean acknowledges) {
    Context context = vertx.getOrCreateContext();
    return feed.open(
        new Viewer.Terms(
            sink,
            task -> context.runOnContext(ignored -> task.run()),
            camera -> Objects.requireNonNull(actor.get()).sees(camera),
            acknowledges));
  }

  /** Asks for the caller's rights every second, and ends the stream when they are gone. */
  private static void follow(Call call, AtomicReference<Actor> actor, Runnable end) {
    call.actorNow()
        .onComplete(
            now -> {
              actor.set(now);
              if (!now.role().holds(Role.VIEWER)) {
                end.run();
              }
            },
            failure -> {
              actor.set(Actor.NOBODY);
              end.run();
            });
  }

  private void close(Viewer viewer, long timer) {
    var unused = vertx.cancelTimer(timer);
    viewer.close();
  }

  private Answer snapshot(Call call) {
    String camera = call.text("id");
    @Nullable Instant at = call.maybe("at").map(Instant::parse).orElse(null);
    requireCamera(camera);
    LivePicture picture = wait(camera, at, call.isSet("boxes"));
    int halvings = halvings(picture, (int) call.number("width"));
    byte[] jpeg = call.isSet("boxes") ? drawn(picture, halvings) : plain(picture, halvings);
    return Answer.of("image/jpeg", jpeg)
        .with("X-Vedette-Frame", picture.frame().id().toString())
        .with("X-Vedette-Time", picture.frame().capturedAt().toString());
  }

  /**
   * The answer of one frame, which never changes; only a caller that may see the camera gets it.
   */
  private Answer frame(Call call) {
    try {
      return feed.kept(call.text("id"), (int) call.number("partition"), call.number("offset"))
          .map(jpeg -> Answer.of("image/jpeg", jpeg))
          .map(answer -> answer.with("Cache-Control", "private, max-age=600"))
          .orElseThrow(Problem::notFound);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(503, "the server ends");
    }
  }

  private void requireCamera(String camera) {
    if (!feed.isKnown(camera)) {
      throw Problem.notFound();
    }
  }

  private LivePicture wait(String camera, @Nullable Instant at, boolean boxes) {
    try {
      return feed.picture(camera, at, boxes, PATIENCE)
          .get(PATIENCE.toMillis() + SECOND_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Problem(
              503,
              at == null
                  ? "no picture of the camera came within " + DurationWords.of(PATIENCE)
                  : "no picture of that time is kept")
          .with("Retry-After", "2");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(503, "the server ends");
    }
  }

  private static int halvings(LivePicture picture, int width) {
    int halvings = 0;
    while (halvings < 3 && width > 0 && picture.frame().size().width() >> (halvings + 1) >= width) {
      halvings++;
    }
    return halvings;
  }

  private byte[] drawn(LivePicture picture, int halvings) {
    return made(feed.annotated(picture, halvings));
  }

  private byte[] plain(LivePicture picture, int halvings) {
    return made(feed.jpeg(picture, halvings));
  }

  private static byte[] made(java.util.concurrent.CompletableFuture<byte[]> jpeg) {
    try {
      return jpeg.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Problem(503, "the picture cannot be made: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(503, "the server ends");
    }
  }
}
