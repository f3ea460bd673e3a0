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
   * @param given a value for each question mark in the text
   */
  public Query(String select, Object... given) {
    this.text = new StringBuilder(select);
    values.addAll(List.of(given));
  }

  /** Limits the query to rows of the cameras of a scope, by the column {@code camera}. */
  public Query seenBy(CameraScope scope) {
    return scope.isAll() ? this : in("camera", scope.ids());
  }

  /**
   * Limits the query to rows with one of some values in a column; to none where there are no
   * values.
   */
  public Query in(String column, Collection<String> allowed) {
    if (allowed.isEmpty()) {
      return where("1 = 0");
    }
    return where(
        column + " in (" + String.join(",", Collections.nCopies(allowed.size(), "?")) + ")",
        allowed.toArray());
  }

  /** Limits the query to rows with one of some values in a column, where there are any. */
  public Query inAny(String column, Collection<String> allowed) {
    return allowed.isEmpty() ? this : in(column, allowed);
  }

  /**
   * Limits the query to rows that meet a condition: a fixed text with a question mark for each
   * value.
   */
  public Query where(String condition, Object... given) {
    text.append(hasCondition ? " and " : " where ").append(condition);
    hasCondition = true;
    values.addAll(List.of(given));
    return this;
  }

  /**
   * Limits the query to rows for which another query has a result; that one may name their columns.
   */
  public Query whereThereIs(Query other) {
    return where("exists (" + other.text() + ")", other.values().toArray());
  }

  /** Adds a fixed text after the conditions, such as an order. */
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
