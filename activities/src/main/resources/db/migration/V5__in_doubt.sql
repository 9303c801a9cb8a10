-- From which grant on a task's outcome is not known: its host's journal is asked before the task
-- is run (or taken back) again. Null where every outcome is known.
alter table task_state add column doubt_grant bigint;

update task_state set doubt_grant = grant_no where state in ('unknown', 'rollback_fail');
