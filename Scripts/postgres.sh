#!/bin/sh
# A PostgreSQL server of one's own, on a loopback port, for tests, chaos and measurements:
#   postgres.sh start FOLDER     makes and starts one in FOLDER, which must not exist; prints its address
#   postgres.sh stop FOLDER      ends it at once and removes FOLDER
#   postgres.sh restart FOLDER   kills it as a loss of power would, and starts it again on the same port
# Installs Debian's package where there is none. Ends with 1 where a server cannot be had.
set -eu
export LC_ALL=C

binaries() {
    for folder in /usr/lib/postgresql/*/bin /usr/local/pgsql/bin; do
        [ -x "$folder/initdb" ] && found=$folder
    done
    [ -n "${found:-}" ] || found=$(command -v initdb 2>/dev/null | xargs -r dirname)
    printf '%s\n' "${found:-}"
}

# The server refuses to run as root; Debian's package brings a user for it.
as_owner() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

launch() {
    as_owner "$bin/pg_ctl" --silent --wait --pgdata "$folder/data" --log "$folder/log" \
        --options "-p $(cat "$folder/port")" start >/dev/null 2>&1
}

action=${1:-}
folder=${2:-}
[ -n "$action" ] && [ -n "$folder" ] || {
    sed -n '2,6p' "$0" | sed 's/^# //' >&2
    exit 2
}
bin=$(binaries)
if [ -z "$bin" ] && [ "$action" = start ]; then
    sh "$(dirname "$0")/apt.sh" postgresql >&2 || exit 1
    bin=$(binaries)
fi
[ -n "$bin" ] || exit 1

case "$action" in
start)
    mkdir -m 755 "$folder"
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    # A trusting server: nobody but this machine reaches it. Roles of tests have passwords of their own.
    as_owner "$bin/initdb" --pgdata "$folder/data" --username backcourt --auth-local trust --auth-host trust \
        --encoding UTF8 --locale C --no-sync >/dev/null
    {
        echo "host all guarded 127.0.0.1/32 scram-sha-256"
        cat "$folder/data/pg_hba.conf"
    } >"$folder/data/pg_hba.new"
    cat "$folder/data/pg_hba.new" >"$folder/data/pg_hba.conf"
    {
        echo "listen_addresses = '127.0.0.1'"
        echo "unix_socket_directories = ''"
        echo "max_connections = 200"
        echo "shared_buffers = '512MB'"
        echo "max_wal_size = '2GB'"
        echo "checkpoint_timeout = '15min'"
    } >>"$folder/data/postgresql.conf"
    # A port that is taken is told by the server, which does not start.
    port=$((20000 + $$ % 20000))
    tries=0
    while echo "$port" >"$folder/port" && ! launch; do
        tries=$((tries + 1))
        [ "$tries" -lt 10 ] || {
            echo "postgres.sh: the server does not start; its log:" >&2
            tail -n 5 "$folder/log" >&2
            exit 1
        }
        port=$((port + 7))
    done
    echo "postgresql://backcourt@127.0.0.1:$port/postgres"
    ;;
restart)
    as_owner "$bin/pg_ctl" --silent --wait --pgdata "$folder/data" --mode immediate stop >/dev/null
    launch
    ;;
stop)
    as_owner "$bin/pg_ctl" --silent --wait --pgdata "$folder/data" --mode immediate stop >/dev/null || true
    rm -rf "$folder"
    ;;
*)
    echo "postgres.sh: start, stop or restart, not '$action'" >&2
    exit 2
    ;;
esac
