package io.vedette.cli.camera;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.node.Node;
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

  /**
   * A camera that was changed.
   *
   * @param at the time of the change
   * @param before its last state until then; null when not known
   */
  record Changed(String camera, Instant at, @Nullable CameraStateEvent before) {}

  private final @Nullable CameraStateEvent state;

  private FirstState(@Nullable CameraStateEvent state) {
    this.state = state;
  }

  /** The state that is known of a camera now; null when there is none. */
  static @Nullable CameraStateEvent now(Node node, KafkaAccess kafka, String camera) {
    try (OwnerTable owners = new OwnerTable(kafka, node.topics().owners())) {
      return owners.catchUp().owners().get(camera);
    }
  }

  /** Waits for the state of a changed camera, for some seconds. */
  static FirstState await(Node node, KafkaAccess kafka, Changed changed) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try (OwnerTable owners = new OwnerTable(kafka, node.topics().owners())) {
      owners.catchUp();
      while (System.nanoTime() < end) {
        @Nullable CameraStateEvent found = owners.owners().get(changed.camera());
        if (found != null && isNews(found, changed)) {
          return new FirstState(found);
        }
        owners.follow(ROUND);
      }
    }
    return new FirstState(null);
  }

  /**
   * Whether a state is one after the change. It is another one than before, and not much older,
   * since clocks of other machines may be some seconds behind.
   */
  private static boolean isNews(CameraStateEvent state, Changed changed) {
    return !ON_THE_WAY.contains(state.state())
        && !state.equals(changed.before())
        && state.at().isAfter(changed.at().minusSeconds(1));
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
