package io.vedette.console.clip;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.clip.Clips;
import io.vedette.clip.export.ClipArchive;
import io.vedette.clip.export.ClipVideos;
import io.vedette.clip.export.VideoJob;
import io.vedette.console.Answer;
import io.vedette.console.Audit;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Problem;
import io.vedette.event.clip.ClipSpan;
import io.vedette.file.FileReason;
import io.vedette.file.PrivateFiles;
import io.vedette.http.Routes;
import io.vedette.runtime.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * The operations that export clips: as videos, which are made one after the other, and as archives.
 * Thread-safe.
 */
public final class ExportPart implements ConsolePart {
  private static final int ARCHIVES = 1;

  private final Vertx vertx;
  private final ClipStores stores;
  private final ClipVideos videos;
  private final Audit audit;
  private final InstantSource clock;
  private final Semaphore archives = new Semaphore(ARCHIVES);

  /**
   * @param audit notes archives, although their calls change nothing
   */
  public ExportPart(
      Vertx vertx, ClipStores stores, ClipVideos videos, Audit audit, InstantSource clock) {
    this.vertx = vertx;
    this.stores = stores;
    this.videos = videos;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers
        .blocking("makeClipVideo", this::order)
        .blocking("getClipVideoJob", call -> Answer.json(json(job(call))))
        .blocking("getClipVideo", this::video)
        .later("exportClips", this::archive);
  }

  private Answer order(Call call) {
    ClipSpan span = ClipPart.span(call);
    if (stores.clips().sum(span).frames() == 0) {
      throw Problem.notFound();
    }
    stores.clips().requireFreeDisk();
    return videos
        .order(span, call.body().path("boxes").asBoolean())
        .map(job -> Answer.json(json(job)).status(202))
        .orElseThrow(
            () ->
                new Problem(503, "too many videos wait to be made already")
                    .with("Retry-After", "10"));
  }

  private VideoJob job(Call call) {
    return videos
        .find(call.text("job"))
        .filter(job -> job.span().camera().equals(call.text("id")))
        .orElseThrow(Problem::notFound);
  }

  private static ObjectNode json(VideoJob job) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", job.id()).put("camera", job.span().camera()).put("clip", job.span().text());
    json.put("boxes", job.boxes()).put("state", job.state().name().toLowerCase(Locale.ROOT));
    return json.put("done", job.done()).put("total", job.total()).put("problem", job.problem());
  }

  private Answer video(Call call) {
    VideoJob job = job(call);
    if (job.state() != VideoJob.State.DONE) {
      throw new Problem(409, "the video is not made yet");
    }
    return attached(
        Answer.file("video/mp4", videos.file(job), false),
        job.span().camera() + "-" + job.span().from() + ".mp4");
  }

  private static Answer attached(Answer answer, String name) {
    return answer.with("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }

  private Future<Answer> archive(Call call) {
    List<ClipSpan> spans = call.texts("clip").stream().map(ExportPart::span).toList();
    if (!spans.stream().allMatch(span -> call.actor().sees(span.camera()))) {
      throw Problem.notFound();
    }
    if (!archives.tryAcquire()) {
      throw new Problem(503, "another archive is being made").with("Retry-After", "5");
    }
    Routes.hold(call.context());
    return vertx
        .executeBlocking(() -> archive(call, spans), false)
        .onComplete(ignored -> archives.release());
  }

  private static ClipSpan span(String key) {
    int slash = key.lastIndexOf('/');
    return ClipPart.span(key.substring(0, slash), key.substring(slash + 1));
  }

  private Answer archive(Call call, List<ClipSpan> spans) {
    Clips clips = stores.clips();
    if (spans.stream().allMatch(span -> clips.sum(span).frames() == 0)) {
      throw Problem.notFound();
    }
    clips.requireFreeDisk();
    audit.changed(call, Answer.none());
    List<ClipArchive.Part> parts =
        spans.stream()
            .map(
                span ->
                    new ClipArchive.Part(
                        span, stores.list().kept(span).map(ClipRow::kept).map(ClipRow.Kept::name)))
            .toList();
    Path file = videos.folder().resolve(UUID.randomUUID() + ".zip");
    try {
      Files.createFile(file, PrivateFiles.fileAttributes(videos.folder()));
      try (OutputStream out = Files.newOutputStream(file)) {
        new ClipArchive(clips).write(out, parts, clock.instant(), call.actor().name());
      }
      return attached(Answer.file("application/zip", file, true), "case.zip");
    } catch (IOException e) {
      delete(file);
      throw Failure.retry("an archive cannot be written: " + FileReason.of(e), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It goes with the folder's others at the next start.
    }
  }
}
