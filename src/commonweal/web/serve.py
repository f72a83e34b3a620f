"""Serve the site: check the atlas, find a free port, say the address when listening."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

Application = Callable[[Any, Any], Any]

THREADS = 8
# A whole neighbourhood may open the ballot paper in the same minute.
MOST_CONNECTIONS = 1_000
# A form with a picture of the largest size that is taken (`settings.LARGEST_UPLOAD`).
LARGEST_BODY = 10_000_000
MOST_PORTS = 20
TRUSTED_PROXY = "COMMONWEAL_TRUSTED_PROXY"


def serve(
    atlas_path: str | Path | None = None,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    say: Callable[[str], object] = print,
) -> None:
    """Serve the site until it is stopped.

    Args:
        atlas_path: folder of the atlas; without it, the one that `Atlas.open` would take.
        host: address to listen on; `0.0.0.0` for every one of this machine.
        port: port to listen on; the next free one is taken where it is in use. 0 for any.
        say: where the address is told, once it answers.

    Raises:
        AtlasMissing: there is no atlas; the message says how to build one.
        OSError: no port from `port` on is free.
    """
    from waitress import create_server

    from commonweal.atlas import Atlas, atlas_folder

    atlas = Atlas.open(atlas_path)
    os.environ["COMMONWEAL_ATLAS"] = str(atlas_folder(atlas_path))
    _allow(host)
    from commonweal.web.record.prepare import prepare

    prepare()
    from commonweal.web.data import forget, held
    from commonweal.web.data.warm import Visitors, first_page, other_pages
    from commonweal.web.wsgi import application

    forget()
    listening = _listen(host, port)
    first_page(held())
    visitors = Visitors()
    threading.Thread(target=other_pages, args=(held(), visitors), daemon=True).start()
    heard = _heard(application, visitors.heard)
    server = create_server(
        heard,
        sockets=[listening],
        threads=THREADS,
        connection_limit=MOST_CONNECTIONS,
        max_request_body_size=LARGEST_BODY,
        **_proxy(),
    )
    shown = "localhost" if host in ("0.0.0.0", "127.0.0.1", "::", "") else host  # noqa: S104
    say(f"{atlas.label}: http://{shown}:{listening.getsockname()[1]}/  (stop with Ctrl+C)")
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()


def _heard(application: Application, hear: Callable[[], None]) -> Application:
    """The application, telling of every request that comes."""

    def answer(environ: Any, start_response: Any) -> Any:
        hear()
        return application(environ, start_response)

    return answer


def _allow(host: str) -> None:
    """Answer to the name that people were told to use, unless the operator named others."""
    if "COMMONWEAL_HOSTS" not in os.environ:
        names = ["localhost", "127.0.0.1", "[::1]"]
        if host in ("0.0.0.0", "::"):  # noqa: S104
            names += [socket.gethostname(), *_own_addresses()]
        elif host:
            names.append(host)
        os.environ["COMMONWEAL_HOSTS"] = ",".join(dict.fromkeys(names))


def _own_addresses() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return []
    return sorted({str(item[4][0]) for item in found})


def _proxy() -> dict[str, object]:
    """Trust one proxy's word for who is asking, where the operator names it."""
    trusted = os.environ.get(TRUSTED_PROXY)
    if not trusted:
        return {}
    return {
        "trusted_proxy": trusted,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"},
        "clear_untrusted_proxy_headers": True,
    }


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the port or, where it is taken, on the next that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last: OSError | None = None
    for candidate in range(port, port + MOST_PORTS) if port else (0,):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
        except OSError as error:
            listening.close()
            last = error
            continue
        listening.setblocking(False)
        return listening
    raise OSError(f"no port from {port} to {port + MOST_PORTS - 1} is free on {host}") from last
