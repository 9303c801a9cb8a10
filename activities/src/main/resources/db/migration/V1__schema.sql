-- Static data (what compile writes) and dynamic data (what runs write) are apart: the former is
-- written once with COPY and only read; the latter is narrow, one row a task, updated in place.
-- States are the words of DESIGN: TaskState.word(). Sets of task numbers are int4multirange.

-- Grants fence across everything that was ever granted, also across a project that was deleted and
-- made again: a host's journal may still know the old one. Numbers may be left out, never repeated.
create sequence grant_number;

create table project (
  id         int generated always as identity primary key,
  name       text not null unique,
  revision   int not null default 0,  -- of its plan: 1 at first, +1 when compiled again before a start
  next_run   int not null default 1,
  paused_at  timestamptz,
  paused_by  text,                    -- who, or what ("after phase check")
  aborted_at timestamptz,
  closed_at  timestamptz,
  created_at timestamptz not null default now()
);

-- Shared, by digest. Type json, not jsonb: it keeps the canonical bytes that the digest is of.
create table inventory (
  digest   text primary key,
  document json not null
);

create table release (
  digest    text primary key,
  component text not null,
  version   text not null,
  manifest  json not null
);

create table sheet (                 -- task sheets and host sheets
  digest text primary key,
  body   json not null
);

-- One row a revision; phases, instances and tasks are those of the newest one.
create table plan (
  project_id int not null references project on delete cascade,
  revision   int not null,
  digest     text not null,
  inventory  text not null references inventory,
  hosts      json not null,           -- host -> digest of its host sheet, every host of the inventory
  requires   json not null,           -- component -> those that it requires
  unreachable_after text not null,    -- how long a host may take to take its work: PT5M
  tasks      int not null,
  who        text not null,
  created_at timestamptz not null default now(),
  primary key (project_id, revision)
);

create table plan_phase (
  project_id int not null references project on delete cascade,
  phase      smallint not null,       -- from 0, in logic-book order
  name       text not null,
  reversible boolean not null,
  batches    int not null,
  node_tasks int not null,
  tasks      int not null,
  body       json not null,           -- the whole Phase
  primary key (project_id, phase),
  unique (project_id, name)
);

create table plan_instance (
  project_id   int not null references project on delete cascade,
  number       int not null,          -- from 0: its place in the plan's list
  host         text not null,
  component    text not null,
  name         text not null,         -- '' where a host runs the component once
  from_version text not null,
  to_version   text not null,
  primary key (project_id, number)
);

-- A task's number is its place in (phase, batch, host, group): a batch is an interval of numbers.
create table plan_task (
  project_id int not null references project on delete cascade,
  number     int not null,            -- from 1
  id         text not null,
  instance   int not null,            -- plan_instance.number
  host       text not null,
  component  text not null,
  action     text not null,
  phase      smallint not null,
  batch      int not null,            -- inside its phase, from 1
  grp        smallint not null,       -- serial group inside its node task, from 1
  sheet      text not null,
  once       boolean not null,
  reversible boolean not null,
  primary key (project_id, number),
  unique (project_id, id)
);

create table run (
  project_id  int not null references project on delete cascade,
  run         int not null,           -- from 1
  command     text not null,          -- run, retry, rollback
  direction   text not null check (direction in ('run', 'rollback')),
  request     json not null,          -- the CommandRequest
  plan_digest text not null,
  tasks       int4multirange not null,
  task_count  int not null,
  state       text not null check (state in ('open', 'done', 'stopped', 'paused', 'aborted')),
  waiting_for text,                   -- what the operator has to do, where it stopped
  batches     int not null,
  batch       int not null default 0, -- the newest that was opened
  who         text not null,
  started_at  timestamptz not null default now(),
  ended_at    timestamptz,
  primary key (project_id, run)
);
create unique index run_one_forward on run (project_id) where state = 'open' and command = 'run';

create table run_batch (
  project_id int not null,
  run        int not null,
  batch      int not null,            -- inside the run, from 1
  phase      smallint not null,
  plan_batch int not null,            -- inside its phase in the global plan
  stage      text not null,
  tasks      int4multirange not null,
  state      text not null default 'ready' check (state in ('ready', 'running', 'passed', 'failed')),
  started_at timestamptz,
  ended_at   timestamptz,
  primary key (project_id, run, batch),
  foreign key (project_id, run) references run on delete cascade
);

create table run_shard (
  project_id int not null,
  run        int not null,
  batch      int not null,
  shard      int not null,            -- from 1
  tasks      int4multirange not null,
  grant_no   bigint,                  -- null until it was granted
  primary key (project_id, run, batch, shard),
  foreign key (project_id, run, batch) references run_batch on delete cascade
);

-- The truth: one row a task, made with the plan, updated in place (no index on what changes).
create table task_state (
  project_id  int not null references project on delete cascade,
  number      int not null,
  state       text not null default 'undo',
  attempt     int not null default 0, -- +1 at each forward grant
  revision    int not null default 1, -- of its content, +1 with each patch
  sheet       text,                   -- its content where patched, else plan_task.sheet
  grant_no    bigint not null default 0,
  granted     boolean not null default false, -- the newest grant has no result yet
  run         int,                    -- the run of the newest grant
  direction   text,                   -- of the newest grant
  before      text,                   -- its state before the newest grant: what it gets back if it never starts
  started_at  timestamptz,
  finished_at timestamptz,
  exit        int,
  error       text,
  message     text,
  primary key (project_id, number)
) with (fillfactor = 60);

-- Every result that ever arrived; those that did not count are marked stale.
create table attempt (
  project_id  int not null references project on delete cascade,
  number      int not null,
  grant_no    bigint not null,
  state       text not null,
  run         int not null,
  host        text not null,
  direction   text,                   -- null where the grant is not known any more: so are the next two
  attempt     int,
  revision    int,
  exit        int,
  error       text,
  message     text,
  tail        text,                   -- the end of its output
  started_at  timestamptz,
  finished_at timestamptz,
  recorded_at timestamptz not null default now(),
  stale       boolean not null,
  primary key (project_id, number, grant_no, state)
);

create table audit (
  id         bigint generated always as identity primary key,
  project_id int not null references project on delete cascade,
  at         timestamptz not null default now(),
  who        text not null,
  command    text not null,
  command_id text not null,
  request    json not null,
  tasks      int4multirange not null default '{}',
  task_count int not null default 0,
  reason     text,
  outcome    text not null,           -- accepted, or refused: <rule>
  answer     json not null,           -- the CommandAnswer
  unique (project_id, command_id)
);

-- Across projects, also closed and deleted ones.
create table fleet_version (
  host      text not null,
  component text not null,
  instance  text not null,
  version   text not null,
  project   text not null,            -- the one that left it so
  at        timestamptz not null default now(),
  primary key (host, component, instance)
);
