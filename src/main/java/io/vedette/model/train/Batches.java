package io.vedette.model.train;

import io.vedette.model.augment.Augmentation;
import io.vedette.model.augment.Curriculum;
import io.vedette.model.augment.PictureMaker;
import io.vedette.model.augment.TrainingPicture;
import io.vedette.model.data.DataSet;
import io.vedette.runtime.Service;
import io.vedette.runtime.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Batches made ahead on a thread of their own. A batch is a function of the settings and its step,
 * so that training goes on after a resume as if it had not been cut off. {@link #next} is confined
 * to one thread.
 */
final class Batches implements Service, Worker.Duty {
  private static final int AHEAD = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What the maker's thread made, or why it could not. */
  private record Made(List<Shard> shards, @Nullable RuntimeException failure) {}

  private final TrainSettings settings;
  private final Curriculum curriculum;
  private final PictureMaker maker;
  private final Teacher teacher;
  private final BlockingQueue<Made> made = new ArrayBlockingQueue<>(AHEAD);
  private final Worker worker = new Worker("make-pictures", PATIENCE, this);
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

  /** The shards of the next step. */
  List<Shard> next() throws InterruptedException {
    Made next = made.take();
    if (next.failure != null) {
      throw next.failure;
    }
    return next.shards;
  }

  @Override
  public void run() throws InterruptedException {
    made.put(new Made(make(step), null));
    step++;
  }

  @Override
  public void onFailure(RuntimeException failure) {
    made.clear();
    made.add(new Made(List.of(), failure));
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
    int side = settings.side(step);
    Augmentation augmentation = settings.augmentation(done);
    List<Shard> shards = new ArrayList<>();
    List<TrainingPicture> pictures = new ArrayList<>();
    for (int i = 0; i < settings.budget().batch(); i++) {
      pictures.add(make(step * settings.budget().batch() + i, side, augmentation));
      if (pictures.size() == settings.budget().shard() || i == settings.budget().batch() - 1) {
        shards.add(new Shard(side, pictures));
        pictures.clear();
      }
    }
    return shards;
  }

  private TrainingPicture make(long shown, int side, Augmentation augmentation) {
    SplittableRandom random = curriculum.random(shown);
    TrainingPicture picture =
        maker.make(
            curriculum.sources(shown, random, augmentation.mosaic()), side, augmentation, random);
    return picture.with(teacher.see(picture, side));
  }
}
