#!/bin/sh
# Builds the named products for release, quietly unless something goes wrong.
set -eu
for product in "$@"; do
    echo "building $product"
    swift build -c release --product "$product"
done
