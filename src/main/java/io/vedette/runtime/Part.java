package io.vedette.runtime;

import java.util.Optional;

/** A part of a process that works on its own and reports its health. Methods never block. */
public interface Part {
  /** Its name in logs, health and meters, as {@code sink-door}. */
  String name();

  /** Why it has stopped for good although nobody asked it to; empty while it has not. */
  Optional<String> ended();

  /** What keeps it from its work for now, or did a moment ago; empty when nothing does. */
  Optional<String> trouble();
}
