"""Compiled code is kept on disk; an edit of what it comes from must never leave the old one in use."""

from __future__ import annotations

import shutil

from sim.kernel import compiled


def test_an_edit_of_any_compiled_source_starts_a_fresh_cache(tmp_path, monkeypatch):
    shutil.copytree(compiled._KERNEL, tmp_path / "kernel", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(compiled, "_KERNEL", tmp_path / "kernel")
    seen = [compiled._source_hash()]
    sources = sorted((tmp_path / "kernel").rglob("*.py"))
    for path in sources:
        path.write_bytes(path.read_bytes() + b"# edited\n")
        seen.append(compiled._source_hash())
    assert len(set(seen)) == len(sources) + 1 > 20
