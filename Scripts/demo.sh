#!/bin/sh
# demo.sh PROGRAM FOLDER [FIRST:LAST] [WORKSPACE]: from raw rows to proven tables and graded predictions. Without a folder, of a made-up
# league. Nothing is deleted: a demo on an existing workspace finds most of its work done.
set -eu

program=$1
data=$2
history=$3
workspace=${4:-./demo-$([ -n "$data" ] && echo workspace || echo league)}
if [ -n "$data" ] && [ ! -d "$data" ]; then
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

export BACKCOURT_WORKSPACE="$workspace"
backcourt() {
    echo "\$ backcourt $*"
    "$program" "$@"
}

set --
if [ -n "$history" ]; then set -- --history-start "${history%%:*}" --history-end "${history##*:}"; fi
if [ -f "$workspace/config.json" ]; then set -- "$@" --force; fi

echo "\$ backcourt init${*:+ $*}"
"$program" init "$@" >/dev/null
if [ -n "$data" ]; then
    backcourt import "$data"
    backcourt verify --phase 2
else
    backcourt simulate --seasons 2 --teams 10 --games 50 --lines --import
fi
backcourt backfill

# The last game's best scorer: one number of his features, down to the games it comes from.
row=$("$program" query --format csv "SELECT game_id || ' ' || player_id AS row FROM ml_feature_store_v2
    WHERE points_avg_last_10 IS NOT NULL ORDER BY game_date DESC, points_avg_last_10 DESC, player_id LIMIT 1" |
    tail -n 1)
# shellcheck disable=SC2086 # two words
backcourt explain ml_feature_store_v2 $row points_avg_last_5

backcourt grade --market points
last=$("$program" query --format csv "SELECT max(game_date) FROM prediction_grades" | tail -n 1)
backcourt predict --dates "$last" --system gbm_v2 --top 3
