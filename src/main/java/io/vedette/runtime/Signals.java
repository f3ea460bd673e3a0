package io.vedette.runtime;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * The signals that ask the process to end, handled before any shutdown hook of the JVM runs. Hooks
 * run all at once, and one of them, ONNX Runtime's, releases what sessions still use.
 *
 * <p>By reflection, because compilers warn of {@code sun.misc} in a way that nothing silences.
 */
public final class Signals implements AutoCloseable {
  private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

  private final Map<String, Object> before;

  private Signals(Map<String, Object> before) {
    this.before = before;
  }

  /**
   * Handles the signals until it is closed; a signal that the process was started to ignore stays
   * ignored.
   *
   * @param answer receives the signal's number on a thread of its own
   */
  public static Signals answer(IntConsumer answer) {
    Object handler =
        Proxy.newProxyInstance(
            null,
            new Class<?>[] {type("sun.misc.SignalHandler")},
            (self, method, arguments) -> {
              answer.accept(number(arguments[0]));
              return null;
            });
    return new Signals(
        ENDING.stream().collect(Collectors.toMap(name -> name, name -> handle(name, handler))));
  }

  @Override
  public void close() {
    before.forEach(Signals::handle);
  }

  private static Object handle(String name, Object handler) {
    Class<?> signal = type("sun.misc.Signal");
    try {
      return signal
          .getMethod("handle", signal, type("sun.misc.SignalHandler"))
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("signal " + name + " cannot be answered", e);
    }
  }

  private static int number(Object signal) throws ReflectiveOperationException {
    return (int) type("sun.misc.Signal").getMethod("getNumber").invoke(signal);
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
