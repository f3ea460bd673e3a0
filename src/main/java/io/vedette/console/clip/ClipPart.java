package io.vedette.console.clip;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.clip.Clips;
import io.vedette.clip.export.FrameJson;
import io.vedette.clip.pack.PackedFrame;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.CopiedRows;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Problem;
import io.vedette.event.clip.ClipSpan;
import io.vedette.event.clip.KeptClip;
import io.vedette.transport.event.ClipLog;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The operations on clips and their pictures. A kept clip is a record in Kafka, which the
 * projection copies into the database, and from which the packs of all consoles know what stays.
 * Thread-safe.
 */
public final class ClipPart implements ConsolePart {
  private static final int MOST_FRAMES = 3_000;

  private final ClipList list;
  private final Clips clips;
  private final ClipLog log;
  private final InstantSource clock;

  public ClipPart(ClipStores stores, ClipLog log, InstantSource clock) {
    this.list = stores.list();
    this.clips = stores.clips();
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers
        .blocking("listClips", list::page)
        .blocking("getClip", this::clip)
        .blocking("getClipFrame", this::frame)
        .blocking("keepClip", this::keep)
        .blocking("releaseClip", this::release);
  }

  /**
   * The clip of a call.
   *
   * @throws Problem when its times are invalid
   */
  static ClipSpan span(Call call) {
    return span(call.text("id"), call.text("clip"));
  }

  static ClipSpan span(String camera, String text) {
    try {
      return ClipSpan.parse(camera, text);
    } catch (IllegalArgumentException e) {
      throw new Problem(400, String.valueOf(e.getMessage()));
    }
  }

  /** A clip with all of its frames, without their pictures. */
  private Answer clip(Call call) {
    return Answer.json(json(span(call)));
  }

  private ObjectNode json(ClipSpan span) {
    List<PackedFrame> frames = clips.frames(span, MOST_FRAMES + 1);
    Optional<ClipRow> kept = list.kept(span);
    if (frames.isEmpty() && kept.isEmpty()) {
      throw Problem.notFound();
    }
    ClipRow row = kept.orElse(ClipRow.of(span));
    ObjectNode json = row.json(clips.sum(span));
    var list = json.putArray("pictures");
    frames.stream().limit(MOST_FRAMES).forEach(frame -> list.add(FrameJson.of(frame)));
    return json.put("more", frames.size() > MOST_FRAMES);
  }

  /**
   * The answer of one picture, which never changes; only a caller that may see the camera gets it.
   */
  private Answer frame(Call call) {
    ClipSpan span = span(call);
    long at = call.number("n");
    return (span.holds(span.camera(), at)
            ? clips.frame(span.camera(), at)
            : Optional.<PackedFrame>empty())
        .map(
            frame ->
                Answer.of("image/jpeg", frame.jpeg())
                    .with("X-Vedette-Frame", frame.id().toString())
                    .with("Cache-Control", "private, max-age=600"))
        .orElseThrow(Problem::notFound);
  }

  /** Keeps a clip; its pictures stay from now on, before the record is in Kafka. */
  private Answer keep(Call call) {
    ClipSpan span = span(call);
    if (clips.sum(span).frames() == 0 && list.kept(span).isEmpty()) {
      throw Problem.notFound();
    }
    KeptClip kept =
        new KeptClip(
            span,
            call.body().path("name").asText(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            call.actor().name());
    clips.pin(span);
    try {
      log.keep(kept);
    } catch (RuntimeException e) {
      clips.unpin(span);
      throw e;
    }
    CopiedRows.await(
        () -> list.kept(span).map(ClipRow::kept).filter(row -> is(row, kept)).isPresent());
    ClipRow row =
        new ClipRow(
            span,
            new ClipRow.Kept(kept.name(), micros(kept), kept.by()),
            null,
            null,
            span.from(),
            span.key());
    return Answer.json(row.json(clips.sum(span)));
  }

  private static boolean is(ClipRow.Kept row, KeptClip kept) {
    return row.at() == micros(kept) && row.name().equals(kept.name());
  }

  private static long micros(KeptClip kept) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, kept.at());
  }

  private Answer release(Call call) {
    ClipSpan span = span(call);
    if (list.kept(span).isEmpty()) {
      throw Problem.notFound();
    }
    log.release(span);
    clips.unpin(span);
    CopiedRows.await(() -> list.kept(span).isEmpty());
    return Answer.none();
  }
}
