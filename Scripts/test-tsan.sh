#!/bin/sh
# The suites with concurrency under the thread sanitizer, in a build folder of their own. The real seasons are left out:
# they hold no concurrency that the small leagues do not, and the sanitizer makes them take a quarter of an hour.
set -eu
BACKCOURT_TEST_DATA=$(sh Scripts/data-folder.sh "${BACKCOURT_TEST_DATA:-}")
if [ -n "$BACKCOURT_TEST_DATA" ]; then export BACKCOURT_TEST_DATA; else unset BACKCOURT_TEST_DATA; fi
TSAN_OPTIONS="halt_on_error=1 ${TSAN_OPTIONS:-}" swift test --disable-xctest --sanitize=thread \
    --scratch-path .build-tsan \
    --skip RealSeasonsTests \
    --filter 'PipelineRuntimeTests|WarehouseSQLiteTests|NotificationsTests|CommandsTests|EndToEndTests'
