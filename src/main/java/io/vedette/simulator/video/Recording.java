package io.vedette.simulator.video;

import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.simulator.street.SceneObject;
import io.vedette.simulator.street.StreetScene;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One loop of a scene, drawn and encoded once and played endlessly. Thread-safe.
 *
 * <p>Its thread records at twice the speed of life, so that the start of the loop can be played
 * while the rest is made without taking the machine over, and ends when the loop is whole.
 */
final class Recording extends WorkerService implements Footage {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final int HEAD_START = 2;

  private final int number;
  private final VideoSettings settings;
  private final int loopFrames;
  private final AtomicReferenceArray<@Nullable CodedPicture> pictures;
  private volatile boolean open = true;
  private volatile @Nullable StreetScene scene;

  Recording(int number, VideoSettings settings, Supervisor supervisor) {
    super("simulator-scene-" + number, CLOSE_TIMEOUT, supervisor);
    this.number = number;
    this.settings = settings;
    this.loopFrames = (int) StreetScene.loopFrames(settings.scene(), settings.fps());
    this.pictures = new AtomicReferenceArray<>(loopFrames);
  }

  @Override
  protected Worker.Duty duty() {
    return this::record;
  }

  @Override
  public void close() {
    open = false;
    super.close();
  }

  @Override
  public @Nullable CodedPicture picture(long index) {
    return pictures.get((int) Math.floorMod(index, (long) loopFrames));
  }

  @Override
  public long burntNumber(long index) {
    return Math.floorMod(index, (long) loopFrames);
  }

  @Override
  public List<SceneObject> objects(long index) {
    StreetScene present = scene;
    return present == null ? List.of() : present.objects(index);
  }

  private void record() throws InterruptedException {
    StreetScene drawn = new StreetScene(settings.scene(), number, settings.size(), settings.fps());
    scene = drawn;
    long start = System.nanoTime();
    try (Studio studio = new Studio(number, drawn, settings)) {
      for (int frame = 0; frame < loopFrames && open; frame++) {
        pictures.set(frame, studio.shoot(frame, frame % settings.keyFrames() == 0));
        double ahead = (frame / settings.fps() - HEAD_START) / 2;
        long wait = start + (long) (ahead * 1e9) - System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
      }
    }
    worker().stop();
  }
}
