package io.vedette.simulator;

import io.vedette.http.HttpServers;
import io.vedette.http.HttpSettings;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.simulator.rtsp.AccessSettings;
import io.vedette.simulator.rtsp.Faults;
import io.vedette.simulator.rtsp.RtspServer;
import io.vedette.simulator.street.SceneObject;
import io.vedette.simulator.video.FilmLibrary;
import io.vedette.text.Count;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.BindException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Synthetic cameras over real RTSP, with ground truth and faults on demand. Thread-safe.
 *
 * <p>One Vert.x event loop of its own serves all clients; each scene has a thread while it is drawn
 * and encoded.
 */
public final class Simulator implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Simulator.class);
  private static final long PATIENCE_SECONDS = 20;
  private static final String LOOPBACK = "127.0.0.1";

  private final SimulatorSettings settings;
  private final Supervisor supervisor;
  private final Map<String, SimulatedCamera> cameras = new LinkedHashMap<>();
  private @Nullable Vertx vertx;
  private @Nullable Context loop;
  private @Nullable FilmLibrary library;
  private @Nullable TruthLog truth;
  private @Nullable RtspServer server;
  private volatile int port;
  private volatile int httpPort = -1;

  public Simulator(SimulatorSettings settings, Supervisor supervisor) {
    this.settings = settings;
    this.supervisor = supervisor;
  }

  @Override
  public synchronized void start() {
    try {
      open();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    LOG.info(
        "simulator: {} at {}", Count.cameras(cameras.size()), address(settings.cameras().get(0)));
  }

  @Override
  public synchronized void close() {
    Vertx closing = vertx;
    if (closing != null) {
      vertx = null;
      try {
        await(call(this::shutDown));
      } catch (Failure e) {
        LOG.warn("simulator: not closed in order: {}", e.getMessage());
      }
      await(closing.close());
    }
    if (library != null) {
      library.close();
      library = null;
    }
  }

  /** The RTSP port that was bound. */
  public int port() {
    return port;
  }

  /** The port for faults and truth that was bound; -1 if there is none. */
  public int httpPort() {
    return httpPort;
  }

  public List<String> cameras() {
    return settings.cameras();
  }

  /** A camera's URL, with the credentials it asks for: never to be shown. */
  public String rtspUrl(String camera) {
    AccessSettings access = settings.rtsp().access();
    String address = address(camera);
    if (access.user() == null) {
      return address;
    }
    String password = access.password() == null ? "" : access.password();
    String userInfo = escape(access.user()) + ":" + escape(password) + "@";
    return address.replace("://", "://" + userInfo);
  }

  /** A camera's URL without credentials. */
  public String address(String camera) {
    String scheme = settings.rtsp().keyStore() == null ? "rtsp" : "rtsps";
    String host = settings.rtsp().host();
    return scheme + "://" + (host.equals("0.0.0.0") ? LOOPBACK : host) + ":" + port + "/" + camera;
  }

  /** Makes something go wrong with a camera from now on. */
  public void faults(String camera, Faults faults) {
    on(camera, found -> found.faults(faults));
  }

  /** Breaks the connections of a camera's viewers. */
  public void drop(String camera) {
    on(camera, SimulatedCamera::drop);
  }

  /** Restarts a camera's RTP stream in the middle of its sessions. */
  public void restartTimestamps(String camera) {
    on(camera, SimulatedCamera::restartTimestamps);
  }

  /**
   * Sets the text that a camera sends with every picture from now on, as user data that decoders
   * ignore.
   *
   * @param text 1–200 ASCII characters; null for none
   */
  public void userData(String camera, @Nullable String text) {
    on(camera, found -> found.userData(text));
  }

  /** The number of a camera's viewers. */
  public int viewers(String camera) {
    CompletableFuture<Integer> viewers = new CompletableFuture<>();
    on(camera, found -> viewers.complete(found.viewers()));
    return viewers.join();
  }

  /**
   * The ground truth of a frame.
   *
   * @param index the frame's index since the camera's start; in the first loop this is the number
   *     burnt in
   */
  public List<SceneObject> objects(String camera, long index) {
    CompletableFuture<List<SceneObject>> objects = new CompletableFuture<>();
    on(camera, found -> objects.complete(found.footage().objects(index)));
    return objects.join();
  }

  private void open() {
    System.setProperty("java.awt.headless", "true");
    FilmLibrary films = new FilmLibrary(settings.video(), settings.cameras().size(), supervisor);
    library = films;
    Vertx opened =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    vertx = opened;
    loop = opened.getOrCreateContext();
    String folder = settings.truth();
    truth = folder == null ? null : TruthLog.open(opened, folder, settings.cameras());
    films.start();
    await(call(() -> listen(opened, films)));
  }

  private Future<Void> listen(Vertx opened, FilmLibrary films) {
    SimulatedCamera.Truth log = truth == null ? (camera, shown) -> {} : truth;
    for (int i = 0; i < settings.cameras().size(); i++) {
      String id = settings.cameras().get(i);
      SimulatedCamera.Parts parts =
          new SimulatedCamera.Parts(
              opened, Clock.systemUTC(), settings.video(), films, films.footage(i), log);
      SimulatedCamera camera = new SimulatedCamera(id, parts, films.lag(i));
      camera.faults(settings.faults().getOrDefault(id, Faults.NONE));
      cameras.put(id, camera);
    }
    RtspServer listening = new RtspServer(opened, settings.rtsp(), cameras);
    server = listening;
    return listening
        .listen()
        .recover(e -> Future.failedFuture(notListening(e)))
        .onSuccess(bound -> port = bound)
        .compose(ignored -> listenHttp(opened));
  }

  private Future<Void> listenHttp(Vertx opened) {
    if (settings.httpPort() < 0) {
      return Future.succeededFuture();
    }
    HttpSettings http = HttpSettings.onLoopback(settings.httpPort());
    return HttpServers.listen(opened, http, new FaultControl(this, cameras)::addRoutes)
        .recover(e -> Future.failedFuture(inUse("--http-port", settings.httpPort(), e)))
        .onSuccess(bound -> httpPort = bound.actualPort())
        .mapEmpty();
  }

  private Failure notListening(Throwable cause) {
    String keyStore = settings.rtsp().keyStore();
    return keyStore == null || cause instanceof BindException
        ? inUse("--port", settings.rtsp().port(), cause)
        : Failure.stop(
            "simulator: key store %s cannot be used (%s); expected a PKCS #12 file and its password"
                .formatted(keyStore, reason(Path.of(keyStore), cause)),
            cause);
  }

  private static String reason(Path keyStore, Throwable cause) {
    if (Files.isDirectory(keyStore)) {
      return "it is a folder";
    }
    return Files.exists(keyStore)
        ? String.valueOf(cause.getMessage())
        : "there is no such file or folder";
  }

  private Failure inUse(String option, int wanted, Throwable cause) {
    return Failure.stop(
        "simulator: cannot listen on "
            + settings.rtsp().host()
            + ":"
            + wanted
            + " ("
            + cause.getMessage()
            + "); choose another with "
            + option
            + ", or 0 for any",
        cause);
  }

  private Future<Void> shutDown() {
    cameras.values().forEach(SimulatedCamera::close);
    cameras.clear();
    Future<?> rtsp = server == null ? Future.succeededFuture() : server.close();
    Future<?> log = truth == null ? Future.succeededFuture() : truth.close();
    return Future.join(rtsp, log).mapEmpty();
  }

  private void on(String camera, Consumer<SimulatedCamera> action) {
    await(
        call(
            () -> {
              SimulatedCamera found = cameras.get(camera);
              if (found == null) {
                return Future.failedFuture(Failure.stop("simulator: no camera " + camera));
              }
              action.accept(found);
              return Future.<Void>succeededFuture();
            }));
  }

  /** Does something on the event loop. */
  private <T> Future<T> call(Supplier<Future<T>> action) {
    Context context = loop;
    if (context == null) {
      return Future.failedFuture(Failure.stop("simulator: not started"));
    }
    io.vertx.core.Promise<T> promise = io.vertx.core.Promise.promise();
    context.runOnContext(
        ignored -> {
          try {
            action.get().onComplete(promise);
          } catch (RuntimeException e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }

  private static <T> void await(Future<T> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.stop("simulator: interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw Failure.stop("simulator: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw Failure.stop("simulator: no answer within " + PATIENCE_SECONDS + " s", e);
    }
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
