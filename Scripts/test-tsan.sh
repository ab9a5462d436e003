#!/bin/sh
# The suites with concurrency under the thread sanitizer, in a build folder of their own. Seasons, real or made up,
# and random corrections are left out: they are no more concurrent than the rest, and the sanitizer makes them take very
# long.
set -eu
suites='PipelineRuntimeTests|WarehouseSQLiteTests|NotificationsTests|LiveServerTests|DashboardTests|CommandsTests|EndToEndTests'
slow='DemoTests|BrowserTests|RealSeasonsTests|CorrectionTests|RealDataTests|SimulationTests|SimulatedDefectTests'

swift build --build-tests --sanitize=thread --scratch-path .build-tsan

# Contended mutexes are locked in code the sanitizer does not see; this library tells it.
if [ "$(uname)" = Linux ]; then
    "$(dirname "$(command -v swift)")/clang" -O1 -shared -fPIC Scripts/tsan-mutex.c -o .build-tsan/tsan-mutex.so -ldl
    LD_PRELOAD=$(pwd)/.build-tsan/tsan-mutex.so
    export LD_PRELOAD
fi
# The sanitizer itself does not survive a limit on the size of files.
BACKCOURT_SANITIZER=thread
export BACKCOURT_SANITIZER
TSAN_OPTIONS="halt_on_error=1 ${TSAN_OPTIONS:-}" swift test --skip-build --disable-xctest --sanitize=thread \
    --scratch-path .build-tsan --filter "$suites" --skip "$slow"
