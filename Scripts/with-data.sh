#!/bin/sh
# with-data.sh FOLDER COMMAND...: runs the command with --data and the folder with raw CSV files.
set -eu
folder=$(sh Scripts/data-folder.sh "$1")
given=$1
shift
if [ -z "$folder" ]; then
    echo "no folder with raw CSV files: name one with DATA=<folder>${given:+ ('$given' is not a folder)}" >&2
    exit 2
fi
exec "$@" --data "$folder"
