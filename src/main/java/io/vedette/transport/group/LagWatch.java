package io.vedette.transport.group;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vedette.metric.Metric;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Reopenable;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.transport.client.KafkaAccess;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The measuring of a consumer group's lag behind a topic, every five seconds, for a meter. A
 * failure is not reported here, since the part that needs the same right reports it. Thread-safe.
 */
public final class LagWatch extends WorkerService implements MeterBinder {
  private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);
  private static final Duration APART = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(6);
  private static final double MILLIS = 1000;

  private final KafkaAccess kafka;
  private final String topic;
  private final String group;
  private volatile double seconds = Double.NaN;

  public LagWatch(KafkaAccess kafka, String topic, String group, Supervisor supervisor) {
    super("lag-" + group, CLOSE_TIMEOUT, supervisor);
    this.kafka = kafka;
    this.topic = topic;
    this.group = group;
  }

  @Override
  protected Worker.Duty duty() {
    return new Measuring();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Metric.LAG.in(registry).gauge(this, watch -> watch.seconds, group, topic);
  }

  private final class Measuring implements Worker.Duty {
    private final Reopenable<LagMeter> meter =
        new Reopenable<>(() -> new LagMeter(kafka, topic, group), LagMeter::close);

    @Override
    public void run() throws InterruptedException {
      seconds = measure().map(lag -> lag.toMillis() / MILLIS).orElse(Double.NaN);
      var unused = worker().awaitStop(APART);
    }

    private Optional<Duration> measure() {
      try {
        return meter.get().measure();
      } catch (Failure e) {
        LOG.debug("the lag of {} cannot be measured", group, e);
        return Optional.empty();
      }
    }

    @Override
    public void onClose() {
      meter.close();
    }
  }
}
