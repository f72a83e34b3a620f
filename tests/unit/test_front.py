"""The front of the package: every name it promises is there, and none costs before it is used."""

import subprocess
import sys

import pytest

import commonweal


@pytest.mark.parametrize("name", commonweal.__all__)
def test_every_promised_name_is_there_and_documented(name: str) -> None:
    assert getattr(commonweal, name).__doc__
    assert name in dir(commonweal)


def test_a_name_that_is_not_there_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = commonweal.nothing_like_it


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, commonweal; print({'polars', 'duckdb', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
