#!/bin/sh
# All checks that need no test run. Every one runs, so that one run shows everything; the exit code tells whether all held.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=""

check() {
    name=$1; shift
    if output=$("$@" 2>&1); then
        printf 'ok      %s\n' "$name"
    else
        failed="$failed $name"
        printf 'FAILED  %s\n%s\n' "$name" "$output"
    fi
}

check style $bin/ruff check --quiet .
check format $bin/ruff format --quiet --check .
check types $bin/mypy
check rooms $bin/lint-imports
# H015 is about line breaks; H026 takes the empty defaults of cotton's <c-vars> for empty attributes.
check templates $bin/djlint src --lint --quiet --profile django --ignore H015,H026
check translations $bin/python tools/translations.py check
check compiles $bin/python -m compileall -q src tests tools bench
check django env LAUFZETTEL_DATA=build/check $bin/laufzettel manage check --fail-level WARNING
check migrations env LAUFZETTEL_DATA=build/check $bin/laufzettel manage makemigrations --check --dry-run

[ -z "$failed" ] || { printf 'Not in order:%s\n' "$failed"; exit 1; }
