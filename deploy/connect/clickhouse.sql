-- Table of clickhouse.properties. Columns besides the event are made of it by ClickHouse.
CREATE TABLE vedette_events (
  event String,
  id String MATERIALIZED JSONExtractString(event, 'id'),
  type LowCardinality(String) MATERIALIZED JSONExtractString(event, 'type'),
  camera LowCardinality(String) MATERIALIZED JSONExtractString(event, 'camera'),
  captured_at DateTime64(6, 'UTC') MATERIALIZED parseDateTime64BestEffortOrZero(JSONExtractString(event, 'frame', 'captured_at'), 6, 'UTC'),
  track String MATERIALIZED JSONExtractString(event, 'track', 'id'),
  label LowCardinality(String) MATERIALIZED JSONExtractString(event, 'track', 'label')
) ENGINE = MergeTree ORDER BY (camera, captured_at);
