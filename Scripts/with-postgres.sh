#!/bin/sh
# with-postgres.sh COMMAND...: runs the command beside a PostgreSQL server of its own, whose address is in
# $BACKCOURT_TEST_POSTGRES, the script that starts more in $BACKCOURT_TEST_POSTGRES_SCRIPT; without them where a server cannot
# be had.
set -eu
server="${TMPDIR:-/tmp}/backcourt-postgres-$$"
trap 'sh Scripts/postgres.sh stop "$server" >/dev/null 2>&1 || true' EXIT
if address=$(sh Scripts/postgres.sh start "$server"); then
    BACKCOURT_TEST_POSTGRES=$address
    BACKCOURT_TEST_POSTGRES_SCRIPT=$(pwd)/Scripts/postgres.sh
    export BACKCOURT_TEST_POSTGRES BACKCOURT_TEST_POSTGRES_SCRIPT
else
    unset BACKCOURT_TEST_POSTGRES BACKCOURT_TEST_POSTGRES_SCRIPT
fi
status=0
"$@" || status=$?
exit "$status"
