"""The command line: one module a verb."""

from __future__ import annotations


def main() -> None:
    """Run the command line and leave with its exit code."""
    import sys

    from commonweal.cli.run import run

    sys.exit(run(sys.argv[1:]))
