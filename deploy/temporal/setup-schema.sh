#!/bin/sh
# Creates Temporal's two databases and brings their schemas up to date. Safe to repeat.
# Needs temporal-sql-tool (or SQL_TOOL) and SQL_HOST, SQL_USER, SQL_PASSWORD; SQL_PORT if not 5432.
set -eu

for pair in temporal:temporal temporal_visibility:visibility; do
  database=${pair%%:*}
  schema=${pair##*:}
  tool="${SQL_TOOL:-temporal-sql-tool} --plugin postgres12 --ep $SQL_HOST -p ${SQL_PORT:-5432} -u $SQL_USER --db $database"
  $tool create || echo "database $database is there already"
  $tool setup-schema -v 0.0 || echo "$database has a schema already"
  $tool update-schema --schema-name "postgresql/v12/$schema"
done
