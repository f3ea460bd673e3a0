package io.vedette.simulator.video;

import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.simulator.street.SceneObject;
import io.vedette.simulator.street.StreetScene;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A scene that is drawn and encoded on demand, so that no number ever comes twice; it costs nothing
 * while nobody watches. Thread-safe; meant for one camera.
 */
final class LiveTake extends WorkerService implements Footage {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** Pictures kept, and drawn ahead of the one asked for. */
  private static final int KEPT = 64;

  private static final int AHEAD = 2;

  private record Numbered(long index, CodedPicture picture) {}

  private final int number;
  private final VideoSettings settings;
  private final AtomicReferenceArray<@Nullable Numbered> ring = new AtomicReferenceArray<>(KEPT);
  private volatile boolean open = true;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition asked = lock.newCondition();
  private volatile @Nullable StreetScene scene;
  private long wanted = -1;

  LiveTake(int number, VideoSettings settings, Supervisor supervisor) {
    super("simulator-live-" + number, CLOSE_TIMEOUT, supervisor);
    this.number = number;
    this.settings = settings;
  }

  @Override
  protected Worker.Duty duty() {
    return this::shoot;
  }

  @Override
  public void close() {
    open = false;
    worker().stop();
    lock.lock();
    try {
      asked.signalAll();
    } finally {
      lock.unlock();
    }
    super.close();
  }

  @Override
  public @Nullable CodedPicture picture(long index) {
    lock.lock();
    try {
      wanted = Math.max(wanted, index + AHEAD);
      asked.signalAll();
    } finally {
      lock.unlock();
    }
    Numbered kept = ring.get((int) (index % KEPT));
    return kept != null && kept.index == index ? kept.picture : null;
  }

  @Override
  public long burntNumber(long index) {
    return index;
  }

  @Override
  public List<SceneObject> objects(long index) {
    StreetScene present = scene;
    return present == null ? List.of() : present.objects(index);
  }

  private void shoot() throws InterruptedException {
    StreetScene drawn = new StreetScene(settings.scene(), number, settings.size(), settings.fps());
    scene = drawn;
    try (Studio studio = new Studio(number, drawn, settings)) {
      long done = -1;
      while (open) {
        long last = awaitWanted(done);
        boolean jump = last - done > KEPT / 2;
        long frame = jump ? last - AHEAD : done + 1;
        if (open && last > done) {
          boolean key = jump || frame % settings.keyFrames() == 0;
          ring.set((int) (frame % KEPT), new Numbered(frame, studio.shoot(frame, key)));
          done = frame;
        }
      }
    }
  }

  private long awaitWanted(long done) throws InterruptedException {
    lock.lock();
    try {
      while (wanted <= done && open) {
        asked.await();
      }
      return wanted;
    } finally {
      lock.unlock();
    }
  }
}
