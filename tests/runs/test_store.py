"""Parts of an interrupted comparison: whole or not at all, and never those of another one."""

import os
import shutil

import numpy as np
import pytest

from sim.runs.store import Store


def begun(folder) -> Store:
    (folder / "parts").mkdir()
    return Store(folder, {"kind": "a"})


def test_what_is_put_comes_back_to_the_bit(tmp_path):
    store = begun(tmp_path)
    arrays = {"total.net_yuan": np.array([0.1, np.nan, -1e300]), "n": np.arange(3)}
    store.put("key_0", arrays)
    found = store.get("key_0")
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)
    assert sorted(p.name for p in store.parts.iterdir()) == ["key_0.npz"]


def test_a_missing_part_is_none(tmp_path):
    assert begun(tmp_path).get("nothing") is None


def test_a_part_with_one_wrong_byte_is_never_used(tmp_path):
    store = begun(tmp_path)
    store.put("k", {"a": np.arange(20.0)})
    path = store.parts / "k.npz"
    whole = path.read_bytes()
    for k in range(0, len(whole), 5):
        path.write_bytes(whole[:k] + bytes([whole[k] ^ 0xFF]) + whole[k + 1 :])
        assert store.get("k") is None


def folder_in_its_place(path):
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("x")


def link_in_its_place(path):
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def pipe_in_its_place(path):
    path.unlink()
    os.mkfifo(path)


DAMAGE = {
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "empty": lambda path: path.write_bytes(b""),
    "more at its end": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "no archive": lambda path: path.write_text("PK"),
    "other names": lambda path: np.savez(path, b=np.arange(3.0)),
    "another shape": lambda path: np.savez(path, a=np.zeros((2, 3))),
    "another type": lambda path: np.savez(path, a=np.array(["1", "2"])),
    "runs code": lambda path: np.savez(path, a=np.array([{"pickled": 1}], dtype=object)),
    "a shape that fills the memory": lambda path: path.write_bytes(HUGE),
    "of another key": lambda path: shutil.copy(path.with_name("other.npz"), path),
    "a folder": folder_in_its_place,
    "a link": link_in_its_place,
    "a pipe": pipe_in_its_place,
}
header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (10000000000000,), }"
HUGE = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_part_that_is_not_what_was_put_is_none_and_is_put_again(damage, tmp_path):
    store = begun(tmp_path)
    for key in ("k", "other"):
        store.put(key, {"a": np.array([1.0, 2.0, 3.0])})
    DAMAGE[damage](store.parts / "k.npz")
    assert store.get("k") is None
    store.put("k", {"a": np.arange(3.0)})
    assert list(store.get("k")["a"]) == [0, 1, 2]


def test_a_part_of_another_run_is_none(tmp_path):
    store = begun(tmp_path)
    store.put("k", {"a": np.arange(3.0)})
    assert Store(tmp_path, {"kind": "b"}).get("k") is None


def test_a_part_being_written_when_the_power_failed_is_not_there(tmp_path, monkeypatch):
    store = begun(tmp_path)

    def fail(*_arguments):
        raise OSError("no power")

    monkeypatch.setattr("sim.results.writing.os.replace", fail)
    with pytest.raises(OSError, match="no power"):
        store.put("k", {"a": np.arange(3)})
    assert store.get("k") is None
