package io.vedette.camera;

import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.report.CameraListener;
import io.vedette.camera.report.CameraListener.State;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.FrameSink;
import io.vedette.frame.Ledger;
import io.vedette.frame.Motion;
import io.vedette.frame.Stage;
import io.vedette.frame.StageTimes;
import io.vedette.runtime.Backoff;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The reader of one camera, on a thread {@code camera-<id>} of its own: it connects, samples and
 * encodes pictures, hands the frames to a sink, and connects again after a failure. Thread-safe.
 */
public final class Camera extends WorkerService {
  /**
   * The parts that all cameras of a node share.
   *
   * @param sink takes the frames, on the camera's thread
   * @param supervisor of the cameras' threads
   */
  public record Node(
      FrameSink sink,
      Ledger ledger,
      CameraListener listener,
      InstantSource clock,
      CameraAccess access,
      Supervisor supervisor) {}

  private static final Logger LOG = LoggerFactory.getLogger(Camera.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /**
   * The time after which a session counts as steady: when it ends, the camera is opened again at
   * once.
   */
  private static final Duration STEADY = Duration.ofSeconds(5);

  private static final Duration PATIENT_WAIT = Duration.ofSeconds(30);
  private static final int MOST_STRANGE = 10;
  private static final long NANOS_PER_MICRO = 1000;

  private final String id;
  private final long session;
  private final CameraSettings settings;
  private final SourceUrl url;
  private final Node node;
  private volatile SendingLimit limit = SendingLimit.NONE;
  private volatile @Nullable Deadline connecting;
  private final AtomicLong sequence = new AtomicLong();

  /**
   * @param session the number of this ownership, larger than those before; its frames are numbered
   *     from 0
   */
  public Camera(String id, long session, CameraSettings settings, Node node) {
    super("camera-" + id, CLOSE_TIMEOUT, node.supervisor());
    this.id = id;
    this.session = session;
    this.settings = settings;
    this.url = SourceUrl.parse(settings.url());
    this.node = node;
  }

  @Override
  protected Worker.Duty duty() {
    return new Watching();
  }

  public String id() {
    return id;
  }

  public long session() {
    return session;
  }

  public int priority() {
    return settings.priority();
  }

  /** Asks the camera to end, also in the middle of connecting, without waiting. */
  public void stop() {
    worker().stop();
    Deadline deadline = connecting;
    if (deadline != null) {
      deadline.cancel();
    }
  }

  /** Limits the frames from now on, or lifts the limit; recordings are not limited. */
  public void limit(SendingLimit wanted) {
    limit = url.isLive() ? wanted : SendingLimit.NONE;
  }

  /** Ends the camera and waits for its thread. */
  @Override
  public void close() {
    stop();
    super.close();
  }

  private boolean isClosing() {
    return worker().isStopping();
  }

  /** The duty of the camera's thread: one round is one session with the camera. */
  private final class Watching implements Worker.Duty {
    private final Backoff backoff =
        new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());
    private @Nullable FrameMaker frames;
    private @Nullable StillFilter still;
    private int strange;

    @Override
    public boolean isRoundBounded() {
      return false;
    }

    @Override
    public void run() throws InterruptedException {
      MDC.put("camera", id);
      try {
        if (frames == null) {
          frames = new FrameMaker(settings.frames().width(), settings.frames().quality());
        }
        long missing = watch(frames);
        if (isClosing()) {
          return;
        }
        end(missing == 0 ? null : VideoSource.damage(url, missing));
      } catch (CameraFailure e) {
        if (isClosing() || url.isLive() || !e.reason().isLasting()) {
          throw e;
        }
        end(e); // a file that cannot be read is no other the next time
      } finally {
        MDC.remove("camera");
      }
    }

    @Override
    public Backoff backoff() {
      return backoff;
    }

    @Override
    public Duration onRetry(Failure failure, Duration wait) {
      CameraFailure known = known(failure);
      node.listener().changed(id, State.FAILED, known);
      boolean isLonger = known.reason().needsPatience() && wait.compareTo(PATIENT_WAIT) < 0;
      return isLonger ? PATIENT_WAIT : wait;
    }

    @Override
    public void onFailure(Throwable failure, @Nullable Duration restart) {
      node.listener().changed(id, State.FAILED, known(failure));
    }

    private static CameraFailure known(Throwable failure) {
      return failure instanceof CameraFailure known
          ? known
          : new CameraFailure(CameraFailure.Reason.INTERNAL, "unexpected failure: " + failure);
    }

    @Override
    public void onClose() {
      if (frames != null) {
        frames.close();
      }
    }

    private void end(@Nullable CameraFailure damage) {
      node.listener().changed(id, State.ENDED, damage);
      if (damage == null) {
        LOG.info("{} has been read to its end", url);
      } else {
        LOG.warn("{}; not read again until its settings change", damage.getMessage());
      }
      worker().stop();
    }

    /** Returns, at the end of a file, how many of its pictures could not be read. */
    private long watch(FrameMaker maker) throws InterruptedException {
      node.listener().changed(id, State.CONNECTING, null);
      Deadline deadline = new Deadline();
      connecting = deadline;
      if (isClosing()) {
        deadline.cancel();
      }
      try (VideoSource opened = VideoSource.open(settings, node.access(), node.clock(), deadline);
          StillFilter filter = new StillFilter(settings.motion())) {
        still = isGated() ? filter : null;
        long liveSince = 0;
        Pacer pacer = new Pacer(!url.isLive() && settings.pace().isRealTime());
        Sampler sampler = new Sampler(settings.frames().fps());
        for (DecodedPicture next = opened.next(); next != null; next = opened.next()) {
          try (DecodedPicture picture = next) {
            liveSince = shown(picture, liveSince);
            SendingLimit present = limit;
            if (!present.isPaused() && isTaken(opened, sampler, picture, present)) {
              pacer.await(picture.micros());
              capture(maker, picture, present, opened.microsUntilNext());
            }
            opened.mayHold(longestHeld(present));
          }
          if (isClosing()) {
            return 0;
          }
        }
        return opened.missing();
      } finally {
        connecting = null;
        reportStill();
      }
    }

    private Duration longestHeld(SendingLimit present) {
      StillFilter filter = still;
      return filter == null || present.isPaused() ? Duration.ZERO : filter.longestHeld();
    }

    /**
     * Whether to capture a picture. The pictures that were held back before it are dropped as
     * still; or, if it shows a change, they are decoded and come next, and then the picture again.
     */
    private boolean isTaken(
        VideoSource opened, Sampler sampler, DecodedPicture picture, SendingLimit present) {
      StillFilter filter = still;
      if (filter == null || opened.microsUntilNext() == 0) {
        return sampler.takes(picture.micros(), present.rate());
      }
      if (opened.isAhead() && filter.hasChanged(picture)) {
        opened.decodeHeld();
        return false;
      }
      long left =
          opened.passOver().stream()
              .filter(at -> sampler.takesBefore(at, picture.micros(), present.rate()))
              .count();
      for (long i = 0; i < left; i++) {
        sequence.getAndIncrement();
        node.ledger().captured(id);
        node.ledger().dropped(id, DropReason.STILL);
      }
      filter.passOver(left);
      sampler.take(picture.micros(), present.rate());
      return true;
    }

    /**
     * Whether the motion gate applies. Of recordings, it does only to those that are played in real
     * time.
     */
    private boolean isGated() {
      return settings.motion().enabled() && (url.isLive() || settings.pace().isRealTime());
    }

    /** Reports the still frames at the end of the session, which no later frame reports. */
    private void reportStill() {
      StillFilter filter = still;
      still = null;
      if (filter != null) {
        FrameId next = new FrameId(id, session, sequence.get());
        node.ledger().reportStill(next, filter.takeStill());
      }
    }

    /**
     * Notes a shown picture, and returns the time of the session's first one, by {@link
     * System#nanoTime}.
     */
    private long shown(DecodedPicture picture, long liveSince) {
      if (liveSince == 0) {
        live(picture);
        return System.nanoTime();
      }
      if (System.nanoTime() - liveSince > STEADY.toNanos()) {
        worker().recovered(backoff);
      }
      return liveSince;
    }

    private void live(DecodedPicture picture) {
      node.listener().changed(id, State.LIVE, null);
      LOG.info(
          "{} is live, {}, {} clock", url, picture.picture().size(), picture.clock().wireName());
    }

    private void capture(
        FrameMaker maker, DecodedPicture picture, SendingLimit present, long untilNext) {
      FrameId frame = new FrameId(id, session, sequence.getAndIncrement());
      node.ledger().captured(id);
      long started = System.nanoTime();
      @Nullable Motion motion = null;
      try {
        StillFilter filter = still;
        if (filter != null) {
          motion = filter.judge(picture, present, untilNext);
          if (motion == null) {
            node.ledger().dropped(id, DropReason.STILL);
            return;
          }
        }
        FrameMaker.Made made = maker.make(picture.picture(), present.scale());
        long encodeMicros = (System.nanoTime() - started) / NANOS_PER_MICRO;
        node.sink().accept(frame(frame, picture, made, encodeMicros, motion));
        strange = 0;
      } catch (RuntimeException e) {
        node.ledger().reportStill(frame, motion == null ? 0 : motion.still());
        reject(frame, e);
      }
    }

    private Frame frame(
        FrameId frame,
        DecodedPicture picture,
        FrameMaker.Made made,
        long encodeMicros,
        @Nullable Motion motion) {
      StageTimes times =
          StageTimes.NONE
              .with(Stage.DECODE, picture.decodeMicros())
              .with(Stage.ENCODE, encodeMicros);
      return new Frame(
          frame, picture.capturedAt(), picture.clock(), made.size(), made.jpeg(), times, motion);
    }

    private void reject(FrameId frame, RuntimeException reason) {
      node.ledger().dropped(frame, DropReason.REJECTED);
      LOG.warn("frame {} left out: {}", frame, reason.toString());
      if (!(reason instanceof Failure) && ++strange > MOST_STRANGE) {
        throw reason; // not the frames' fault: all is to be opened again
      }
    }
  }
}
