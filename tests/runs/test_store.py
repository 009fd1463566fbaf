"""Parts of an interrupted comparison: whole or not at all, in one file, and never those of another one."""

import os
import shutil

import numpy as np
import pytest

from sim.runs.journal import MARK, SEAL_BYTES, Journal
from sim.runs.store import PARTS, Store

ABOUT = {"kind": "a"}


def begun(folder, about=ABOUT) -> Store:
    (folder / "parts").mkdir(exist_ok=True)
    return Store(folder, about)


def kept(folder, *keys):
    """Those of some parts that are found again."""
    store = begun(folder)
    return [key for key in keys if store.get(key) is not None]


def test_what_is_put_comes_back_to_the_bit(tmp_path):
    store = begun(tmp_path)
    arrays = {"total.net_yuan": np.array([0.1, np.nan, -1e300]), "n": np.arange(3)}
    store.put("key_0", arrays)
    for found in (store.get("key_0"), begun(tmp_path).get("key_0")):
        assert list(found) == list(arrays)
        for name, array in arrays.items():
            assert found[name].dtype == array.dtype
            np.testing.assert_array_equal(found[name], array)


def test_any_number_of_parts_is_one_file(tmp_path):
    store = begun(tmp_path)
    for k in range(50):
        store.put(f"key_{k}", {"a": np.arange(k)})
    assert os.listdir(tmp_path / "parts") == ["cells"]
    found = begun(tmp_path)
    assert [len(found.get(f"key_{k}")["a"]) for k in range(50)] == [*range(50)]


def test_a_missing_part_is_none(tmp_path):
    assert begun(tmp_path).get("nothing") is None


@pytest.mark.parametrize("key", ["first", "k", "last"])
def test_a_wrong_byte_loses_the_part_that_it_is_in_and_no_other(key, tmp_path):
    store, keys = begun(tmp_path), ["first", "k", "last"]
    for name in keys:
        store.put(name, {"a": np.arange(20.0)})
    path = tmp_path / PARTS
    whole = path.read_bytes()
    start, length = store._journal._places[key]
    head = start - len(f"{key}\n") - len(MARK)
    for k in range(head, start + length + SEAL_BYTES + len(MARK), 5):
        path.write_bytes(whole[:k] + bytes([whole[k] ^ 0xFF]) + whole[k + 1 :])
        assert kept(tmp_path, *keys) == [name for name in keys if name != key]


def test_of_a_run_killed_at_any_byte_all_is_found_but_the_part_that_was_being_written(tmp_path):
    store, path, ends = begun(tmp_path), tmp_path / PARTS, []
    for key in "abc":
        store.put(key, {"x": np.arange(4.0)})
        ends.append(path.stat().st_size)
    whole = path.read_bytes()
    for size in range(0, len(whole), 7):
        path.write_bytes(whole[:size])
        assert kept(tmp_path, *"abc") == [key for key, end in zip("abc", ends, strict=True) if end <= size]
    begun(tmp_path).put("d", {"x": np.arange(4.0)})  # behind what was cut off
    assert kept(tmp_path, *"abcd") == ["a", "b", "d"]


def folder_in_its_place(path):
    path.unlink()
    path.mkdir()


def link_in_its_place(path):
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def pipe_in_its_place(path):
    path.unlink()
    os.mkfifo(path)


def other_content(path):
    """The name and hash of a part with what another one holds."""
    whole = path.read_bytes()
    path.write_bytes(whole.replace(MARK + b"a\n", MARK + b"b\n", 1))


DAMAGE = {
    "empty": lambda path: path.write_bytes(b""),
    "no journal": lambda path: path.write_text("PK"),
    "marks alone": lambda path: path.write_bytes(MARK * 3),
    "a folder": folder_in_its_place,
    "a link": link_in_its_place,
    "a pipe": pipe_in_its_place,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_no_file_of_parts_holds_none(damage, tmp_path):
    begun(tmp_path).put("k", {"a": np.arange(3.0)})
    DAMAGE[damage](tmp_path / PARTS)
    assert kept(tmp_path, "k") == []


@pytest.mark.parametrize("damage", [folder_in_its_place, link_in_its_place, pipe_in_its_place])
def test_nothing_is_written_through_what_stands_in_its_place(damage, tmp_path):
    store, path = begun(tmp_path), tmp_path / PARTS
    store.put("k", {"a": np.arange(3.0)})
    before = path.read_bytes()
    damage(path)
    with pytest.raises(OSError, match=str(path)):
        store.put("l", {"a": np.arange(3.0)})
    assert not (path.with_name("elsewhere").exists() and path.with_name("elsewhere").read_bytes() != before)


def test_a_part_under_the_name_of_another_is_none(tmp_path):
    store = begun(tmp_path)
    for k, key in enumerate("ab"):
        store.put(key, {"x": np.arange(k)})
    other_content(tmp_path / PARTS)
    assert kept(tmp_path, "a") == [] and len(begun(tmp_path).get("b")["x"]) == 1


def test_a_part_of_another_run_is_none(tmp_path):
    begun(tmp_path).put("k", {"a": np.arange(3.0)})
    assert begun(tmp_path, {"kind": "b"}).get("k") is None


def test_a_disk_that_is_full_is_named_and_takes_nothing_that_was_stored(tmp_path, monkeypatch):
    store, real = begun(tmp_path), os.fdopen
    store.put("k", {"a": np.arange(3)})

    class Full:
        def __init__(self, number, mode):
            self.file = real(number, mode)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, block):
            self.file.write(block[: len(block) // 2])
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("sim.runs.journal.os.fdopen", Full)
        with pytest.raises(OSError, match=str(tmp_path / PARTS)):
            store.put("l", {"a": np.arange(3)})
    assert store.get("l") is None and kept(tmp_path, "k", "l") == ["k"]
    store.put("l", {"a": np.arange(3)})
    assert kept(tmp_path, "k", "l") == ["k", "l"]


def test_a_part_that_failed_is_kept_with_its_cause_until_it_is_done(tmp_path):
    store = begun(tmp_path)
    store.put_failure("a", "why\nwhere")
    store.put_failure("b", "why")
    store.put("c", {"x": np.arange(2)})
    store.clear()
    found = begun(tmp_path)
    assert found.failed == {"a": "why\nwhere", "b": "why"} and found.finished == ["c"]
    found.put("a", {"x": np.arange(2)})
    assert begun(tmp_path).failed == {"b": "why"}
    found = begun(tmp_path)
    found.forget_failures()
    found.put("b", {"x": np.arange(2)})
    found.clear()
    assert not (tmp_path / "parts").exists()


def test_of_two_blocks_with_one_name_the_later_counts(tmp_path):
    journal = Journal(tmp_path / "journal", "owner")
    for content in (b"one", b"two"):
        journal.append("a", content)
    shutil.copy(tmp_path / "journal", tmp_path / "copy")
    assert journal.read("a") == Journal(tmp_path / "copy", "owner").read("a") == b"two"
