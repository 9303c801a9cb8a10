-- How many tasks of each block of 1024 numbers are alike in what sums and facts ask for: at any
-- time what «select … count(*) from task_state group by …» would give. Triggers keep it, in the
-- transaction of whatever statement changes task_state, so it cannot drift.
-- A transaction that changes states locks its tasks first, in the order of their numbers, and
-- changes them in one statement: then two never wait for each other's counts in a circle.
-- Combinations that have become empty stay at 0 until the end of a run clears them away.
create table task_count (
  project_id int not null references project on delete cascade,
  block      int not null,          -- number >> 10
  state      text not null,
  ran        boolean not null,
  granted    boolean not null,
  run        int not null,          -- 0 where it was never granted
  tasks      int not null,
  primary key (project_id, block, state, ran, granted, run)
) with (fillfactor = 50);

create function count_made() returns trigger language plpgsql as $$
begin
  insert into task_count as c
  select project_id, number >> 10, state, ran, granted, coalesce(run, 0), count(*)
  from made
  group by 1, 2, 3, 4, 5, 6
  order by 1, 2, 3, 4, 5, 6
  on conflict (project_id, block, state, ran, granted, run)
    do update set tasks = c.tasks + excluded.tasks;
  return null;
end $$;

create function count_changed() returns trigger language plpgsql as $$
begin
  insert into task_count as c
  select project_id, number >> 10, state, ran, granted, coalesce(run, 0), sum(n)
  from (
    select project_id, number, state, ran, granted, run, 1 as n from made
    union all
    select project_id, number, state, ran, granted, run, -1 from gone
  ) as change
  group by 1, 2, 3, 4, 5, 6
  having sum(n) <> 0
  order by 1, 2, 3, 4, 5, 6
  on conflict (project_id, block, state, ran, granted, run)
    do update set tasks = c.tasks + excluded.tasks;
  return null;
end $$;

-- Only updates: where a project is deleted its counts may have gone before.
create function count_gone() returns trigger language plpgsql as $$
begin
  update task_count c set tasks = c.tasks - g.tasks
  from (
    select project_id, number >> 10 as block, state, ran, granted, coalesce(run, 0) as run,
      count(*) as tasks
    from gone
    group by 1, 2, 3, 4, 5, 6
  ) as g
  where c.project_id = g.project_id and c.block = g.block and c.state = g.state
    and c.ran = g.ran and c.granted = g.granted and c.run = g.run;
  return null;
end $$;

create trigger count_made after insert on task_state
  referencing new table as made
  for each statement execute function count_made();
create trigger count_changed after update on task_state
  referencing old table as gone new table as made
  for each statement execute function count_changed();
create trigger count_gone after delete on task_state
  referencing old table as gone
  for each statement execute function count_gone();

insert into task_count
select project_id, number >> 10, state, ran, granted, coalesce(run, 0), count(*)
from task_state
group by 1, 2, 3, 4, 5, 6;

-- What stands on what: the tasks of an instance, and those that stand for a whole component.
create index plan_task_instance on plan_task (project_id, instance);
create index plan_task_once on plan_task (project_id, component) where once;

-- Patched tasks are few; grants and results never change this column.
create index task_state_patched on task_state (project_id, number) where sheet is not null;
