package io.vedette.model.train;

import io.vedette.geometry.Size;
import io.vedette.model.augment.Augmentation;
import io.vedette.model.augment.Curriculum;
import io.vedette.model.augment.PictureMaker;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.data.DataSet;
import io.vedette.model.data.LabelledPicture;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The training batches, made in advance on a thread of their own. A batch is a function of the
 * settings and its step, so that training goes on after a resume as if it had not been cut off.
 * {@link #next} is confined to one thread.
 */
final class Batches implements Service, Worker.Duty {
  private static final int AHEAD = 3;
  private static final long LOOK_MILLIS = 200;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final TrainSettings settings;
  private final Curriculum curriculum;
  private final PictureMaker maker;
  private final Teacher teacher;
  private final BlockingQueue<List<Shard>> made = new ArrayBlockingQueue<>(AHEAD);
  private final Completion making = new Completion();
  private final Worker worker =
      new Worker("make-pictures", CLOSE_TIMEOUT, () -> this, new Supervision(making).essential());
  private long step;

  /**
   * @param done steps that need no batch any more
   */
  Batches(DataSet data, Teacher teacher, TrainSettings settings, long done) {
    this.settings = settings;
    this.teacher = teacher;
    this.step = done;
    this.maker = new PictureMaker(data::jpeg);
    this.curriculum =
        settings.isBalanced()
            ? Curriculum.balanced(data.train(), data.names().size(), settings.seed())
            : Curriculum.even(data.train(), settings.seed());
  }

  @Override
  public void start() {
    worker.start();
  }

  /**
   * The shards of the next step.
   *
   * @throws io.vedette.runtime.Failure why no more can be made
   */
  List<Shard> next() throws InterruptedException {
    @Nullable List<Shard> next = null;
    while (next == null) {
      next = made.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (next == null) {
        making.check();
      }
    }
    return next;
  }

  @Override
  public void run() throws InterruptedException {
    made.put(make(step));
    step++;
  }

  @Override
  public void onClose() {
    maker.close();
    teacher.close();
  }

  /** Makes room first: a maker that waits for some would be waited for. */
  @Override
  public void close() {
    worker.stop();
    made.clear();
    worker.close();
  }

  private List<Shard> make(long step) {
    double done = (double) step / settings.budget().steps();
    Size size = settings.size(step);
    Augmentation augmentation = settings.augmentation(done);
    List<Shard> shards = new ArrayList<>();
    List<TrainingPicture> pictures = new ArrayList<>();
    for (int i = 0; i < settings.budget().batch(); i++) {
      pictures.add(make(step * settings.budget().batch() + i, size, augmentation));
      if (pictures.size() == settings.budget().shard() || i == settings.budget().batch() - 1) {
        shards.add(new Shard(size, pictures));
        pictures.clear();
      }
    }
    return shards;
  }

  private TrainingPicture make(long shown, Size size, Augmentation augmentation) {
    SplittableRandom random = curriculum.random(shown);
    List<LabelledPicture> sources = curriculum.sources(shown, random, augmentation);
    TrainingPicture picture = maker.make(sources, size, augmentation, random);
    boolean isTaught = random.nextDouble() < settings.budget().taught();
    boolean isUnknown = sources.stream().anyMatch(one -> !one.showing().isLabelled());
    return isTaught || isUnknown ? picture.taughtBy(teacher.see(picture, random)) : picture;
  }
}
