package io.vedette.model.train;

import io.vedette.model.Architecture;
import io.vedette.model.layer.Inventory;
import io.vedette.model.loss.DetectionLoss;
import io.vedette.model.loss.LossParts;
import io.vedette.model.torch.NativeScope;
import io.vedette.model.torch.TorchThreads;
import io.vedette.model.yolo.Anchors;
import io.vedette.model.yolo.Detector;
import io.vedette.runtime.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Steps of training: each shard of a batch on a replica and a thread of its own, then one step by
 * the mean of their gradients. Shards are summed in their order, whichever thread is done first;
 * but where there are more cores than shards, each shard's sums are divided among several, so that
 * the last digits are those of a machine with as many cores. Confined to one thread; caller closes.
 */
final class Learning implements AutoCloseable {
  /** Steps without a finite gradient, one after the other, that are put up with. */
  private static final int MOST_FAILED = 20;

  private final TrainingState state;
  private final TrainSettings settings;
  private final List<Replica> replicas = new ArrayList<>();
  private final ExecutorService threads;

  Learning(
      Architecture architecture,
      int classes,
      Anchors anchors,
      TrainingState state,
      TrainSettings settings) {
    this.state = state;
    this.settings = settings;
    Inventory inventory = architecture.trained(classes, settings.sizes().last());
    Detector detector = architecture.detector(classes);
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

  /** One step; the loss is the mean over the shards. */
  LossParts step(List<Shard> shards, double rate) throws InterruptedException {
    List<Future<LossParts>> running = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      Replica replica = replicas.get(i);
      Shard shard = shards.get(i);
      running.add(threads.submit(() -> replica.learn(shard)));
    }
    LossParts loss = LossParts.NONE;
    for (Future<LossParts> shard : running) {
      loss = loss.plus(result(shard).times(1.0 / shards.size()));
    }
    List<Replica> used = replicas.subList(0, shards.size());
    result(
        threads.submit(
            () -> {
              NativeScope.withoutGradients(() -> update(used, rate));
              return LossParts.NONE;
            }));
    return loss;
  }

  /** A step without a finite gradient leaves all as it was, the statistics included. */
  private void update(List<Replica> used, double rate) {
    Tensor gradient = mean(used.stream().map(Replica::gradient).toList());
    double length = gradient.norm().item_double();
    if (Double.isFinite(length)) {
      if (length > settings.optimisation().clip()) {
        gradient.mul_(new Scalar(settings.optimisation().clip() / length));
      }
      Tensor statistics = mean(used.stream().map(Replica::statistics).toList());
      state.update(gradient, statistics, rate, settings.ema());
    } else if (state.skip() > MOST_FAILED) {
      throw Failure.stop("training diverged: no finite gradient; try a lower rate");
    }
    replicas.forEach(replica -> replica.statistics().copy_(state.statistics()));
  }

  /** Into the first of them. */
  private static Tensor mean(List<Tensor> vectors) {
    Tensor sum = vectors.get(0);
    for (Tensor other : vectors.subList(1, vectors.size())) {
      sum.add_(other);
    }
    return vectors.size() == 1 ? sum : sum.mul_(new Scalar(1.0 / vectors.size()));
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
