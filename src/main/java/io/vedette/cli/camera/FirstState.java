package io.vedette.cli.camera;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.text.DurationWords;
import io.vedette.text.Secrets;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.table.OwnerTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first state of a camera that was just added or changed, as the node that reads it reports it.
 * Immutable.
 */
final class FirstState {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration ROUND = Duration.ofMillis(200);
  private static final Set<CameraState> ON_THE_WAY =
      Set.of(CameraState.CLAIMED, CameraState.CONNECTING, CameraState.MOVED, CameraState.RELEASED);

  private final @Nullable CameraStateEvent state;

  private FirstState(@Nullable CameraStateEvent state) {
    this.state = state;
  }

  /**
   * The wait for a camera's first state, begun before the camera is changed. Confined to one
   * thread; caller closes.
   */
  static final class Watch implements AutoCloseable {
    private final OwnerTable owners;
    private final String camera;
    private final @Nullable CameraStateEvent before;
    private final Instant since;

    /**
     * @param topic of the cameras' owners
     */
    Watch(KafkaAccess kafka, String topic, String camera) {
      this.owners = new OwnerTable(kafka, topic).catchUp();
      this.camera = camera;
      this.before = owners.owners().get(camera);
      this.since = Instant.now();
    }

    /** Waits for the state, for some seconds. */
    FirstState await() {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < end) {
        owners.follow(ROUND);
        @Nullable CameraStateEvent found = owners.owners().get(camera);
        if (found != null && isNews(found)) {
          return new FirstState(found);
        }
      }
      return new FirstState(null);
    }

    /**
     * Whether a state is one after the change. It is another one than before, which may be reported
     * again with a new quality, and not much older: clocks of other machines may be behind.
     */
    private boolean isNews(CameraStateEvent state) {
      return !ON_THE_WAY.contains(state.state())
          && (before == null || !state.id().equals(before.id()))
          && state.at().isAfter(since.minusSeconds(1));
    }

    @Override
    public void close() {
      owners.close();
    }
  }

  /** The state for people, in half a line. */
  String words() {
    CameraStateEvent known = state;
    if (known == null) {
      return "no node has said within %s how it does; see vedette cameras list"
          .formatted(DurationWords.of(PATIENCE));
    }
    String message = message(known);
    return known.state().wireName()
        + " on "
        + known.node()
        + (message == null ? "" : ": " + message);
  }

  /**
   * Adds the state's fields for scripts: {@code state}, which is {@code unknown} where no node has
   * reported it, and others.
   */
  void addTo(ObjectNode result) {
    CameraStateEvent known = state;
    result.put("state", known == null ? "unknown" : known.state().wireName());
    if (known != null) {
      result.put("node", known.node());
      String message = message(known);
      if (message != null) {
        result.put("message", message);
      }
    }
  }

  private static @Nullable String message(CameraStateEvent known) {
    CameraStateEvent.@Nullable Problem problem = known.problem();
    return problem == null ? null : Secrets.mask(problem.message());
  }
}
