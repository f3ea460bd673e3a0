package io.vedette.console.search;

import io.vedette.access.CameraScope;
import io.vedette.console.Call;
import io.vedette.store.Query;
import java.util.List;
import java.util.Optional;

/**
 * The filter of a request for events. Immutable.
 *
 * @param minConfidence least confidence of the object; events without an object do not meet it
 * @param reviewed whether only reviewed events are wanted, or only others
 */
record EventFilter(
    TimeSpan span,
    Values values,
    Optional<String> track,
    Optional<Double> minConfidence,
    Optional<Boolean> reviewed) {

  /** The values that a field may have; any value when there are none. */
  record Values(
      List<String> cameras,
      List<String> labels,
      List<String> zones,
      List<String> lines,
      List<String> types) {}

  static EventFilter of(Call call) {
    return of(call, TimeSpan.of(call));
  }

  static EventFilter of(Call call, TimeSpan span) {
    return new EventFilter(
        span,
        new Values(
            call.texts("camera"),
            call.texts("label"),
            call.texts("zone"),
            call.texts("line"),
            call.texts("type")),
        call.maybe("track"),
        call.maybeNumber("min_confidence"),
        call.maybe("reviewed").map(Boolean::valueOf));
  }

  /** The digest that distinguishes it from other filters. */
  int mark() {
    return hashCode();
  }

  /** A query with the filter's conditions, for a caller that may see these cameras. */
  Query query(String select, CameraScope scope, Object... given) {
    Query query =
        new Query(select, given)
            .seenBy(scope)
            .where("at >= ? and at < ?", span.from(), span.to())
            .inAny("camera", values.cameras())
            .inAny("label", values.labels())
            .inAny("zone", values.zones())
            .inAny("line", values.lines())
            .inAny("type", values.types());
    track.ifPresent(id -> query.where("track = ?", id));
    // As fixed texts, since an index of such rows is used for them alone.
    reviewed.ifPresent(is -> query.where(is ? "reviewed = 1" : "reviewed = 0"));
    minConfidence.ifPresent(least -> query.where("confidence >= ?", least));
    return query;
  }
}
