package io.vedette.store;

import java.util.Map;

/** The differences between the databases' SQL. */
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

  /** The query for the bytes on the disk. */
  String size() {
    return size;
  }

  /** The words in which migrations differ. */
  Map<String, String> placeholders() {
    return Map.of("counted", counted);
  }
}
