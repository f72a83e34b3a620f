#!/usr/bin/env bash
# Says whether there is Java for the tests on Spark. With --require, installs it where that is
# allowed (as root, on a system with apt-get), and its lack is an error.
set -euo pipefail

found() { command -v java >/dev/null 2>&1 && java -version >/dev/null 2>&1; }

install() {
    [[ "$(id -u)" == 0 ]] && command -v apt-get >/dev/null 2>&1 || return 1
    echo "Installing Java for the tests on Spark."
    export DEBIAN_FRONTEND=noninteractive
    local get=(apt-get install -y -qq --no-install-recommends default-jre-headless)
    "${get[@]}" >/dev/null 2>&1 || { apt-get update -qq && "${get[@]}" >/dev/null; }
}

if found; then exit 0; fi
if [[ "${1:-}" == --require ]] && install && found; then exit 0; fi
echo "No Java found: the tests on Spark will be skipped. Install Java 17 or newer to run them." >&2
exit 1
