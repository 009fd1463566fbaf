"""Files of a results folder are read back as plain files, and a manifest tells what was changed since."""

import json
import os

import pytest

from sim.errors import InputError
from sim.results.files import is_as_written, parsed, read_manifest, refuse_missing, stored
from sim.results.writing import write_results
from sim.runs.kinds import KINDS


def link(path):
    path.symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize("make", [link, os.mkfifo, os.mkdir], ids=["link", "pipe", "folder"])
def test_what_is_no_plain_file_is_not_read(make, tmp_path):
    (tmp_path / "elsewhere").write_text("secret")
    make(tmp_path / "a.csv")
    with pytest.raises(InputError, match=r"a\.csv: is no plain file; nothing is read through links"):
        stored(tmp_path / "a.csv")


def test_a_missing_file_names_the_kind_of_folder_that_holds_it(tmp_path):
    holders = set()
    for kind in (name for name, one in KINDS.items() if one.told):
        with pytest.raises(InputError) as caught:
            refuse_missing([tmp_path / "a.csv"], kind)
        holders.add(str(caught.value))
    assert len(holders) == len([one for one in KINDS.values() if one.told])


def test_whatever_a_parser_raises_says_that_the_file_is_damaged(tmp_path):
    (tmp_path / "a.csv").touch()
    for error in (
        KeyError("x"),
        RecursionError("deep"),
        MemoryError("a shape of 10^18"),
        OverflowError("x"),
        OSError(),
    ):

        def parse(content, error=error):
            raise error

        with pytest.raises(InputError, match=r"a\.csv: cannot be read as a table: "):
            parsed(tmp_path / "a.csv", "results-no-table", parse)


def test_a_machine_that_can_open_no_more_files_is_not_a_damaged_file(tmp_path, monkeypatch):
    def fail(_):
        raise OSError(24, "Too many open files")

    (tmp_path / "a.csv").touch()
    monkeypatch.setattr("pathlib.Path.read_bytes", fail)
    with pytest.raises(OSError, match="Too many open files"):
        stored(tmp_path / "a.csv")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, '{"a": NaN}', '{"a": Infinity}', "1" * 5000, "\x00", "[]", "3", "null", '"a"', "\ud800"],
)  # fmt: skip
def test_a_manifest_that_is_no_table_of_json_is_one_line(text, tmp_path):
    (tmp_path / "manifest.json").write_bytes(text.encode(errors="surrogatepass"))
    with pytest.raises(InputError, match=r"manifest\.json: (cannot be read as JSON|holds no table)") as caught:
        read_manifest(tmp_path / "manifest.json")
    assert str(caught.value).count("\n") == 0


CHANGES = {
    "a byte of a table": lambda folder: (folder / "a.csv").write_text("a,b\n1,3\n"),
    "a table is missing": lambda folder: (folder / "a.csv").unlink(),
    "a value of the manifest": lambda folder: change(folder, seed=8),
    "no hashes": lambda folder: change(folder, files_sha256=None, sha256=None),
    "a file elsewhere": lambda folder: change(folder, files_sha256={"../a.csv": "0"}),
}


def change(folder, **changes):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes))


@pytest.mark.parametrize("case", CHANGES)
def test_a_folder_knows_whether_it_is_as_it_was_written(case, tmp_path):
    write_results(
        tmp_path, {"a.csv": "a,b\n1,2\n", "b.bin": lambda file: file.write(b"\x00")}, {"seed": 7, "苏州": [0.1]}
    )
    assert is_as_written(tmp_path)
    CHANGES[case](tmp_path)
    assert not is_as_written(tmp_path)
