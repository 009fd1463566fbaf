"""Parts of an interrupted comparison: whole or not at all, and never those of another one."""

import numpy as np
import pytest

from sim.runs.store import open_store


def test_what_is_put_comes_back_to_the_bit(tmp_path):
    store = open_store(tmp_path, {"kind": "a"})
    arrays = {"total.net_yuan": np.array([0.1, np.nan, -1e300]), "n": np.arange(3)}
    store.put("key_0", arrays)
    found = store.get("key_0")
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)
    assert sorted(p.name for p in store.parts.iterdir()) == ["about.json", "key_0.npz"]


def test_a_missing_part_is_none(tmp_path):
    assert open_store(tmp_path, {"kind": "a"}).get("nothing") is None


def test_a_part_with_one_wrong_byte_is_never_used(tmp_path):
    store = open_store(tmp_path, {"kind": "a"})
    array = np.arange(20.0)
    store.put("k", {"a": array})
    path = store.parts / "k.npz"
    whole = path.read_bytes()
    for k in range(len(whole)):
        path.write_bytes(whole[:k] + bytes([whole[k] ^ 0xFF]) + whole[k + 1 :])
        found = store.get("k")
        # A byte that says nothing about the array, such as a date, may be wrong.
        assert found is None or (list(found) == ["a"] and (found["a"] == array).all())


@pytest.mark.parametrize("keep", [0, 1, 30, 200])
def test_a_part_that_was_cut_off_is_computed_again(tmp_path, keep):
    store = open_store(tmp_path, {"kind": "a"})
    store.put("k", {"a": np.arange(50.0)})
    path = store.parts / "k.npz"
    path.write_bytes(path.read_bytes()[:keep])
    assert store.get("k") is None


def test_a_part_that_runs_code_is_refused(tmp_path):
    store = open_store(tmp_path, {"kind": "a"})
    np.savez(store.parts / "k.npz", a=np.array([{"pickled": 1}], dtype=object))
    assert store.get("k") is None


def test_a_part_being_written_when_the_power_failed_is_not_there(tmp_path, monkeypatch):
    store = open_store(tmp_path, {"kind": "a"})

    def fail(*_arguments):
        raise OSError("no power")

    monkeypatch.setattr("sim.results.writing.os.replace", fail)
    with pytest.raises(OSError, match="no power"):
        store.put("k", {"a": np.arange(3)})
    assert store.get("k") is None
