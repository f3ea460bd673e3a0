package io.vedette.detect;

import io.vedette.runtime.Reopenable;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.group.GroupView;
import io.vedette.transport.table.Promotions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The switch between the modes of a detect worker: live, shadow, or standby, depending on the
 * promoted model. Workers of a promoted model join the live group first, and those of the model
 * before then leave it, so that no frame waits; the group makes sure that each frame is inferred
 * once. Thread-safe.
 */
public final class ModelSwitch extends WorkerService {
  /** A worker's mode. */
  enum Mode {
    LIVE,
    SHADOW,
    /** Waits in case the promoted model's workers go away. */
    STANDBY
  }

  /**
   * The topics and the group that the switch watches.
   *
   * @param topic promotions
   * @param group consumer group of the live workers
   */
  public record Board(KafkaAccess kafka, String topic, String frames, String group) {}

  private static final Logger LOG = LoggerFactory.getLogger(ModelSwitch.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int ABSENT_ROUNDS = 5;

  private final Board board;
  private final String digest;
  private final Supplier<DetectLoop> live;
  private final @Nullable Supplier<DetectLoop> shadow;
  private volatile boolean isLive;

  /**
   * @param digest of this worker's model
   * @param live makes the loop that is part of the live group
   * @param shadow makes the loop that runs beside it; null for a worker that did not begin as a
   *     shadow
   */
  public ModelSwitch(
      Board board,
      String digest,
      Supplier<DetectLoop> live,
      @Nullable Supplier<DetectLoop> shadow,
      Supervisor supervisor) {
    super("model-switch", CLOSE_TIMEOUT, supervisor);
    this.board = board;
    this.digest = digest;
    this.live = live;
    this.shadow = shadow;
  }

  @Override
  protected Worker.Duty duty() {
    return new Switching();
  }

  /** The digests of the models that a group's workers run at present. */
  public static Set<String> models(KafkaAccess kafka, String frames, String group) {
    return Workers.digests(group, new GroupView(kafka, frames, group).names().orElse(Set.of()));
  }

  /** Whether the worker is in the live group, or about to join it. */
  public boolean isLive() {
    return isLive;
  }

  /**
   * The mode that a worker should be in.
   *
   * @param isShadow whether the worker began as one
   * @param isPromotedThere whether workers of the promoted model are in the live group
   */
  static Mode mode(
      Optional<String> promoted, String own, boolean isShadow, boolean isPromotedThere) {
    boolean isOther = promoted.filter(digest -> !digest.equals(own)).isPresent();
    if (isShadow) {
      return promoted.isPresent() && !isOther ? Mode.LIVE : Mode.SHADOW;
    }
    return isOther && isPromotedThere ? Mode.STANDBY : Mode.LIVE;
  }

  private final class Switching implements Worker.Duty {
    private final GroupView group = new GroupView(board.kafka, board.frames, board.group);
    private final Reopenable<Promotions> promotions =
        new Reopenable<>(() -> new Promotions(board.kafka, board.topic), Promotions::close);
    private @Nullable Mode mode;
    private @Nullable DetectLoop running;
    private int absent;

    @Override
    public void run() {
      Promotions open = promotions.get();
      open.follow(mode == null ? Duration.ZERO : ROUND);
      Mode wanted = mode(open.digest(), digest, shadow != null, isPromotedThere(open.digest()));
      if (wanted != mode) {
        change(wanted);
      }
    }

    /** A worker that left the group only a moment ago still counts as present. */
    private boolean isPromotedThere(Optional<String> promoted) {
      if (promoted.isEmpty() || promoted.get().equals(digest)) {
        return false;
      }
      Set<String> digests = Workers.digests(board.group, group.names().orElse(Set.of()));
      absent = digests.contains(promoted.get()) ? 0 : absent + 1;
      return absent == 0 || (mode == Mode.STANDBY && absent < ABSENT_ROUNDS);
    }

    private void change(Mode wanted) {
      end();
      if (mode != null) {
        LOG.info("model {} is {} from now on", digest, wanted);
      }
      mode = wanted;
      isLive = wanted == Mode.LIVE;
      Supplier<DetectLoop> maker = wanted == Mode.SHADOW && shadow != null ? shadow : live;
      if (wanted != Mode.STANDBY) {
        DetectLoop made = maker.get();
        made.start();
        running = made;
      }
    }

    private void end() {
      DetectLoop present = running;
      running = null;
      if (present != null) {
        present.close();
      }
    }

    @Override
    public void onClose() {
      end();
      promotions.close();
    }
  }
}
