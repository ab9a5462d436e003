#!/bin/sh
# Checks what building needs. Installs what apt can install, or says exactly what to install.
set -eu

if ! command -v swift >/dev/null 2>&1; then
    echo "deps: Swift 6.2 or newer is missing; install it from https://www.swift.org/install and put it on PATH" >&2
    exit 1
fi

missing=""
command -v git >/dev/null 2>&1 || missing="$missing git"

# A header is there when it is in one of the places the compiler looks.
has_header() {
    for folder in /usr/include /usr/include/*-linux-gnu* /usr/local/include; do
        [ -f "$folder/$1" ] && return 0
    done
    return 1
}
has_header sqlite3.h || missing="$missing libsqlite3-dev"
has_header openssl/evp.h || missing="$missing libssl-dev"
has_header zlib.h || missing="$missing zlib1g-dev"
has_header libpq-fe.h || has_header postgresql/libpq-fe.h || missing="$missing libpq-dev"
has_header curl/curl.h || missing="$missing libcurl4-openssl-dev"
[ -n "$missing" ] || exit 0

# shellcheck disable=SC2086 # a list of package names
sh "$(dirname "$0")/apt.sh" $missing
