#!/bin/sh
# Format lint, build with every warning an error and undeclared imports refused, all tests.
set -eu

BACKCOURT_TEST_DATA=$(sh Scripts/data-folder.sh "${1:-}")
if [ -n "$BACKCOURT_TEST_DATA" ]; then export BACKCOURT_TEST_DATA; else unset BACKCOURT_TEST_DATA; fi

echo "== format"
swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks

# An undeclared import fails with a status but prints "Build complete!": only the status counts.
echo "== build"
swift build --build-tests --explicit-target-dependency-import-check error

echo "== tests"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{
    set +e
    swift test --skip-build --disable-xctest --parallel 2>&1
    echo "status $?"
} | tee "$log" | grep -v -e '^status [0-9]*$' -e ' started\.$' -e ' Test ".* passed after' -e ' Test [A-Za-z0-9_]*(.*passed after' -e ' Suite .* passed after' || true

closing=$(grep 'Test run with' "$log" | grep -v started | tail -n 1)
status=$(sed -n 's/^status //p' "$log" | tail -n 1)
count=$(printf '%s\n' "$closing" | sed -n 's/.*Test run with \([0-9]*\) test.*/\1/p')
# The closing line is among those left out above, so that it stands here once.
printf '%s\n' "$closing"
echo "tests run: ${count:-0}"
if [ -n "${BACKCOURT_TEST_DATA:-}" ]; then
    echo "real-data suites: run"
else
    echo "real-data suites: SKIPPED (no folder)"
fi
[ "${count:-0}" -gt 0 ] || exit 1
exit "${status:-1}"
