package io.vedette.clip.export;

import io.vedette.clip.Clips;
import io.vedette.clip.pack.PackedFrame;
import io.vedette.event.clip.ClipSpan;
import io.vedette.file.FileReason;
import io.vedette.file.PrivateFiles;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The making of videos of clips, one at a time in the order of their jobs; each is removed an hour
 * later. Thread-safe.
 */
public final class ClipVideos extends WorkerService {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final long KEPT_NANOS = Duration.ofHours(1).toNanos();
  private static final int MOST_WAITING = 8;
  private static final int MOST_KEPT = 30;
  private static final int MOST_FRAMES = 20_000;

  private final Clips clips;
  private final Path folder;
  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Map<String, Known> jobs = new LinkedHashMap<>();

  private record Known(VideoJob job, long changedNanos) {}

  /**
   * @param folder the folder of videos, which is emptied
   */
  public ClipVideos(Clips clips, Path folder, Supervisor supervisor) {
    super("clip-video", CLOSE_TIMEOUT, supervisor);
    this.clips = clips;
    this.folder = folder;
  }

  @Override
  protected Worker.Duty duty() {
    return new Making();
  }

  /** Orders a video of a clip; empty when too many wait. */
  public synchronized Optional<VideoJob> order(ClipSpan span, boolean boxes) {
    VideoJob job = VideoJob.waiting(UUID.randomUUID().toString(), span, boxes);
    if (!waiting.offer(job.id())) {
      return Optional.empty();
    }
    put(job);
    return Optional.of(job);
  }

  /** The state of a job; empty when there is none, or it was removed. */
  public synchronized Optional<VideoJob> find(String id) {
    return Optional.ofNullable(jobs.get(id)).map(Known::job);
  }

  /** The folder of videos and of other files to download. */
  public Path folder() {
    return folder;
  }

  /** The file of a job that is done. */
  public Path file(VideoJob job) {
    return folder.resolve(job.id() + ".mp4");
  }

  private synchronized void put(VideoJob job) {
    jobs.put(job.id(), new Known(job, System.nanoTime()));
  }

  /** The first of the jobs that are over, where there are too many or its hour is past. */
  private synchronized @Nullable VideoJob outlived() {
    return jobs.values().stream()
        .filter(known -> known.job.isOver())
        .filter(
            known -> jobs.size() > MOST_KEPT || System.nanoTime() - known.changedNanos > KEPT_NANOS)
        .map(Known::job)
        .findFirst()
        .orElse(null);
  }

  private synchronized void forget(VideoJob job) {
    jobs.remove(job.id());
  }

  /** The making of videos. Confined to the worker's thread. */
  private final class Making implements Worker.Duty {
    private final ClipVideo video = new ClipVideo(clips);
    private boolean isSwept;

    @Override
    public void run() throws InterruptedException {
      sweep();
      @Nullable String id = waiting.poll(1, TimeUnit.SECONDS);
      @Nullable VideoJob job = id == null ? null : find(id).orElse(null);
      if (job != null) {
        make(job);
      }
    }

    private void make(VideoJob job) {
      try {
        List<PackedFrame> frames = clips.frames(job.span(), MOST_FRAMES);
        put(job.running(0, frames.size()));
        Files.createFile(file(job), PrivateFiles.fileAttributes(folder));
        int written =
            video.write(
                file(job), frames, job.boxes(), done -> put(job.running(done, frames.size())));
        put(written > 0 ? job.done(written) : job.failed("none of its pictures is kept any more"));
      } catch (IOException e) {
        put(job.failed("the video cannot be written: " + FileReason.of(e)));
      } catch (Failure e) {
        put(job.failed(String.valueOf(e.getMessage()).replace(folder + "/", "")));
      } catch (RuntimeException e) {
        put(job.failed("the log of the server says why"));
        throw e;
      }
    }

    private void sweep() {
      try {
        if (!isSwept) {
          PrivateFiles.createFolder(folder);
          clear();
          isSwept = true;
        }
        for (VideoJob old = outlived(); old != null; old = outlived()) {
          forget(old);
          Files.deleteIfExists(file(old));
        }
      } catch (IOException e) {
        throw Failure.retry(
            "videos of clips in %s cannot be removed: %s".formatted(folder, FileReason.of(e)), e);
      }
    }

    private void clear() throws IOException {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          if (jobs.isEmpty() && Files.isRegularFile(file)) {
            Files.delete(file);
          }
        }
      }
    }

    /** A long video takes as long as it needs. */
    @Override
    public boolean isRoundBounded() {
      return false;
    }

    @Override
    public void onClose() {
      video.close();
    }
  }
}
