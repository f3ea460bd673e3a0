package io.vedette.event.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Names;
import java.time.Instant;

/**
 * The mark of an event as reviewed. Immutable.
 *
 * @param event the event's id
 */
public record ReviewMark(String event, String camera, Instant at, Author author)
    implements ReviewRecord {
  static final String TYPE = "review";

  /** CloudEvents' type. */
  public static final String CLOUD_EVENTS_TYPE = "io.vedette.review.v1";

  @Override
  public ReviewKey key() {
    return new ReviewKey(ReviewKey.Kind.REVIEW, event);
  }

  @Override
  public String cloudEventsType() {
    return CLOUD_EVENTS_TYPE;
  }

  @Override
  public ObjectNode tree() {
    return Json.begin(event, TYPE, this);
  }

  static ReviewMark read(CheckedJson root) {
    return new ReviewMark(
        root.joined("id"),
        Names.camera("camera", root.name("camera")),
        root.time("at"),
        Author.read(root));
  }
}
