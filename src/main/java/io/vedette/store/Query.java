package io.vedette.store;

import io.vedette.access.CameraScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * A query, assembled from fixed texts, with its values apart. Only here are queries limited to the
 * cameras that a caller may see. Confined to one thread.
 */
public final class Query {
  private final StringBuilder text;
  private final List<Object> values = new ArrayList<>();
  private boolean hasCondition;

  /**
   * @param select a fixed text, without a {@code where}
   * @param given a value for each question mark in it
   */
  public Query(String select, Object... given) {
    this.text = new StringBuilder(select);
    values.addAll(List.of(given));
  }

  /** Rows of the cameras that somebody may see, by the column {@code camera}. */
  public Query seenBy(CameraScope scope) {
    return scope.isAll() ? this : in("camera", scope.ids());
  }

  /** Rows whose column has one of some values; of none where there is no value. */
  public Query in(String column, Collection<String> allowed) {
    if (allowed.isEmpty()) {
      return where("1 = 0");
    }
    return where(
        column + " in (" + String.join(",", Collections.nCopies(allowed.size(), "?")) + ")",
        allowed.toArray());
  }

  /** The same where there are values, else all rows. */
  public Query inAny(String column, Collection<String> allowed) {
    return allowed.isEmpty() ? this : in(column, allowed);
  }

  /** Rows that meet a condition, too; a fixed text with a question mark for each value. */
  public Query where(String condition, Object... given) {
    text.append(hasCondition ? " and " : " where ").append(condition);
    hasCondition = true;
    values.addAll(List.of(given));
    return this;
  }

  /** Rows for which another question has an answer; it may name their columns. */
  public Query whereThereIs(Query other) {
    return where("exists (" + other.text() + ")", other.values().toArray());
  }

  /** What follows the conditions, as an order; a fixed text. */
  public Query then(String rest, Object... given) {
    text.append(' ').append(rest);
    values.addAll(List.of(given));
    return this;
  }

  String text() {
    return text.toString();
  }

  List<Object> values() {
    return values;
  }
}
