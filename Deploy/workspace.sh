#!/bin/sh
# Lays out a workspace in a container, from what was mounted for reading in /etc/backcourt:
#   backcourt-workspace [WORD...]
# config.json and token are copied as they are; password, one line, becomes a password file of libpq. All three can be read by
# this user alone, which backcourt and libpq insist on and mounted secrets seldom are. Given words, `backcourt WORD...` is run
# unless there is a configuration already: an init that may be repeated.
set -eu
umask 077

workspace=${BACKCOURT_WORKSPACE:-/workspace}
given=${BACKCOURT_GIVEN:-/etc/backcourt}

for folder in locks logs inbox exports; do mkdir -p "$workspace/$folder"; done

# Whole or not at all: other containers may be reading.
place() {
    cat >"$workspace/$1.new"
    mv -f "$workspace/$1.new" "$workspace/$1"
}

for name in config.json token; do
    if [ -f "$given/$name" ]; then place "$name" <"$given/$name"; fi
done
# In a password file a colon ends a field and a backslash takes the meaning from what follows.
if [ -f "$given/password" ]; then
    sed -n -e '1{s/[\\:]/\\&/g;s/^/*:*:*:*:/;p;}' "$given/password" | place .pgpass
fi

[ $# -gt 0 ] || exit 0
if [ -f "$workspace/config.json" ]; then
    echo "backcourt-workspace: $workspace is a workspace already; it stays as it is" >&2
    exit 0
fi
exec backcourt "$@"
