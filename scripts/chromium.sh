#!/usr/bin/env bash
# Makes sure that the browser tests have a Chromium. Installs one only where that is allowed:
# as root, on a system with apt-get. With --require, a missing browser is an error.
set -euo pipefail

found() {
    if [[ -n "${COMMONWEAL_CHROMIUM:-}" ]]; then
        [[ -x "$COMMONWEAL_CHROMIUM" ]]
        return
    fi
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

install() {
    [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "Installing Chromium for the browser tests."
    export DEBIAN_FRONTEND=noninteractive
    local get=(apt-get install -y -qq --no-install-recommends chromium)
    # The package lists of a new machine are often empty or old: refresh them and try once more.
    "${get[@]}" >/dev/null 2>&1 || { apt-get update -qq && "${get[@]}" >/dev/null; }
}

if found || { install && found; }; then exit 0; fi
echo "No Chromium found. Install chromium, or set COMMONWEAL_CHROMIUM to a browser's path." >&2
if [[ "${1:-}" == --require ]]; then exit 1; fi
echo "Browser tests will be skipped." >&2
