-- The agents that were ever heard of: by their reports, or where Temporal was asked who polls.
create table node (
  host     text primary key,
  version  text,                    -- null: an agent from before versions were stated
  protocol int not null,
  seen_at  timestamptz not null     -- on the half minute: not every report is a write
) with (fillfactor = 70);
