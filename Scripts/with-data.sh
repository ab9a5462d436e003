#!/bin/sh
# with-data.sh FOLDER required|optional COMMAND...: runs the command with --data and the folder, where there is one.
set -eu
folder=$(sh Scripts/data-folder.sh "$1")
need=$2
given=$1
shift 2
if [ -z "$folder" ] && { [ "$need" = required ] || [ -n "$given" ]; }; then
    echo "no folder with raw CSV files: name one with DATA=<folder>${given:+ ('$given' is not a folder)}" >&2
    exit 2
fi
if [ -n "$folder" ]; then exec "$@" --data "$folder"; fi
exec "$@"
