package io.vedette.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The load that other programs put on the machine while a benchmark runs. Immutable. */
public final class OtherLoad {
  private static final double QUIET = 0.1;
  private static final long LOOK_MILLIS = 1000;

  private final double share;

  private OtherLoad(double share) {
    this.share = share;
  }

  /** Looks for a second, in which this process does nothing. */
  public static OtherLoad now() throws InterruptedException {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      double unused = system.getCpuLoad(); // the next one is of the time since
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      return new OtherLoad(system.getCpuLoad());
    }
    return new OtherLoad(Double.NaN);
  }

  /** The larger of two. */
  public OtherLoad or(OtherLoad other) {
    return other.share > share ? other : this;
  }

  /** {@code machine quiet (2 % used by others)}. */
  public String words() {
    if (!(share >= 0)) {
      return "what else the machine did is not known";
    }
    return String.format(
        Locale.ROOT,
        "machine %s (%.0f %% used by others)",
        share <= QUIET ? "quiet" : "NOT QUIET",
        100 * share);
  }

  /** Between 0 and 1; NaN when not known. */
  public double share() {
    return share;
  }
}
