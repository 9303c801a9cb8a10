-- An abort ends the runs that are open; those that come after it (a rollback, say) are none of its.
alter table project add column aborted_by text;
alter table run add column aborted_by text;      -- no batch of it starts any more
alter table run add column stopped_by text;      -- its running tasks are stopped, too
