-- What Temporal knows of the node tasks under way, as of its last look; the truth stays in
-- task_state. Written by one projector at a time, gone with the run, and nothing is lost with it.
create table live_projector (
  one    boolean primary key default true check (one),
  holder text not null,
  until  timestamptz not null        -- its lease: another one may take over then
);

create table live_shard (
  grant_no   bigint primary key,
  project_id int not null,
  run        int not null,
  seen_at    timestamptz not null,   -- the newest look
  foreign key (project_id, run) references run on delete cascade
);

create table live_node (
  grant_no bigint not null references live_shard on delete cascade,
  host     text not null,
  number   int not null,             -- one task of the node task: all get their results at once
  state    text not null check (state in ('dispatched', 'running', 'resent')),
  since    timestamptz not null,     -- sent or taken, by Temporal's clock
  heard_at timestamptz,              -- the last heartbeat; the next four are what it said
  tasks    int[] not null default '{}', -- those that ran
  grp      smallint,                 -- their group
  ended    int,
  total    int,
  asked_at timestamptz,              -- when Temporal was asked whether the host polls
  polled_at timestamptz,             -- its newest poll that Temporal knew then
  primary key (grant_no, host)
) with (fillfactor = 70);
