package io.vedette.model.train;

import io.vedette.model.Architecture;
import io.vedette.model.layer.Inventory;
import io.vedette.model.loss.DetectionLoss;
import io.vedette.model.loss.LossParts;
import io.vedette.model.torch.NativeScope;
import io.vedette.model.torch.TorchThreads;
import io.vedette.model.yolo.Anchors;
import io.vedette.model.yolo.DetectorNetwork;
import io.vedette.runtime.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The steps of a training: each shard of a batch on a replica and a thread of its own, then one
 * step by the weighted mean of their gradients. Shards are summed in their order, whichever thread
 * is done first; but where there are more cores than shards, each shard's sums are divided among
 * several, so that the last digits are those of a machine with as many cores. Confined to one
 * thread; caller closes.
 */
final class TrainStep implements AutoCloseable {
  /** Steps without a finite gradient, one after the other, that are put up with. */
  private static final int MOST_FAILED = 20;

  private final TrainingState state;
  private final TrainSettings settings;
  private final List<Replica> replicas = new ArrayList<>();
  private final ExecutorService threads;

  TrainStep(
      Architecture architecture,
      int classes,
      Anchors anchors,
      TrainingState state,
      TrainSettings settings) {
    this.state = state;
    this.settings = settings;
    Inventory inventory = architecture.trained(classes, settings.sizes().last());
    DetectorNetwork detector = architecture.detector(classes);
    DetectionLoss loss = new DetectionLoss(anchors, classes, settings.gains());
    TrainSettings.Budget budget = settings.budget();
    int shards = (budget.batch() + budget.shard() - 1) / budget.shard();
    for (int i = 0; i < shards; i++) {
      replicas.add(new Replica(detector, loss, inventory, state, settings));
    }
    int cores = Runtime.getRuntime().availableProcessors();
    int parallel = Math.min(shards, cores);
    int inner = Math.max(1, cores / parallel);
    threads = Executors.newFixedThreadPool(parallel, names(inner));
  }

  private static java.util.concurrent.ThreadFactory names(int inner) {
    AtomicInteger number = new AtomicInteger();
    return task ->
        new Thread(
            () -> {
              TorchThreads.limit(inner);
              task.run();
            },
            "learn-" + number.getAndIncrement());
  }

  /** One step; the loss is the mean over the pictures. */
  LossParts step(List<Shard> shards, double rate) throws InterruptedException {
    List<Future<LossParts>> running = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      Replica replica = replicas.get(i);
      Shard shard = shards.get(i);
      running.add(threads.submit(() -> replica.learn(shard)));
    }
    int[] pictures = shards.stream().mapToInt(shard -> shard.pictures().size()).toArray();
    int all = Arrays.stream(pictures).sum();
    LossParts loss = LossParts.NONE;
    for (int i = 0; i < pictures.length; i++) {
      loss = loss.plus(result(running.get(i)).times((double) pictures[i] / all));
    }
    result(
        threads.submit(
            () -> {
              NativeScope.withoutGradients(() -> update(pictures, rate));
              return LossParts.NONE;
            }));
    return loss;
  }

  /**
   * A step without a finite gradient leaves all as it was, the statistics included.
   *
   * @param pictures of each shard
   */
  private void update(int[] pictures, double rate) {
    Tensor gradient = mean(Replica::gradient, pictures);
    double length = gradient.norm().item_double();
    if (Double.isFinite(length)) {
      if (length > settings.optimisation().clip()) {
        gradient.mul_(new Scalar(settings.optimisation().clip() / length));
      }
      Tensor statistics = mean(Replica::statistics, pictures);
      state.update(gradient, statistics, rate, settings.ema());
    } else if (state.skip() > MOST_FAILED) {
      throw Failure.stop("training diverged: no finite gradient; try a lower rate");
    }
    replicas.forEach(replica -> replica.statistics().copy_(state.statistics()));
  }

  /** Over the pictures; into the first replica's. */
  private Tensor mean(Function<Replica, Tensor> vector, int[] pictures) {
    Tensor sum = vector.apply(replicas.get(0));
    for (int i = 1; i < pictures.length; i++) {
      Scalar weight = new Scalar((double) pictures[i] / pictures[0]);
      sum.add_(vector.apply(replicas.get(i)), weight);
    }
    return sum.mul_(new Scalar((double) pictures[0] / Arrays.stream(pictures).sum()));
  }

  private static LossParts result(Future<LossParts> shard) throws InterruptedException {
    try {
      return shard.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
