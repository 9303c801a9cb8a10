-- Of the newest grant: a result is one of this revision, whatever the task was patched to meanwhile.
alter table task_state add column granted_revision int;

update task_state set granted_revision = revision where grant_no > 0;
