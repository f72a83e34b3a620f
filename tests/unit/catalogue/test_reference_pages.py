"""The generated reference pages are what the code would write now."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from commonweal.catalogue import INDICATORS, RELEASES
from commonweal.parameters import parameter_names

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["docs_generate"] = module
    spec.loader.exec_module(module)
    return module


def test_no_page_is_stale(generate: ModuleType) -> None:
    assert generate.stale() == [], "Run `make docs`."


def test_a_page_that_was_edited_is_stale(generate: ModuleType, tmp_path: Path) -> None:
    for name, write in generate.PAGES.items():
        (tmp_path / name).write_text(write(), encoding="utf-8")
    assert generate.stale(tmp_path) == []
    (tmp_path / "parameters.md").write_text("# Parameters\n", encoding="utf-8")
    (tmp_path / "catalogue.md").unlink()
    assert generate.stale(tmp_path) == ["catalogue.md", "parameters.md"]


def test_every_record_is_on_its_page(generate: ModuleType) -> None:
    catalogue = generate.catalogue_page()
    for release in RELEASES:
        assert f"### {release.id.replace('_', '-')}\n" in catalogue
        assert all(file.path in catalogue for file in release.files)
    indicators = generate.indicators_page()
    assert all(f"`{name}`" in indicators for name in INDICATORS)
    parameters = generate.parameters_page()
    assert all(f"## `{name}`\n" in parameters for name in parameter_names())


def test_pages_are_the_same_each_time(generate: ModuleType) -> None:
    assert all(write() == write() for write in generate.PAGES.values())
