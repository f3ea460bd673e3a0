package io.vedette.live;

import io.vedette.live.ViewerRequest.Moment;
import io.vedette.live.ViewerRequest.Wanted;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A viewer of cameras over one connection. Of each camera only the newest picture waits; the next
 * is sent when the connection is writable and earlier ones have arrived. So a slow viewer gets
 * fewer pictures and delays nobody else.
 *
 * <p>{@link #offer} and {@link #tick} are for the thread that reads; all else is confined to the
 * viewer's executor.
 */
public final class Viewer implements Audience {
  private static final int UNACKNOWLEDGED = 2;
  private static final int FEW = 6;
  private static final int SMALL_WIDTH = 640;
  private static final int MOST_HALVINGS = 3;
  private static final double ENOUGH = 0.8;
  private static final double TOLERANCE = 0.25;
  private static final long ANY_TIME = Long.MIN_VALUE;
  private static final long MICROS = 1_000_000;
  private static final long DEAF_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int TICKS_BETWEEN_TIMES = 5;

  private final Desk desk;
  private final Terms terms;
  private final Map<String, Slot> slots = new ConcurrentHashMap<>();
  private final AtomicBoolean isScheduled = new AtomicBoolean();
  private final Map<Long, Slot> unacknowledged = new TreeMap<>();
  private int turn;
  private long sent;
  private long heardNanos = System.nanoTime();
  private String lastStates = "";
  private int ticks;
  private volatile boolean wantsBoxes = true;
  private boolean isClosed;

  /**
   * The terms of a viewer.
   *
   * @param sink the output of its pictures
   * @param executor runs one task after another; only its tasks use the sink
   * @param mayWatch whether it may see a camera at present; asked for each picture, must not block
   * @param acknowledges whether its other end acknowledges pictures
   */
  public record Terms(
      ViewerSink sink, Executor executor, Predicate<String> mayWatch, boolean acknowledges) {}

  /** The feed as a viewer uses it. */
  interface Desk {
    Renditions renditions();

    CameraOverview overview();

    InstantSource clock();

    /** Notes that the viewer shows other cameras. */
    void changed(Viewer viewer);

    /**
     * Has the viewer show another time.
     *
     * @return the reason why it cannot, or null
     */
    @Nullable String show(Viewer viewer, Moment moment);

    /** The time that the viewer shows; null for now. */
    @Nullable Instant shown(Viewer viewer);

    void skipped();

    void sent(int bytes);

    void closed(Viewer viewer);
  }

  /** The state of one camera for this viewer. */
  private static final class Slot {
    private volatile Wanted wanted;
    private final AtomicReference<@Nullable LivePicture> waiting = new AtomicReference<>();
    private volatile long dueMicros = ANY_TIME;
    private int inFlight;
    private boolean isRendering;

    private Slot(Wanted wanted) {
      this.wanted = wanted;
    }

    /** Whether a picture is due by the wanted rate; pictures between are left out. */
    private boolean isDue(long micros) {
      long interval = (long) (MICROS / wanted.fps());
      long due = dueMicros;
      if (due == ANY_TIME || micros > due + interval || micros < due - 2 * interval) {
        dueMicros = micros + interval; // the first one, one after a gap, or one of another time
        return true;
      }
      if (micros < due - (long) (interval * TOLERANCE)) {
        return false;
      }
      dueMicros = due + interval;
      return true;
    }
  }

  Viewer(Desk desk, Terms terms) {
    this.desk = desk;
    this.terms = terms;
  }

  /**
   * Takes a message of the other end; an unreadable one is answered with a problem and changes
   * nothing.
   */
  public void receive(byte[] message) {
    if (isClosed) {
      return;
    }
    try {
      ViewerRequest request = ViewerRequest.read(message);
      heardNanos = System.nanoTime();
      request.acknowledged().ifPresent(this::acknowledge);
      if (request.boxes() != null) {
        wantsBoxes = request.boxes();
      }
      if (request.show() != null) {
        show(request.show());
      }
      if (request.moment() != null) {
        move(request.moment());
      }
    } catch (IllegalArgumentException e) {
      say(LiveJson.problem("request", String.valueOf(e.getMessage()), null));
    }
    drain();
  }

  /** Shows one camera, for a connection that cannot send requests. */
  public void watch(String camera, double fps, int width) {
    wantsBoxes = false;
    show(Map.of(camera, new Wanted(fps, width)));
  }

  /** Notes that the connection can take more. */
  public void writable() {
    drain();
  }

  /** Ends the viewer; idempotent. */
  public void close() {
    if (!isClosed) {
      isClosed = true;
      slots.clear();
      unacknowledged.clear();
      desk.closed(this);
    }
  }

  @Override
  public Set<String> cameras() {
    return slots.keySet();
  }

  @Override
  public boolean wantsBoxes() {
    return wantsBoxes;
  }

  @Override
  public boolean takesAny(String camera) {
    @Nullable Slot slot = slots.get(camera);
    return !wantsBoxes || (slot != null && slot.dueMicros == ANY_TIME);
  }

  @Override
  public void offer(LivePicture picture) {
    @Nullable Slot slot = slots.get(picture.camera());
    if (slot == null
        || !slot.isDue(picture.atMicros())
        || !terms.mayWatch().test(picture.camera())) {
      return;
    }
    if (slot.waiting.getAndSet(picture) != null) {
      desk.skipped();
    }
    schedule();
  }

  @Override
  public void tick() {
    terms.executor().execute(this::update);
  }

  /** Accepts the next picture of each camera whatever its time, since another time is shown. */
  void forget() {
    slots.values().forEach(slot -> slot.dueMicros = ANY_TIME);
  }

  private void schedule() {
    if (isScheduled.compareAndSet(false, true)) {
      terms
          .executor()
          .execute(
              () -> {
                isScheduled.set(false);
                drain();
              });
    }
  }

  private void show(Map<String, Wanted> wanted) {
    slots.keySet().retainAll(wanted.keySet());
    wanted.forEach(
        (camera, how) -> {
          if (!terms.mayWatch().test(camera)) {
            slots.remove(camera);
            say(LiveJson.problem("not-found", "there is no camera " + camera, camera));
          } else {
            slots.computeIfAbsent(camera, ignored -> new Slot(how)).wanted = how;
          }
        });
    desk.changed(this);
    lastStates = "";
    sendStates();
  }

  private void move(Moment moment) {
    slots.values().forEach(slot -> slot.waiting.set(null));
    @Nullable String refusal = desk.show(this, moment);
    if (refusal != null) {
      say(LiveJson.problem("moment", refusal, null));
    }
    sendTime();
  }

  private void acknowledge(long last) {
    Iterator<Map.Entry<Long, Slot>> open = unacknowledged.entrySet().iterator();
    while (open.hasNext()) {
      Map.Entry<Long, Slot> next = open.next();
      if (next.getKey() > last) {
        return;
      }
      next.getValue().inFlight--;
      open.remove();
    }
  }

  /** Sends waiting pictures, each camera in its turn. */
  private void drain() {
    List<Map.Entry<String, Slot>> all = new ArrayList<>(slots.entrySet());
    int size = all.size();
    int start = turn;
    for (int i = 0; i < size && !isClosed && !terms.sink().isFull(); i++) {
      Map.Entry<String, Slot> next = all.get((start + i) % size);
      if (serve(next.getValue())) {
        turn = (start + i + 1) % size;
      }
    }
  }

  /** Sends a camera's waiting picture; whether it was sent. */
  private boolean serve(Slot slot) {
    if (slot.isRendering || slot.inFlight >= UNACKNOWLEDGED) {
      return false;
    }
    @Nullable LivePicture picture = slot.waiting.getAndSet(null);
    if (picture == null) {
      return false;
    }
    int halvings = halvings(picture, slot.wanted);
    CompletableFuture<byte[]> jpeg = picture.jpeg(halvings, desk.renditions());
    if (jpeg.isDone()) {
      return send(slot, picture, halvings);
    }
    slot.isRendering = true;
    var unused =
        jpeg.handle(
            (bytes, failure) -> {
              terms.executor().execute(() -> rendered(slot, picture, failure == null));
              return bytes;
            });
    return false;
  }

  private void rendered(Slot slot, LivePicture picture, boolean isMade) {
    slot.isRendering = false;
    if (isMade && slots.get(picture.camera()) == slot) {
      slot.waiting.compareAndSet(null, picture); // unless there is a newer one
      if (slot.waiting.get() != picture && !terms.sink().isFull()) {
        send(slot, picture, halvings(picture, slot.wanted));
      }
    }
    drain();
  }

  private boolean send(Slot slot, LivePicture picture, int halvings) {
    CompletableFuture<byte[]> made = picture.jpeg(halvings, desk.renditions());
    if (isClosed
        || !made.isDone()
        || made.isCompletedExceptionally()
        || !terms.mayWatch().test(picture.camera())) {
      return false;
    }
    byte[] jpeg = made.join();
    sent++;
    if (terms.acknowledges()) {
      if (unacknowledged.isEmpty()) {
        heardNanos = System.nanoTime();
      }
      slot.inFlight++;
      unacknowledged.put(sent, slot);
    }
    terms.sink().picture(LiveJson.head(picture, sent, halvings), jpeg);
    desk.sent(jpeg.length);
    return true;
  }

  /**
   * The halvings for a picture; a large place gets the camera's own picture, unless there are many.
   */
  private int halvings(LivePicture picture, Wanted wanted) {
    int width = picture.frame().size().width();
    if (wanted.width() == 0 && slots.size() <= FEW) {
      return 0;
    }
    int least = slots.size() > FEW && width > SMALL_WIDTH ? 1 : 0;
    int halvings = least;
    while (halvings < MOST_HALVINGS
        && wanted.width() > 0
        && width >> (halvings + 1) >= wanted.width() * ENOUGH) {
      halvings++;
    }
    return halvings;
  }

  private void update() {
    if (isClosed) {
      return;
    }
    if (!unacknowledged.isEmpty() && System.nanoTime() - heardNanos > DEAF_NANOS) {
      terms.sink().end("no picture has arrived for a minute");
      close();
      return;
    }
    if (terms.sink().isFull()) {
      return;
    }
    Set<String> refused = new java.util.HashSet<>(slots.keySet());
    refused.removeIf(terms.mayWatch());
    if (!refused.isEmpty()) {
      refused.forEach(
          camera -> say(LiveJson.problem("not-found", "there is no camera " + camera, camera)));
      slots.keySet().removeAll(refused);
      desk.changed(this);
    }
    sendStates();
    ticks++;
    if (ticks % TICKS_BETWEEN_TIMES == 0 || desk.shown(this) != null) {
      sendTime();
    }
  }

  private void sendStates() {
    List<CameraLook> looks = slots.keySet().stream().sorted().map(desk.overview()::look).toList();
    String states = looks.toString();
    if (!states.equals(lastStates) && !terms.sink().isFull()) {
      lastStates = states;
      say(LiveJson.states(looks, desk.clock().instant()));
    }
  }

  private void sendTime() {
    say(LiveJson.time(desk.clock().instant(), desk.shown(this)));
  }

  /** Whoever asks and asks, and reads no answer, gets none: what waits has a bound. */
  private void say(String json) {
    if (!terms.sink().isFull()) {
      terms.sink().text(json);
    }
  }
}
