package io.vedette.node;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.console.run.ModelFile;
import io.vedette.console.run.RunMaker;
import io.vedette.console.run.RunOrder;
import io.vedette.detect.DetectLoop;
import io.vedette.detect.DetectMeters;
import io.vedette.detect.ModelSwitch;
import io.vedette.frame.Ledger;
import io.vedette.inference.InferenceSettings;
import io.vedette.ops.Coverage;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.trace.Traces;
import io.vedette.transport.access.Rights;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.event.EventPublisher;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.Topics;
import java.time.InstantSource;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The runs of the console, made by the detect workers of the commands {@code replay} and {@code
 * detect --shadow}, with few threads. Their frames are in no ledger of the process. Thread-safe.
 */
final class ConsoleRuns implements RunMaker {
  private final VedetteSettings settings;
  private final Function<Rights, KafkaAccess> join;
  private final Topics topics;
  private final RoleRights rights;
  private final InstantSource clock;

  /**
   * @param join joins Kafka by the rights of a role
   */
  ConsoleRuns(
      VedetteSettings settings,
      Function<Rights, KafkaAccess> join,
      Topics topics,
      RoleRights rights,
      InstantSource clock) {
    this.settings = settings;
    this.join = join;
    this.topics = topics;
    this.rights = rights;
    this.clock = clock;
  }

  VedetteSettings settings() {
    return settings;
  }

  RoleRights rights() {
    return rights;
  }

  @Override
  public void prepare(RunOrder order) {
    var unused = joined(order);
  }

  private KafkaAccess joined(RunOrder order) {
    return join.apply(
        order.kind() == RunOrder.Kind.SHADOW
            ? rights.shadow(order.name())
            : rights.replay(order.name()));
  }

  @Override
  public Work begin(RunOrder order, ModelFile model) {
    Services services = new Services();
    try {
      Making making = new Making(order, model, joined(order), services);
      return order.kind() == RunOrder.Kind.SHADOW ? making.shadow() : making.replay();
    } catch (RuntimeException e) {
      services.close();
      throw e;
    }
  }

  /** The making of a run. Confined to one thread. */
  private final class Making {
    private final RunOrder order;
    private final ModelFile model;
    private final KafkaAccess kafka;
    private final Services services;
    private final Supervision supervision = new Supervision(new Completion());
    private final Ledger ledger = new Ledger();

    Making(RunOrder order, ModelFile model, KafkaAccess kafka, Services services) {
      this.order = order;
      this.model = model;
      this.kafka = kafka;
      this.services = services;
    }

    Work replay() {
      DetectRole role = services.keep(role(few()));
      DetectLoop loop = services.start(role.replay(order.name(), order.span(), supervision));
      return work(loop::progress, () -> false);
    }

    Work shadow() {
      Promoted promoted = services.keep(new Promoted(this)); // closed after its worker
      DetectRole role = services.keep(role(few()));
      ModelSwitch present =
          services.start(
              new ModelSwitch(
                  new ModelSwitch.Board(kafka, topics.promotions(), topics.frames(), role.group()),
                  role.digest(),
                  promoted::worker,
                  () -> role.shadow(order.name(), supervision),
                  supervision.essential()));
      return work(OptionalDouble::empty, present::isLive);
    }

    private Work work(Supplier<OptionalDouble> progress, BooleanSupplier isLive) {
      return new Made(services, supervision.completion(), ledger, progress, isLive);
    }

    private InferenceSettings few() {
      return model.inference().withThreads(settings.console().runs().threads());
    }

    /**
     * A model on a lane; caller closes.
     *
     * @throws Failure of action STOP when its file has changed since it was chosen
     */
    private DetectRole role(InferenceSettings inference) {
      DetectRole role =
          new DetectRole(
              settings.withInference(inference),
              kafka,
              topics,
              ledger,
              clock,
              new DetectMeters(new SimpleMeterRegistry()),
              Traces.off());
      if (!role.digest().equals(order.model())) {
        role.close();
        throw Failure.stop(
            "the file of model %s has changed: it is %s now"
                .formatted(order.model(), role.digest()));
      }
      return role;
    }
  }

  /**
   * The live worker of a promoted model: of usual priority, with the threads of the settings, and
   * with reports of what it does. Confined to the thread of the model's switch; closed after that.
   */
  private final class Promoted implements AutoCloseable {
    private final Making making;
    private final Services parts = new Services();
    private final Ledger live;
    private @Nullable DetectRole role;

    Promoted(Making making) {
      this.making = making;
      this.live = making.ledger.part();
    }

    @SuppressWarnings("ThreadPriorityCheck") // that of other detect workers, given to its threads
    DetectLoop worker() {
      Thread.currentThread().setPriority(Thread.NORM_PRIORITY);
      DetectRole present = role;
      if (present == null) {
        present = parts.keep(making.role(making.model.inference()));
        role = present;
        report();
      }
      return present.live(making.supervision, live);
    }

    private void report() {
      Supervision supervision = making.supervision;
      EventPublisher events =
          parts.start(new EventPublisher(making.kafka, topics, supervision.essential()));
      String node = settings.ingest().nodeName() + "-console";
      Coverage.Origin origin = new Coverage.Origin("detect", node, (camera, frames) -> null);
      parts.start(
          new Coverage(live, origin, Set::of, events::publish, clock, supervision.essential()));
    }

    @Override
    public void close() {
      parts.close();
    }
  }

  /** A run that was made and runs. Thread-safe. */
  private record Made(
      Services services,
      Completion completion,
      Ledger ledger,
      Supplier<OptionalDouble> share,
      BooleanSupplier live)
      implements Work {
    @Override
    public long inferred() {
      return ledger.balances().values().stream().mapToLong(Ledger.Balance::inferred).sum();
    }

    @Override
    public OptionalDouble progress() {
      return share.get();
    }

    @Override
    public boolean isLive() {
      return live.getAsBoolean();
    }

    @Override
    public boolean isDone() {
      completion.check();
      return completion.isReached();
    }

    @Override
    public void close() {
      services.close();
    }
  }
}
