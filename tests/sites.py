"""The site over the demonstration country, for tests that look at pages; built once a run."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import polars as pl

AREAS, SEED = 400, 3


@cache
def demonstration_atlas() -> Path:
    """Folder of an atlas of a small demonstration country."""
    from commonweal.atlas.build import build_atlas
    from commonweal.sources.acquire import Sources

    folder = Path(tempfile.mkdtemp(prefix="commonweal-demonstration-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sources = Sources(None, folder / "cache", online=False)
    build_atlas(folder / "atlas", sources, demonstration=True, seed=SEED, areas=AREAS)
    return folder / "atlas"


@cache
def closed_atlas() -> Path:
    """The same country, but for social infrastructure whose values may not be passed on."""
    return _altered("closed", _close)


@cache
def deprivation_only_atlas() -> Path:
    """The same country without any measure of social infrastructure."""
    return _altered("alone", _remove_infrastructure)


def _altered(name: str, change: object) -> Path:
    folder = demonstration_atlas().parent / name
    shutil.copytree(demonstration_atlas(), folder, ignore=shutil.ignore_patterns("parts"))
    build_id = (folder / "current").read_text(encoding="utf-8").strip()
    build = folder / "builds" / build_id
    new = build.with_name(f"{name}-{build_id}")
    build.rename(new)
    manifest = json.loads((new / "manifest.json").read_text(encoding="utf-8"))
    (new / "manifest.json").write_text(json.dumps({**manifest, "id": new.name}), encoding="utf-8")
    (folder / "current").write_text(new.name, encoding="utf-8")
    change(new)  # type: ignore[operator]
    return folder


def _close(build: Path) -> None:
    for name in ("series", "provenance"):
        path = build / f"{name}.parquet"
        frame = pl.read_parquet(path)
        closed = pl.col("release").str.contains("cni")
        terms = pl.when(closed).then(pl.lit("ask")).otherwise("redistribute")
        frame.with_columns(redistribute=terms).write_parquet(path)


def _remove_infrastructure(build: Path) -> None:
    for name in ("series", "indicators"):
        path = build / f"{name}.parquet"
        frame = pl.read_parquet(path)
        frame.filter(~pl.col("indicator").str.starts_with("cni.")).write_parquet(path)


@contextmanager
def using(atlas: Path, **environment: str) -> Iterator[None]:
    """Point the site at an atlas for a while."""
    from commonweal.web.data import forget

    given = {"COMMONWEAL_ATLAS": str(atlas), **environment}
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    forget()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        forget()


@contextmanager
def listening() -> Iterator[str]:
    """The site over a real socket; gives its address."""
    from waitress import create_server

    from commonweal.web.wsgi import application

    server = create_server(application, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=10)
