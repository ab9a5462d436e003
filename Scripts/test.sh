#!/bin/sh
# Format lint, build with every warning an error and undeclared imports refused, all tests. Those of the PostgreSQL
# store need the server that $BACKCOURT_TEST_POSTGRES names, those of the BigQuery store the emulator that
# $BACKCOURT_TEST_BIGQUERY names; they are skipped without.
set -eu

BACKCOURT_TEST_DATA=$(sh Scripts/data-folder.sh "${1:-}")
if [ -n "$BACKCOURT_TEST_DATA" ]; then export BACKCOURT_TEST_DATA; else unset BACKCOURT_TEST_DATA; fi

# What the browser suites drive; without it they are skipped.
[ -x /usr/bin/chromedriver ] || sh Scripts/apt.sh chromium-driver || true

echo "== format"
swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

# An undeclared import fails with a status but prints "Build complete!": only the status counts.
echo "== build"
swift build --build-tests --explicit-target-dependency-import-check error

# Who waits for sockets, files or other processes must not wait for a season to be computed on the same two threads.
waiting='LiveServerTests|NotificationsTests|DeafChannelTests|LiveServiceTests|DashboardServiceTests|BrowserTests|EndToEndTests.WorkerTests'
# Databases are created and dropped on those threads, for seconds at a time.
served='WarehousePostgresTests|PostgresStoreTests|PostgresWorkersTests|ServedServiceTests'
# The emulator works on one statement at a time, whoever asks.
emulated='WarehouseBigQueryTests|BigQueryStoreTests'
log=$(mktemp)
trap 'rm -f "$log"' EXIT
count=0
status=0

# Runs the tests that the arguments choose; what passes is counted, not listed.
run_tests() {
    {
        set +e
        swift test --skip-build --disable-xctest --parallel "$@" 2>&1
        echo "status $?"
    } | tee "$log" | grep -v -e '^status [0-9]*$' -e ' started\.$' -e ' Test ".* passed after' -e ' Test [A-Za-z0-9_]*(.*passed after' -e ' Suite .* passed after' || true
    # The closing line is among those left out above, so that it stands here once.
    closing=$(grep 'Test run with' "$log" | grep -v started | tail -n 1)
    printf '%s\n' "$closing"
    ran=$(printf '%s\n' "$closing" | sed -n 's/.*Test run with \([0-9]*\) test.*/\1/p')
    ended=$(sed -n 's/^status //p' "$log" | tail -n 1)
    [ "${ran:-0}" -gt 0 ] && [ "${ended:-1}" -eq 0 ] || status=1
    count=$((count + ${ran:-0}))
}

echo "== tests"
run_tests --skip "$waiting|$served|$emulated"
echo "== tests that wait"
run_tests --filter "$waiting"
echo "== tests over a server"
run_tests --filter "$served"
echo "== tests over an emulator"
run_tests --filter "$emulated"
echo "tests run: $count"
if [ -n "${BACKCOURT_TEST_DATA:-}" ]; then
    echo "real-data suites: run"
else
    echo "real-data suites: SKIPPED (no folder)"
fi
if [ -x /usr/bin/chromedriver ]; then
    echo "browser suites: run"
else
    echo "browser suites: SKIPPED (no chromedriver)"
fi
if [ -n "${BACKCOURT_TEST_POSTGRES:-}" ]; then
    echo "PostgreSQL suites: run"
else
    echo "PostgreSQL suites: SKIPPED (no server)"
fi
if [ -n "${BACKCOURT_TEST_BIGQUERY:-}" ]; then
    echo "BigQuery suites: run"
else
    echo "BigQuery suites: SKIPPED (no emulator)"
fi
exit "$status"
