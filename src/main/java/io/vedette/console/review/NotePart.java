package io.vedette.console.review;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Actor;
import io.vedette.access.Role;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.CopiedRows;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Problem;
import io.vedette.event.review.Author;
import io.vedette.event.review.Note;
import io.vedette.event.review.Note.Subject;
import io.vedette.event.review.ReviewKey;
import io.vedette.store.Database;
import io.vedette.store.Micros;
import io.vedette.store.Query;
import io.vedette.store.Row;
import io.vedette.transport.event.ReviewLog;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The operations on notes about events and tracks. Notes are written to Kafka, from where the
 * projection copies them into the database. Thread-safe.
 */
public final class NotePart implements ConsolePart {
  /** The most notes on one event or track. */
  static final int MOST = 200;

  private static final String NOTES = "select id, kind, subject, at, account, name, text from note";
  private static final String OF_SUBJECT =
      "select count(*) as number from note where subject = ? and kind = ?";

  private final Database database;
  private final ReviewLog log;
  private final InstantSource clock;

  public NotePart(Database database, ReviewLog log, InstantSource clock) {
    this.database = database;
    this.log = log;
    this.clock = clock;
  }

  /** A note in the database. */
  private record Found(
      String id, Subject subject, long at, @Nullable String account, String name, String text) {
    private static Found of(Row row) {
      boolean isEvent = row.text("kind").equals(Subject.Kind.EVENT.wireName());
      return new Found(
          row.text("id"),
          new Subject(isEvent ? Subject.Kind.EVENT : Subject.Kind.TRACK, row.text("subject")),
          row.number("at"),
          row.maybeText("account"),
          row.text("name"),
          row.text("text"));
    }

    /** Whether an actor may remove the note: its author or an admin. */
    private boolean isRemovedBy(Actor actor) {
      boolean isOwn = Objects.equals(account, actor.account());
      return actor.role().holds(isOwn ? Role.OPERATOR : Role.ADMIN);
    }

    private ObjectNode json(Actor reader) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("id", id)
          .put("at", Micros.instant(at).toString())
          .put("name", name)
          .put("text", text)
          .put("removable", isRemovedBy(reader));
    }
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("listEventNotes", call -> list(call, Subject.Kind.EVENT));
    handlers.blocking("addEventNote", call -> add(call, Subject.Kind.EVENT));
    handlers.blocking("listTrackNotes", call -> list(call, Subject.Kind.TRACK));
    handlers.blocking("addTrackNote", call -> add(call, Subject.Kind.TRACK));
    handlers.blocking("deleteNote", this::remove);
  }

  private Answer list(Call call, Subject.Kind kind) {
    Subject subject = new Subject(kind, call.text("id"));
    var unused = camera(call, subject);
    Query query =
        new Query(NOTES)
            .where("subject = ? and kind = ?", subject.id(), kind.wireName())
            .then("order by at, id limit ?", MOST);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("notes");
    found(query).forEach(note -> list.add(note.json(call.actor())));
    return Answer.json(json);
  }

  private Answer add(Call call, Subject.Kind kind) {
    Subject subject = new Subject(kind, call.text("id"));
    String camera = camera(call, subject);
    requireRoom(subject);
    Actor actor = call.actor();
    Note note =
        new Note(
            UUID.randomUUID().toString(),
            subject,
            camera,
            clock.instant(),
            new Author(actor.account(), actor.name()),
            call.body().path("text").asText());
    log.add(List.of(note));
    CopiedRows.await(() -> !note(note.id()).isEmpty());
    Found made =
        new Found(
            note.id(), subject, Micros.of(note.at()), actor.account(), actor.name(), note.text());
    return Answer.json(made.json(actor)).status(201);
  }

  private void requireRoom(Subject subject) {
    long number =
        database.read(
            sql ->
                sql.one(
                        OF_SUBJECT,
                        row -> row.number("number"),
                        subject.id(),
                        subject.kind().wireName())
                    .orElse(0L));
    if (number >= MOST) {
      throw new Problem(409, "there are %d notes on this already; remove one".formatted(MOST));
    }
  }

  private Answer remove(Call call) {
    Found found = note(call.text("id")).stream().findFirst().orElseThrow(Problem::notFound);
    var unused = camera(call, found.subject());
    if (!found.isRemovedBy(call.actor())) {
      throw new Problem(403, "this note is somebody else's");
    }
    log.remove(List.of(new ReviewKey(ReviewKey.Kind.NOTE, found.id())));
    CopiedRows.await(() -> note(found.id()).isEmpty());
    return Answer.none();
  }

  private List<Found> note(String id) {
    return found(new Query(NOTES).where("id = ?", id));
  }

  private List<Found> found(Query query) {
    return database.read(sql -> sql.list(query, Found::of));
  }

  /** The camera of a note's event or track, which the caller must be able to see. */
  private String camera(Call call, Subject subject) {
    String table =
        subject.kind() == Subject.Kind.EVENT
            ? "select camera from event"
            : "select camera from track";
    Query query = new Query(table).seenBy(call.actor().cameras()).where("id = ?", subject.id());
    return database.<List<String>>read(sql -> sql.list(query, row -> row.text("camera"))).stream()
        .findFirst()
        .orElseThrow(Problem::notFound);
  }
}
