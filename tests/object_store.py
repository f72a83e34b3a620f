"""A small object store on this machine that speaks enough of S3 to list and read files."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

_DATE = "2026-01-01T00:00:00.000Z"
_HTTP_DATE = "Thu, 01 Jan 2026 00:00:00 GMT"


class _Handler(BaseHTTPRequestHandler):
    root: Path

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test's output is no place for it."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        asked = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(asked.query).items()}
        parts = unquote(asked.path).strip("/").split("/", 1)
        bucket, key = parts[0], parts[1] if len(parts) > 1 else ""
        if not key and (self.root / bucket).is_dir():
            self._send(200, self._listing(bucket, query).encode() if body else b"", {})
            return
        path = self.root / bucket / key
        if not path.is_file():
            self._send(404, b"<Error><Code>NoSuchKey</Code></Error>" if body else b"", {})
            return
        self._file(path.read_bytes(), body=body)

    def _file(self, content: bytes, *, body: bool) -> None:
        wanted, code, headers = content, 200, {"Last-Modified": _HTTP_DATE, "ETag": '"1"'}
        if (span := self.headers.get("Range")) is not None:
            first, _, last = span.removeprefix("bytes=").partition("-")
            start = int(first) if first else max(0, len(content) - int(last))
            end = int(last) + 1 if first and last else len(content)
            wanted, code = content[start:end], 206
            headers["Content-Range"] = f"bytes {start}-{min(end, len(content)) - 1}/{len(content)}"
        self._send(code, wanted, headers, body=body)

    def _listing(self, bucket: str, query: dict[str, str]) -> str:
        folder, prefix = self.root / bucket, query.get("prefix", "")
        found = [
            (path.relative_to(folder).as_posix(), path.stat().st_size)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.relative_to(folder).as_posix().startswith(prefix)
        ]
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{_DATE}</LastModified>"
            f'<ETag>"1"</ETag><Size>{size}</Size><StorageClass>STANDARD</StorageClass></Contents>'
            for key, size in found
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult>'
            f"<Name>{bucket}</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{len(found)}"
            f"</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>{rows}"
            "</ListBucketResult>"
        )

    def _send(
        self, code: int, content: bytes, headers: dict[str, str], *, body: bool = True
    ) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """Each folder in `root` as a bucket; gives the store's address."""
    handler = type("Handler", (_Handler,), {"root": root, "protocol_version": "HTTP/1.1"})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
