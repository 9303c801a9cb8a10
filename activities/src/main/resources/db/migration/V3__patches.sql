-- A patch gives tasks another sheet (task_state.sheet); this is who did it, when and why.
create table patch (
  project_id int not null references project on delete cascade,
  number     int not null,            -- from 1
  at         timestamptz not null default now(),
  who        text not null,
  component  text not null,
  script     text,                    -- the file that it replaces or brings
  sha256     text,
  reason     text not null,
  origin     text,                    -- the project and number that it was taken over from
  tasks      int4multirange not null,
  task_count int not null,
  releases   json not null,           -- digests of the releases of those tasks, as compiled
  body       json not null,           -- the whole Patch
  primary key (project_id, number)
);

-- component.yaml as it was compiled: what an exported release is written from.
create table plan_release (
  project_id int not null references project on delete cascade,
  component  text not null,
  version    text not null,
  definition text not null,
  primary key (project_id, component, version)
);
