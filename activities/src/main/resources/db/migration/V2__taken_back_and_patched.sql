-- What a state alone does not tell of a skipped or unreachable task: whether an effect stands.
alter table task_state add column ran boolean not null default false;

update task_state set ran = true where state in ('done', 'fail', 'unknown', 'rollback_fail');
