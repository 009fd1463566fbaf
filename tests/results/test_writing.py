"""A file of results is there whole or not at all, and no planted link is followed."""

import os
import resource

import numpy as np
import pytest

from sim.results import writing
from sim.results.writing import write_whole


@pytest.mark.parametrize("content", ["a\nb", b"a\nb", lambda file: file.write(b"a\nb")])
def test_a_text_bytes_or_a_writer_gives_the_file_and_leaves_nothing_beside_it(content, tmp_path):
    assert write_whole(tmp_path / "a.csv", content).read_bytes() == b"a\nb"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    def fail(file):
        file.write(b"half")
        raise OSError("disk full")

    (tmp_path / "a.csv").write_text("old")
    with pytest.raises(OSError, match="disk full"):
        write_whole(tmp_path / "a.csv", fail)
    assert (tmp_path / "a.csv").read_text() == "old" and os.listdir(tmp_path) == ["a.csv"]


def test_links_are_neither_followed_nor_overwritten(tmp_path, monkeypatch):
    mine = tmp_path / "mine.txt"
    mine.write_text("keep")
    results = tmp_path / "results"
    results.mkdir()
    for name in (".a.csv.part", ".a.csv", "a.csv"):  # names that a writer might use
        (results / name).symlink_to(mine)
    write_whole(results / "a.csv", "new")
    assert mine.read_text() == "keep"
    assert (results / "a.csv").read_text() == "new" and not (results / "a.csv").is_symlink()
    # Even a link under the very name that is drawn is refused.
    monkeypatch.setattr(writing.secrets, "token_hex", lambda n: "00")
    (results / ".b.csv.00.part").symlink_to(mine)
    with pytest.raises(FileExistsError):
        write_whole(results / "b.csv", "new")
    assert mine.read_text() == "keep"


def test_two_writers_use_names_of_their_own(tmp_path, monkeypatch):
    seen, replace = [], os.replace
    monkeypatch.setattr(writing.os, "replace", lambda part, path: seen.append(part) or replace(part, path))
    for _ in range(2):
        write_whole(tmp_path / "a.csv", "")
    assert len(set(seen)) == 2


def test_a_library_that_writes_never_meets_a_full_disk_and_the_file_is_named(tmp_path):
    size = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, size[1]))
    try:
        with pytest.raises(OSError, match="File too large") as caught:
            write_whole(tmp_path / "a.npz", lambda file: np.savez(file, a=np.arange(100.0)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, size)
    assert caught.value.filename == str(tmp_path / "a.npz") and os.listdir(tmp_path) == []


def test_the_file_has_the_rights_that_the_user_gives_new_files(tmp_path):
    (tmp_path / "usual").write_text("")
    write_whole(tmp_path / "whole", "")
    assert (tmp_path / "usual").stat().st_mode == (tmp_path / "whole").stat().st_mode
