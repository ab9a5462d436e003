#!/bin/sh
# Prints the folder with raw CSV files: the first argument, else $BACKCOURT_TEST_DATA, else ../shared/data; nothing when there is none.
folder="${1:-${BACKCOURT_TEST_DATA:-}}"
if [ -z "$folder" ] && [ -d ../shared/data ]; then folder=../shared/data; fi
if [ -n "$folder" ] && [ -d "$folder" ]; then (cd "$folder" && pwd); fi
