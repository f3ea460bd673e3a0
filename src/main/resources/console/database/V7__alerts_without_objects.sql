-- Alerts about a zone as a whole, as that it is crowded or empty, are about no object: no track's clip shows them, so they have
-- clips of their own.

alter table alert add column objects integer not null default 0;
update alert set objects = 1 where body not like '%"objects":[]%';
create index alert_without_objects on alert (at, id) where objects = 0;
create index alert_camera_without_objects on alert (camera, at, id) where objects = 0;
