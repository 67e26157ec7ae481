#!/bin/sh
# What the tests need of the system: Chromium for the browser tests, clamd for the virus scanner's.
# Root gets it by apt; everybody else gets a sentence.
set -eu

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
