#!/bin/sh
# demo.sh FOLDER [FIRST:LAST] WORKSPACE: from raw CSV files to five proven tables.
set -eu

data=$1
history=$2
workspace=$3
if [ -z "$data" ]; then
    echo "demo: name the folder with raw CSV files: make demo DATA=<folder> [HISTORY=first:last]" >&2
    exit 2
fi
if [ ! -d "$data" ]; then
    echo "demo: $data is not a folder; DATA names the folder with raw CSV files" >&2
    exit 2
fi
case $history in
"" | ????-??-??:????-??-??) ;;
*)
    echo "demo: HISTORY is first:last, such as 2021-10-19:2024-06-30, not '$history'" >&2
    exit 2
    ;;
esac

sh Scripts/deps.sh
sh Scripts/build.sh backcourt

export BACKCOURT_WORKSPACE="$workspace"
backcourt() {
    echo
    echo "\$ backcourt $*"
    .build/release/backcourt "$@"
}

# Nothing is deleted: a demo on an existing workspace finds most of its work done.
set --
if [ -n "$history" ]; then set -- --history-start "${history%%:*}" --history-end "${history##*:}"; fi
if [ -f "$workspace/config.json" ]; then set -- "$@" --force; fi

backcourt init "$@"
backcourt import "$data"
backcourt verify --phase 2
backcourt backfill phase3 --jobs 2
backcourt gaps --report coverage-by-year || true
backcourt gate 1
