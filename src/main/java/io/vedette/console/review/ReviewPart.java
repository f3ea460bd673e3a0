package io.vedette.console.review;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Actor;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.CopiedRows;
import io.vedette.console.Handlers;
import io.vedette.event.review.Author;
import io.vedette.event.review.ReviewKey;
import io.vedette.event.review.ReviewMark;
import io.vedette.store.Database;
import io.vedette.store.Query;
import io.vedette.transport.event.ReviewLog;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The operation that marks events as reviewed. Marks are written to Kafka, from where the
 * projection copies them into the database; everybody who sees the camera sees them. Thread-safe.
 */
public final class ReviewPart implements ConsolePart {
  private final Database database;
  private final ReviewLog log;
  private final InstantSource clock;

  public ReviewPart(Database database, ReviewLog log, InstantSource clock) {
    this.database = database;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("putReviews", this::mark);
  }

  /** Marks some events, or removes their marks; the answer names those that do not exist. */
  private Answer mark(Call call) {
    Set<String> wanted = new LinkedHashSet<>();
    call.body().path("ids").forEach(id -> wanted.add(id.asText()));
    boolean isReviewed = call.body().path("reviewed").asBoolean();
    Map<String, String> cameras = cameras(call, wanted);
    List<String> known = wanted.stream().filter(cameras::containsKey).toList();
    if (isReviewed) {
      log.add(known.stream().map(id -> mark(call.actor(), id, cameras)).toList());
    } else {
      log.remove(known.stream().map(id -> new ReviewKey(ReviewKey.Kind.REVIEW, id)).toList());
    }
    CopiedRows.await(() -> isCopied(known, isReviewed));
    return Answer.json(answer(wanted, cameras.keySet()));
  }

  private ReviewMark mark(Actor actor, String id, Map<String, String> cameras) {
    return new ReviewMark(
        id,
        cameras.getOrDefault(id, ""),
        clock.instant(),
        new Author(actor.account(), actor.name()));
  }

  /** The cameras of the events that the caller can see, by event. */
  private Map<String, String> cameras(Call call, Set<String> ids) {
    Query query =
        new Query("select id, camera from event").seenBy(call.actor().cameras()).in("id", ids);
    Map<String, String> cameras = new LinkedHashMap<>();
    database
        .<List<Map.Entry<String, String>>>read(
            sql -> sql.list(query, row -> Map.entry(row.text("id"), row.text("camera"))))
        .forEach(entry -> cameras.put(entry.getKey(), entry.getValue()));
    return cameras;
  }

  private boolean isCopied(List<String> ids, boolean isReviewed) {
    Query query =
        new Query("select id from event")
            .in("id", ids)
            .where(isReviewed ? "reviewed = 0" : "reviewed = 1");
    return database.<Boolean>read(sql -> sql.list(query, row -> row.text("id")).isEmpty());
  }

  private static ObjectNode answer(Set<String> wanted, Set<String> known) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var done = json.putArray("done");
    var failed = json.putArray("failed");
    for (String id : wanted) {
      if (known.contains(id)) {
        done.add(id);
      } else {
        failed.addObject().put("id", id).put("reason", "not-found");
      }
    }
    return json;
  }
}
