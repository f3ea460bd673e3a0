-- Clips that are kept until somebody releases them, as the topic of clips has it. Which pictures there are, their packs tell.

create table clip (
  id text primary key,
  camera text not null,
  began bigint not null,
  ended bigint not null,
  name text not null,
  kept bigint not null,
  account text not null
);
create index clip_began on clip (began, id);
create index clip_camera on clip (camera, began, id);

drop table picture;
alter table track drop column kept;
