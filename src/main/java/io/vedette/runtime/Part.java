package io.vedette.runtime;

import java.util.Optional;

/** A part of a process that works on its own and reports its health. Methods never block. */
public interface Part {
  /** The part's name in logs, health and meters, as {@code sink-door}. */
  String name();

  /**
   * The reason why the part has stopped for good although nobody asked it to; empty while it has
   * not.
   */
  Optional<String> ended();

  /** The reason why the part cannot work now, or could not a moment ago; empty when it can. */
  Optional<String> trouble();
}
