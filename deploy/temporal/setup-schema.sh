#!/bin/sh
# Creates Temporal's two databases and brings their schemas up to date. Safe to repeat.
# Needs temporal-sql-tool and SQL_HOST, SQL_USER, SQL_PASSWORD.
set -eu

schemas=/etc/temporal/schema/postgresql/v12
for pair in temporal:temporal temporal_visibility:visibility; do
  database=${pair%%:*}
  schema=${pair##*:}
  tool="temporal-sql-tool --plugin postgres12 --ep $SQL_HOST -p 5432 -u $SQL_USER --db $database"
  $tool create || echo "database $database is there already"
  $tool setup-schema -v 0.0 || echo "$database has a schema already"
  $tool update-schema -d "$schemas/$schema/versioned"
done
