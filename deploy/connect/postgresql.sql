-- Table of postgresql.properties. Columns besides the event are made of it by PostgreSQL, and can be added at any time.
CREATE FUNCTION vedette_time(text) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE RETURNS NULL ON NULL INPUT
  AS $$ SELECT $1::timestamptz $$; -- immutable, since all times of events end with Z

CREATE TABLE vedette_events (
  __connect_topic     text NOT NULL,
  __connect_partition integer NOT NULL,
  __connect_offset    bigint NOT NULL,
  event               text NOT NULL,
  id         text GENERATED ALWAYS AS (event::jsonb ->> 'id') STORED,
  type       text GENERATED ALWAYS AS (event::jsonb ->> 'type') STORED,
  camera     text GENERATED ALWAYS AS (event::jsonb ->> 'camera') STORED,
  captured_at timestamptz GENERATED ALWAYS AS (vedette_time(event::jsonb #>> '{frame,captured_at}')) STORED, -- of events about the work: none
  track      text GENERATED ALWAYS AS (event::jsonb #>> '{track,id}') STORED,
  label      text GENERATED ALWAYS AS (event::jsonb #>> '{track,label}') STORED,
  zone       text GENERATED ALWAYS AS (event::jsonb #>> '{zone,name}') STORED,
  line       text GENERATED ALWAYS AS (event::jsonb #>> '{line,name}') STORED,
  PRIMARY KEY (__connect_topic, __connect_partition, __connect_offset)
);
CREATE INDEX ON vedette_events (camera, captured_at);
CREATE INDEX ON vedette_events (type, captured_at);
