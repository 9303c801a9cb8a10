-- The tables with a row a task: that a row's project exists was looked up for each row that came,
-- which took half of the time of storing a plan and of recording a result. Who writes them holds
-- the project's row; who deletes a project still deletes them.
alter table plan_task drop constraint plan_task_project_id_fkey;
alter table task_state drop constraint task_state_project_id_fkey;
alter table attempt drop constraint attempt_project_id_fkey;

create function forget_tasks() returns trigger language plpgsql as $$
begin
  delete from attempt where project_id = old.id;
  delete from task_state where project_id = old.id;
  delete from plan_task where project_id = old.id;
  return null;
end $$;

create trigger forget_tasks after delete on project
  for each row execute function forget_tasks();
