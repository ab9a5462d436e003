#!/bin/sh
# An emulator of BigQuery of one's own, on a loopback port, for tests:
#   bigquery-emulator.sh start FOLDER   starts one that keeps nothing, with its log in FOLDER, which must not exist; prints
#                                       its address
#   bigquery-emulator.sh stop FOLDER    ends it and removes FOLDER
# Installs it from PyPI, once, into an environment of its own below .build. Ends with 1 where it cannot be had.
set -eu
export LC_ALL=C

version=1.4.0
home="$(pwd)/.build/bqemulator-$version"

# The database inside fetches extensions from the network unless they are installed beside it.
install() {
    [ -e "$home/complete" ] && return 0
    command -v python3 >/dev/null 2>&1 || {
        echo "bigquery-emulator.sh: there is no python3" >&2
        return 1
    }
    rm -rf "$home"
    mkdir -p "$(dirname "$home")"
    {
        python3 -m venv "$home" &&
            "$home/bin/pip" install --quiet --disable-pip-version-check "bqemulator==$version" duckdb==1.5.5 \
                duckdb-extensions==1.5.5 duckdb-extension-spatial==1.5.5 numpy &&
            "$home/bin/python" -c 'from duckdb_extensions import import_extension; import_extension("spatial")'
    } >"$home.log" 2>&1 || {
        echo "bigquery-emulator.sh: bqemulator $version cannot be installed:" >&2
        tail -n 3 "$home.log" >&2
        return 1
    }
    touch "$home/complete"
}

action=${1:-}
folder=${2:-}
[ -n "$action" ] && [ -n "$folder" ] || {
    sed -n '2,6p' "$0" | sed 's/^# //' >&2
    exit 2
}

case "$action" in
start)
    install || exit 1
    mkdir "$folder"
    # A port that is taken ends the emulator, which is then tried on another.
    port=$((20000 + $$ % 20000))
    for attempt in 1 2 3 4 5; do
        "$home/bin/bqemulator" start --rest-port "$port" --grpc-port 0 --log-level error >"$folder/log" 2>&1 &
        echo $! >"$folder/pid"
        tries=0
        while kill -0 "$(cat "$folder/pid")" 2>/dev/null && [ "$tries" -lt 240 ]; do
            if curl --silent --fail "http://127.0.0.1:$port/bigquery/v2/projects/test/datasets" >/dev/null; then
                echo "http://127.0.0.1:$port"
                exit 0
            fi
            tries=$((tries + 1))
            sleep 0.25
        done
        kill "$(cat "$folder/pid")" 2>/dev/null || true
        port=$((port + 7))
    done
    echo "bigquery-emulator.sh: the emulator does not start; its log:" >&2
    tail -n 5 "$folder/log" >&2
    rm -rf "$folder"
    exit 1
    ;;
stop)
    kill "$(cat "$folder/pid")" 2>/dev/null || true
    rm -rf "$folder"
    ;;
*)
    echo "bigquery-emulator.sh: start or stop, not '$action'" >&2
    exit 2
    ;;
esac
