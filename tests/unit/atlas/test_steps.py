"""Steps run once for the same inputs, in order of need, and an error loses nothing finished."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from commonweal.atlas.steps import Event, Step, run_steps, step_keys
from commonweal.atlas.store import Store


def write_setting(folder: Path, _: Mapping[str, Path], settings: Mapping[str, object]) -> None:
    (folder / "value").write_text(str(settings["value"]))


def join_inputs(folder: Path, inputs: Mapping[str, Path], _: Mapping[str, object]) -> None:
    texts = [(path / "value").read_text() for path in inputs.values()]
    (folder / "value").write_text("+".join(texts))


def fail(folder: Path, _: Mapping[str, Path], __: Mapping[str, object]) -> None:
    (folder / "value").write_text("half")
    raise ValueError("cannot be done")


def diamond(left: str = "l") -> list[Step]:
    return [
        Step("top", write_setting, settings={"value": "t"}),
        Step("left", write_setting, settings={"value": left}),
        Step("joined", join_inputs, ("top", "left")),
    ]


def run(store: Store, steps: list[Step]) -> tuple[dict[str, str], list[str]]:
    events: list[Event] = []
    keys = run_steps(store, steps, events.append)
    return keys, [event.step for event in events if event.what == "finished"]


def test_steps_run_after_those_they_need_and_only_once(tmp_path: Path) -> None:
    store = Store(tmp_path)

    keys, done = run(store, diamond())
    _, again = run(store, diamond())

    assert sorted(done) == ["joined", "left", "top"]
    assert done[-1] == "joined"
    assert (store.part(keys["joined"]) / "value").read_text() == "t+l"
    assert again == []


def test_a_change_reaches_only_what_depends_on_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    run(store, diamond())

    _, done = run(store, diamond(left="other"))

    assert sorted(done) == ["joined", "left"]


def test_where_the_files_stand_decides_nothing() -> None:
    here = Step("read", write_setting, settings={"value": 1}, paths={"a.csv": "here/a.csv"})
    there = Step("read", write_setting, settings={"value": 1}, paths={"a.csv": "there/a.csv"})
    assert step_keys([here]) == step_keys([there])


def test_an_error_stops_the_build_but_keeps_what_was_finished(tmp_path: Path) -> None:
    store = Store(tmp_path)
    steps = [
        Step("good", write_setting, settings={"value": "g"}),
        Step("bad", fail, ("good",)),
    ]

    with pytest.raises(ValueError, match="cannot be done"):
        run(store, steps)

    keys = step_keys(steps)
    assert store.has(keys["good"])
    assert not store.has(keys["bad"])
