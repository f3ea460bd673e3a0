package io.vedette.ops;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.vedette.metric.Metric;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The meters of the process itself: its build, memory, threads, files and log. Thread-safe. */
public final class ProcessMeters implements MeterBinder, AutoCloseable {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final int KIB = 1024;
  private static final MemoryMXBean JAVA = ManagementFactory.getMemoryMXBean();

  private final JvmGcMetrics collector = new JvmGcMetrics();
  private final LogbackMetrics log = new LogbackMetrics();

  @Override
  public void bindTo(MeterRegistry registry) {
    @Nullable String version = ProcessMeters.class.getPackage().getImplementationVersion();
    Metric.BUILD
        .in(registry)
        .gauge(
            1,
            Integer::doubleValue,
            version == null ? "(not packaged)" : version,
            Runtime.version().toString());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collector.bindTo(registry);
    log.bindTo(registry);
    bindMemory(registry);
  }

  @Override
  public void close() {
    collector.close();
    log.close();
  }

  private static void bindMemory(MeterRegistry registry) {
    Metric.MEMORY_RESIDENT.in(registry).gauge(STATUS, ProcessMeters::resident);
    Metric.MEMORY_NATIVE
        .in(registry)
        .gauge(STATUS, status -> Math.max(0, resident(status) - committed()));
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      Metric.MEMORY_LIMIT.in(registry).gauge(system, OperatingSystemMXBean::getTotalMemorySize);
    }
  }

  private static double committed() {
    return (double) JAVA.getHeapMemoryUsage().getCommitted()
        + JAVA.getNonHeapMemoryUsage().getCommitted();
  }

  /** The resident memory in bytes; NaN where the system does not report it. */
  private static double resident(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToDouble(line -> KIB * Double.parseDouble(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
