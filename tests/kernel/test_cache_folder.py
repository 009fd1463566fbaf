"""The folder of compiled rules is one that only the user can have filled: what numba finds there is run."""

import os

import pytest

from sim.kernel import compiled


@pytest.fixture
def shared(tmp_path, monkeypatch):
    monkeypatch.setattr(compiled.tempfile, "gettempdir", lambda: str(tmp_path))
    return tmp_path / f"sanxin-{os.getuid()}"


def test_a_folder_of_the_users_own_is_used_among_temporary_files(shared):
    assert compiled._own_temporary() == shared
    assert shared.stat().st_mode & 0o777 == 0o700
    assert compiled._own_temporary() == shared


@pytest.mark.parametrize("how", ["others may write", "a link", "a file"])
def test_a_folder_that_others_can_have_filled_is_not_used(how, shared, tmp_path):
    if how == "a link":
        (tmp_path / "elsewhere").mkdir()
        shared.symlink_to(tmp_path / "elsewhere")
    elif how == "a file":
        shared.touch()
    else:
        shared.mkdir()
        shared.chmod(0o777)
    assert compiled._own_temporary() is None
