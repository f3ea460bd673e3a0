package io.vedette.validation;

import io.vedette.text.Printable;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading a record, whatever its bytes: a value within the bounds, or a defect.
 * Immutable.
 */
public sealed interface Reading<V> permits Reading.Value, Reading.Defect {
  /** The longest reason, in characters. */
  int LONGEST_REASON = 300;

  /** The reading of a valid record. */
  record Value<V>(V content) implements Reading<V> {}

  /**
   * The reading of an invalid record.
   *
   * @param reason one line for people
   */
  record Defect<V>(String reason) implements Reading<V> {}

  /** The reading by a reader that throws for a defect; does not throw itself. */
  static <V> Reading<V> of(Supplier<V> reader) {
    try {
      return new Value<>(reader.get());
    } catch (IllegalArgumentException e) {
      return defect(String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      return defect(e.toString());
    }
  }

  /** A defect; its reason is made one line. */
  static <V> Reading<V> defect(String reason) {
    return new Defect<>(Printable.line(reason, LONGEST_REASON));
  }

  /** The value; empty when there is a defect. */
  default Optional<V> value() {
    return this instanceof Value<V> read ? Optional.of(read.content()) : Optional.empty();
  }

  /** The reason why there is no value; null when there is one. */
  default @Nullable String reason() {
    return this instanceof Defect<V> defect ? defect.reason() : null;
  }

  /** The value; empty when there is a defect, whose reason is handed over. */
  default Optional<V> orElse(Consumer<String> aside) {
    if (this instanceof Defect<V> defect) {
      aside.accept(defect.reason());
    }
    return value();
  }

  /** The reading of the value by a further reader; a defect of either stays one. */
  default <W> Reading<W> then(Function<V, W> reader) {
    return this instanceof Value<V> read
        ? of(() -> reader.apply(read.content()))
        : defect(String.valueOf(reason()));
  }
}
