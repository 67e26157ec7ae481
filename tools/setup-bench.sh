#!/bin/sh
# What the measurements need besides: feelin, which FEEL is measured against, in bench/node.
set -eu
cd "$(dirname "$0")/../bench/node"
if ! [ -d node_modules ] || [ package-lock.json -nt node_modules ]; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    touch node_modules
fi
