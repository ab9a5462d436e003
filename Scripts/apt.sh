#!/bin/sh
# Installs packages through apt where this machine and this user can: apt.sh PACKAGE…
# Ends with 1, and says what to do by hand, where they cannot.
set -eu

if ! command -v apt-get >/dev/null 2>&1; then
    echo "deps: missing: $* (Debian names); install the same and try again" >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo"
else
    echo "deps: missing: $*; run: sudo apt-get install $*" >&2
    exit 1
fi
echo "deps: installing $*"
$as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
