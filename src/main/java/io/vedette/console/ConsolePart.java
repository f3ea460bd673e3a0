package io.vedette.console;

/** A group of the console's operations that is implemented together. */
@FunctionalInterface
public interface ConsolePart {
  /** Adds its handlers; called once, before the server listens. */
  void mount(Handlers handlers);
}
