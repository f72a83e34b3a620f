"""Serving: the atlas is checked, a free port found, the address told once it answers."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from commonweal.errors import AtlasMissing
from commonweal.web.serve import LARGEST_BODY, serve
from tests import sites

PROGRAM = """
import sys
from commonweal.web.serve import LARGEST_BODY, serve
serve(sys.argv[1], "127.0.0.1", int(sys.argv[2]), say=lambda words: print(words, flush=True))
"""


@contextmanager
def running(port: int) -> Iterator[str]:
    """The site in a process of its own; gives the address it tells."""
    environment = {k: v for k, v in os.environ.items() if k != "COMMONWEAL_HOSTS"}
    command = [sys.executable, "-c", PROGRAM, str(sites.demonstration_atlas()), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        told = re.search(r"http://localhost:\d+/", process.stdout.readline())
        assert told
        try:
            yield told.group()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)


def test_the_address_answers_as_soon_as_it_is_told() -> None:
    with running(0) as address:
        answer = httpx.get(address.replace("localhost", "127.0.0.1"), timeout=20)
        assert answer.status_code == 200
        assert "neighbourhoods" in answer.text


def test_a_port_in_use_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running(port) as address:
            assert f":{port}/" not in address


def test_only_the_names_it_serves_are_answered() -> None:
    with running(0) as address:
        there = address.replace("localhost", "127.0.0.1")
        assert httpx.get(there, headers={"Host": "elsewhere.example"}).status_code == 400


def test_without_an_atlas_it_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(AtlasMissing, match="commonweal atlas build"):
        serve(tmp_path)


@pytest.mark.parametrize("announced", [True, False])
def test_a_form_larger_than_any_of_ours_is_refused_unread(announced: bool) -> None:
    """Over real connections, with its length told beforehand and in pieces without end."""
    piece = b"x" * 1_000_000

    def pieces() -> Iterator[bytes]:
        for _ in range(LARGEST_BODY // len(piece) + 2):
            yield piece

    with running(0) as address:
        there = address.replace("localhost", "127.0.0.1") + "account/sign-in"
        body = b"".join(pieces()) if announced else pieces()
        # The server may hang up before all of it is sent.
        with suppress(httpx.WriteError):
            assert httpx.post(there, content=body, timeout=20).status_code == 413
        assert httpx.get(there, timeout=20).status_code == 200
