package io.vedette.store;

import java.util.Map;

/** The SQL in which the databases differ. */
public enum Dialect {
  SQLITE(
      "INTEGER",
      "select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()"),
  POSTGRESQL("BIGINT", "select pg_database_size(current_database()) as bytes");

  private final String counted;
  private final String size;

  Dialect(String counted, String size) {
    this.counted = counted;
    this.size = size;
  }

  /** The question for the bytes on the disk. */
  String size() {
    return size;
  }

  /** What migrations say differently. */
  Map<String, String> placeholders() {
    return Map.of("counted", counted);
  }
}
