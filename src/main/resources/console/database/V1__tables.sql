-- Tables of the console, for SQLite and PostgreSQL alike. Times are microseconds since the epoch in UTC, JSON is text,
-- and what is yes or no is 1 or 0. Of Kafka: event, track, alert, coverage, window_count, camera, picture, review, note, audit.

create table event (
  seq ${counted} primary key,
  id text not null unique,
  at bigint not null,
  camera text not null,
  type text not null,
  label text,
  zone text,
  line text,
  track text,
  confidence double precision,
  run text not null,
  body text not null
);
create index event_at on event (at, seq);
create index event_camera on event (camera, at, seq);
create index event_type on event (type, at, seq);
create index event_label on event (label, at, seq);
create index event_zone on event (zone, at, seq);
create index event_line on event (line, at, seq);
create index event_track on event (track, seq);

create table track (
  id text primary key,
  camera text not null,
  number bigint not null,
  label text not null,
  started bigint not null,
  seen bigint not null,
  ended bigint,
  top double precision not null,
  zones text not null,
  best text,
  kept integer not null default 0
);
create index track_camera on track (camera, started, id);
create index track_started on track (started, id);

create table alert (
  seq ${counted} primary key,
  id text not null unique,
  at bigint not null,
  camera text not null,
  rule text not null,
  place text,
  message text not null,
  run text not null,
  body text not null
);
create index alert_at on alert (at, seq);
create index alert_camera on alert (camera, at, seq);
create index alert_rule on alert (rule, at, seq);

create table coverage (
  camera text not null,
  role text not null,
  node text not null,
  ended bigint not null,
  began bigint not null,
  captured bigint not null,
  inferred bigint not null,
  counts text not null,
  quality text,
  primary key (camera, role, node, ended)
);
create index coverage_ended on coverage (ended);

create table window_count (
  id text primary key,
  camera text not null,
  length text not null,
  began bigint not null,
  kind text not null,
  name text,
  label text not null,
  first bigint not null,
  second bigint not null,
  dwell double precision not null
);
create index window_count_began on window_count (began);
create index window_count_camera on window_count (camera, length, began);

create table camera (
  id text primary key,
  state text,
  at bigint not null,
  body text not null
);

create table review (
  subject text not null,
  account text not null,
  at bigint not null,
  state text not null,
  primary key (subject, account)
);

create table note (
  subject text primary key,
  at bigint not null,
  account text not null,
  text text not null,
  words text not null
);

create table picture (
  id text primary key,
  camera text not null,
  at bigint not null,
  kind text not null,
  track text,
  pack text not null,
  place bigint not null,
  length bigint not null,
  kept integer not null default 0
);
create index picture_camera on picture (camera, at);
create index picture_pack on picture (pack);
create index picture_track on picture (track);

create table audit (
  seq ${counted} primary key,
  id text not null unique,
  at bigint not null,
  account text,
  name text not null,
  operation text not null,
  subject text,
  body text not null
);
create index audit_at on audit (at, seq);

-- Of this database alone: what must not lie on a bus.

create table account (
  id text primary key,
  name text not null,
  name_key text not null unique,
  hash text,
  issuer text,
  identity text,
  role text not null,
  cameras text,
  enabled integer not null default 1,
  created bigint not null,
  changed bigint not null,
  unique (issuer, identity)
);

create table session (
  hash text primary key,
  account text not null references account (id) on delete cascade,
  created bigint not null,
  proved bigint not null,
  expires bigint not null,
  seen bigint not null,
  body text
);
create index session_account on session (account);
create index session_expires on session (expires);

create table token (
  id text primary key,
  hash text not null unique,
  account text not null references account (id) on delete cascade,
  name text not null,
  role text not null,
  cameras text,
  scopes text,
  created bigint not null,
  expires bigint,
  last_used bigint
);
create index token_account on token (account);

-- How far Kafka's records are in these tables, and the last number that was given to a row of each kind.

create table progress (
  topic text not null,
  partition_number integer not null,
  next_offset bigint not null,
  primary key (topic, partition_number)
);

create table last_number (
  kind text primary key,
  number bigint not null
);
insert into last_number (kind, number) values ('row', 0);
