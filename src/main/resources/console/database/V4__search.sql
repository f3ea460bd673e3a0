-- Filters that are given together: each pair of these finds its newest events in the order of one index. What is given beside
-- them is looked for among those.

create index event_camera_label on event (camera, label, at, seq);
create index event_camera_type on event (camera, type, at, seq);
create index event_label_type on event (label, type, at, seq);
create index event_reviewed on event (at, seq) where reviewed = 1;

-- Nothing reads these: the audit is read from Kafka, and the cameras from their tables there.
drop table audit;
drop table camera;
