-- What people say of events and tracks, as the topic of reviews has it. An event's own row tells whether it is marked, so that
-- those that nobody has looked at are found without the rest.

drop table review;
create table review (
  subject text primary key,
  at bigint not null,
  account text,
  name text not null
);
create index review_at on review (at);

drop table note;
create table note (
  id text primary key,
  kind text not null,
  subject text not null,
  at bigint not null,
  account text,
  name text not null,
  text text not null
);
create index note_subject on note (subject, kind, at, id);
create index note_at on note (at);

alter table event add column reviewed integer not null default 0;
create index event_unreviewed on event (at, seq) where reviewed = 0;
