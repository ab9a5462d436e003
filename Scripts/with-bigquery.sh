#!/bin/sh
# with-bigquery.sh COMMAND...: runs the command beside an emulator of BigQuery of its own, whose address is in
# $BACKCOURT_TEST_BIGQUERY; without it where an emulator cannot be had.
set -eu
emulator="${TMPDIR:-/tmp}/backcourt-bigquery-$$"
trap 'sh Scripts/bigquery-emulator.sh stop "$emulator" >/dev/null 2>&1 || true' EXIT
if address=$(sh Scripts/bigquery-emulator.sh start "$emulator"); then
    BACKCOURT_TEST_BIGQUERY=$address
    export BACKCOURT_TEST_BIGQUERY
else
    unset BACKCOURT_TEST_BIGQUERY
fi
status=0
"$@" || status=$?
exit "$status"
