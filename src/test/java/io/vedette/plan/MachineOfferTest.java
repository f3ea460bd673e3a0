package io.vedette.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vedette.cli.Main;
import io.vedette.config.Settings;
import io.vedette.geometry.Size;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MachineOfferTest {
  private static final Path FILE = Path.of("config/machines.yaml");
  private static final FleetCosts COSTS =
      new FleetCosts(350, 370, 2000, 60, 2, 5000, 69_000, 800, 100e6, 25, 400);

  private static MachineOffer offer(String... assignments) {
    return new Settings(Map.of()).assignments(List.of(assignments)).bind(MachineOffer.class);
  }

  private static FleetLoad load(double motion) {
    Demand demand =
        new Demand(10_000, 5, 15, new Size(640, 360), 3, Duration.ofMinutes(10), 0.3, 1);
    return FleetLoad.of(demand, motion, COSTS);
  }

  @Test
  void shouldAddUpWhatEachRoleTakes() {
    MachineOffer offer =
        offer(
            "ingest.cores=16",
            "ingest.month=500",
            "detect.cores=7",
            "detect.month=200",
            "track.cores=8",
            "track.month=100",
            "broker.month=300");
    FleetLoad load = load(0.2);
    MachineOffer.Bill bill = offer.bill(load, COSTS);

    assertThat(bill.ingest()).isEqualTo((long) Math.ceil(load.ingestCores() / 16));
    assertThat(bill.detect())
        .as("three workers of two cores on seven")
        .isEqualTo((long) Math.ceil(load.workers() / 3));
    assertThat(bill.track()).isEqualTo((long) Math.ceil(load.trackCores() / 8));
    assertThat(bill.brokers()).isEqualTo((long) load.brokers());
    assertThat(bill.perCamera() * 10_000)
        .isCloseTo(
            500.0 * bill.ingest() + 200 * bill.detect() + 100 * bill.track() + 300 * bill.brokers(),
            within(1e-6));
  }

  @Test
  void shouldCostMoreTheMoreMoves() {
    MachineOffer offer = offer("ingest.month=1", "detect.month=1", "track.month=1");

    assertThat(offer.bill(load(0.8), COSTS).perCamera())
        .isGreaterThan(offer.bill(load(0.05), COSTS).perCamera());
  }

  @Test
  void shouldRefusePricesOfNoDay() {
    assertThatThrownBy(() -> offer("as-of=lately")).hasMessageContaining("as-of: expected a day");
    assertThatThrownBy(() -> offer("broker.cores=0")).hasMessageContaining("cores: expected");
    assertThatThrownBy(() -> offer("broker.month=-1")).hasMessageContaining("month: expected");
  }

  @Test
  void shouldPrintABillForEachOfferOfTheFile() {
    Map<String, MachineOffer> offers =
        new Settings(Map.of()).file(FILE).bind(MachineOffer.Offers.class).offers();
    StringWriter printed = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(printed, true));
    int code =
        line.execute(
            "plan",
            "--cameras",
            "10000",
            "--worker-fps",
            "60",
            "--simulate",
            "--machines",
            FILE.toString());

    assertThat(code).isZero();
    assertThat(offers).hasSizeGreaterThanOrEqualTo(2);
    offers.forEach(
        (name, offer) -> {
          assertThat(LocalDate.parse(offer.asOf())).isAfter(LocalDate.of(2025, 1, 1));
          assertThat(printed.toString())
              .contains(name + ", prices of " + offer.asOf())
              .contains(offer.broker().name());
        });
  }
}
