package io.vedette.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Timer;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameSink;
import io.vedette.frame.Stage;
import io.vedette.metric.Metric;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The meters of this node's cameras: their states, the age of their last frames, and the durations
 * of stages. Frames pass through this sink. Thread-safe.
 */
public final class IngestMeters implements FrameSink {
  private static final double NANOS = 1e9;

  private final CameraReports reports;
  private final FrameSink next;
  private final MultiGauge states;
  private final MultiGauge live;
  private final MultiGauge ages;
  private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
  private final Map<String, Long> lastNanos = new ConcurrentHashMap<>();

  /**
   * @param next takes the frames
   */
  public IngestMeters(MeterRegistry registry, CameraReports reports, FrameSink next) {
    this.reports = reports;
    this.next = next;
    this.states = Metric.CAMERA_STATE.in(registry).rows();
    this.live = Metric.CAMERA_LIVE.in(registry).rows();
    this.ages = Metric.CAMERA_FRAME_AGE.in(registry).rows();
    Metric.CAMERA_QUARANTINED.in(registry).gauge(reports, CameraReports::heldBack);
    for (Stage stage : List.of(Stage.DECODE, Stage.ENCODE)) {
      stages.put(stage, Metric.INGEST_STAGE.in(registry).timer(stage.wireName()));
    }
  }

  @Override
  public void accept(Frame frame) {
    lastNanos.put(frame.id().camera(), System.nanoTime());
    stages.forEach(
        (stage, timer) ->
            frame
                .times()
                .micros(stage)
                .ifPresent(micros -> timer.record(micros, TimeUnit.MICROSECONDS)));
    next.accept(frame);
  }

  /** Updates the cameras' meters: those of cameras that other nodes read now are removed. */
  @SuppressWarnings("EnumOrdinal") // the numbers that docs/metrics.md names
  public void update() {
    Map<String, CameraStateEvent> present = reports.states();
    long now = System.nanoTime();
    List<Row<?>> stateRows = new ArrayList<>();
    List<Row<?>> liveRows = new ArrayList<>();
    List<Row<?>> ageRows = new ArrayList<>();
    present.forEach(
        (camera, event) -> {
          CameraState state = event.state();
          stateRows.add(Metric.CAMERA_STATE.row(state.ordinal(), camera));
          liveRows.add(Metric.CAMERA_LIVE.row(state == CameraState.LIVE ? 1 : 0, camera));
          Long last = lastNanos.putIfAbsent(camera, now);
          double age = last == null ? 0 : (now - last) / NANOS;
          ageRows.add(Metric.CAMERA_FRAME_AGE.row(age, camera));
        });
    lastNanos.keySet().retainAll(present.keySet());
    states.register(stateRows, true);
    live.register(liveRows, true);
    ages.register(ageRows, true);
  }
}
