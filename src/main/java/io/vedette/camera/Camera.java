package io.vedette.camera;

import io.vedette.camera.CameraListener.State;
import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.camera.link.Deadline;
import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.FrameSink;
import io.vedette.frame.Ledger;
import io.vedette.frame.Stage;
import io.vedette.frame.StageTimes;
import io.vedette.runtime.Backoff;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One camera, read on a thread {@code camera-<id>} of its own: connects, samples, encodes, hands
 * frames on, and connects again after a failure. Thread-safe.
 */
public final class Camera implements Service {
  /**
   * What cameras of a node share.
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
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** A camera that has shown pictures for so long is tried at once when it breaks off. */
  private static final Duration STEADY = Duration.ofSeconds(5);

  private static final Duration PATIENT_WAIT = Duration.ofSeconds(30);
  private static final int MOST_STRANGE = 10;
  private static final long NANOS_PER_MICRO = 1000;

  private final String id;
  private final long session;
  private final CameraSettings settings;
  private final SourceUrl url;
  private final Node node;
  private final Worker worker;
  private volatile Thrift thrift = Thrift.NONE;
  private volatile @Nullable Deadline connecting;
  private final AtomicLong sequence = new AtomicLong();

  /**
   * @param session epoch of this ownership; frames are numbered from 0 in it
   */
  public Camera(String id, long session, CameraSettings settings, Node node) {
    this.id = id;
    this.session = session;
    this.settings = settings;
    this.url = SourceUrl.parse(settings.url());
    this.node = node;
    this.worker = new Worker("camera-" + id, PATIENCE, Watching::new, node.supervisor());
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

  @Override
  public void start() {
    worker.start();
  }

  /** Asks the camera to end, also in the middle of connecting, without waiting. */
  public void stop() {
    worker.stop();
    Deadline deadline = connecting;
    if (deadline != null) {
      deadline.cancel();
    }
  }

  /** Takes fewer or smaller frames from now on, or again all of them; recordings are left alone. */
  public void spare(Thrift wanted) {
    thrift = url.isLive() ? wanted : Thrift.NONE;
  }

  /** Ends the camera and waits for its thread. */
  @Override
  public void close() {
    stop();
    worker.close();
  }

  private boolean isClosing() {
    return worker.isStopping();
  }

  /** The duty of the camera's thread: one round is one session with the camera. */
  private final class Watching implements Worker.Duty {
    private final Backoff backoff =
        new Backoff(FIRST_WAIT, LONGEST_WAIT, ThreadLocalRandom.current());
    private @Nullable FrameMaker frames;
    private int strange;

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
        end(missing);
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

    private void end(long missing) {
      @Nullable CameraFailure damage = missing == 0 ? null : VideoSource.damage(url, missing);
      node.listener().changed(id, State.ENDED, damage);
      if (damage == null) {
        LOG.info("{} is at its end", url);
      } else {
        LOG.warn("{}", damage.getMessage());
      }
      worker.stop();
    }

    /** Returns, at the end of a file, how many of its pictures could not be read. */
    private long watch(FrameMaker maker) throws InterruptedException {
      node.listener().changed(id, State.CONNECTING, null);
      Deadline deadline = new Deadline();
      connecting = deadline;
      if (isClosing()) {
        deadline.cancel();
      }
      try (VideoSource opened = VideoSource.open(settings, node.access(), node.clock(), deadline)) {
        long liveSince = 0;
        Pacer pacer = new Pacer(!url.isLive() && settings.pace().isRealTime());
        Sampler sampler = new Sampler(settings.frames().fps());
        for (DecodedPicture next = opened.next(); next != null; next = opened.next()) {
          try (DecodedPicture picture = next) {
            liveSince = shown(picture, liveSince);
            Thrift present = thrift;
            if (!present.isPaused() && sampler.takes(picture.micros(), present.rate())) {
              pacer.await(picture.micros());
              capture(maker, picture, present);
            }
          }
          if (isClosing()) {
            return 0;
          }
        }
        return opened.missing();
      } finally {
        connecting = null;
      }
    }

    /**
     * Gives since when the session is live, by {@link System#nanoTime}; 0 before its first picture.
     */
    private long shown(DecodedPicture picture, long liveSince) {
      if (liveSince == 0) {
        live(picture);
        return System.nanoTime();
      }
      if (System.nanoTime() - liveSince > STEADY.toNanos()) {
        worker.recovered(backoff);
      }
      return liveSince;
    }

    private void live(DecodedPicture picture) {
      node.listener().changed(id, State.LIVE, null);
      LOG.info(
          "{} is live, {}, {} clock", url, picture.picture().size(), picture.clock().wireName());
    }

    private void capture(FrameMaker maker, DecodedPicture picture, Thrift present) {
      FrameId frame = new FrameId(id, session, sequence.getAndIncrement());
      node.ledger().captured(id);
      long started = System.nanoTime();
      try {
        FrameMaker.Made made = maker.make(picture.picture(), present.scale());
        StageTimes times =
            StageTimes.NONE
                .with(Stage.DECODE, picture.decodeMicros())
                .with(Stage.ENCODE, (System.nanoTime() - started) / NANOS_PER_MICRO);
        node.sink()
            .accept(
                new Frame(
                    frame, picture.capturedAt(), picture.clock(), made.size(), made.jpeg(), times));
        strange = 0;
      } catch (RuntimeException e) {
        node.ledger().dropped(frame, DropReason.REJECTED);
        LOG.warn("frame {} left out: {}", frame, e.toString());
        if (!(e instanceof Failure) && ++strange > MOST_STRANGE) {
          throw e; // not the frames' fault: all is to be opened again
        }
      }
    }
  }
}
