#!/bin/sh
# PgBouncer logs in to PostgreSQL with the same password, so it needs it in plain: in memory-backed /tmp, not in the image.
set -eu
umask 077
printf '"%s" "%s"\n' "$POSTGRES_USER" "$POSTGRES_PASSWORD" >/tmp/users.txt
exec pgbouncer /etc/stm-chat/pgbouncer.ini
