package io.vedette.metric;

/** The part of the program that exports a meter. */
public enum MetricPart {
  PROCESS("Every process"),
  LEDGER("Frames: captured by ingest, inferred by detect, dropped by either"),
  INGEST("Ingest"),
  DETECT("Detect"),
  TRACK("Track and its sinks"),
  FORWARD("Forward"),
  CONSOLE("Console"),
  KAFKA("Kafka clients of every process"),
  JAVA("Java and the process, by Micrometer's own meters");

  private final String title;

  MetricPart(String title) {
    this.title = title;
  }

  /** Heading for people. */
  public String title() {
    return title;
  }
}
