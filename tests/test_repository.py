"""The repository itself: what is tracked, what is locked, what is measured by its length."""

import ast
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-build.txt")
PYTHONS = ("3.11", "3.12", "3.13")
BINARY = {".png", ".parquet", ".ttf", ".otf", ".woff2", ".pdf", ".npz"}


def git(*arguments: str) -> subprocess.CompletedProcess:
    if not (ROOT / ".git").exists():  # an unpacked archive knows no tracked files; CI always has a clone
        if os.environ.get("CI"):
            pytest.fail("not a git clone")
        pytest.skip("not a git clone")
    # A clone that another user made is fine here.
    command = ["git", "-c", "safe.directory=*", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def tracked() -> list[str]:
    """Files that are tracked, or would be by ``git add``."""
    listing = git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    assert listing.returncode == 0, listing.stderr
    return sorted(name for name in listing.stdout.split("\0") if name and (ROOT / name).is_file())


def tracked_text() -> dict[str, str]:
    return {n: (ROOT / n).read_text("utf-8") for n in tracked() if Path(n).suffix not in BINARY}


def pins(lock: str) -> list[tuple[Requirement, list[str]]]:
    """Locked requirements with their hashes."""
    lines = (ROOT / lock).read_text().replace("\\\n", " ").splitlines()
    found = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            requirement, *hashes = line.split("--hash=")
            found.append((Requirement(requirement.strip()), [h.strip() for h in hashes]))
    return found


def chosen(lock: str, python: str) -> dict[str, str]:
    """Name to version, as Linux with this Python installs it."""
    machine = {
        "python_version": python,
        "python_full_version": f"{python}.4",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_machine": "x86_64",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return {
        canonicalize_name(r.name): str(r.specifier).removeprefix("==")
        for r, _ in pins(lock)
        if r.marker is None or r.marker.evaluate(machine)
    }


# ---------------------------------------------------------------- tracked files


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_host(name):
    text = (ROOT / name).read_text()
    for word in ("://", "--index-url", "--extra-index-url", "--find-links", "--trusted-host", " @ "):
        assert word not in text


def test_no_file_names_a_registry_host():
    hosts = [a + b for a, b in (("py", "pi.org"), ("pythonhos", "ted.org"), ("/simp", "le/"), ("devpi", "."))]
    found = [(name, h) for name, text in tracked_text().items() for h in hosts if h in text]
    assert found == []


def test_no_file_names_a_folder_of_one_machine():
    # Not after a host name, so that an address such as that of a data source stays allowed.
    folder = re.compile(r"(?<![\w.:/~$}-])/(?:home|Users|root|work|mnt)/\w+")
    found = {name: hit[0] for name, text in tracked_text().items() if (hit := folder.search(text))}
    assert found == {}


@pytest.mark.parametrize(
    "name", ["uv.lock", ".venv/bin/python", "results/a/summary.csv", ".hypothesis/x", "sim/__pycache__/x.pyc"]
)
def test_ignored(name):
    assert git("check-ignore", "--quiet", "--no-index", name).returncode == 0


@pytest.mark.parametrize("name", ["results/.gitkeep", "configs/config.yaml", "sim/data/parameters.csv"])
def test_not_ignored(name):
    assert git("check-ignore", "--quiet", "--no-index", name).returncode == 1


def test_no_large_file_is_tracked():
    large = {n: (ROOT / n).stat().st_size for n in tracked() if (ROOT / n).stat().st_size > 3_000_000}
    assert large == {}


def test_ci_runs_make_test():
    path = ROOT / ".ci" / "run"
    assert path.stat().st_mode & 0o100
    assert path.read_text().splitlines()[-1] == "make test"
    assert (ROOT / "scripts" / "set-up").stat().st_mode & 0o100


# ---------------------------------------------------------------- lock


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_hashed(lock):
    for requirement, hashes in pins(lock):
        assert re.fullmatch(r"==[\w.+!]+", str(requirement.specifier)), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", h) for h in hashes), requirement


@pytest.mark.parametrize("python", PYTHONS)
def test_lock_serves_what_is_declared(python):
    for lock, declared in (
        ("requirements.txt", PROJECT["dependencies"]),
        ("requirements-test.txt", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]),
    ):
        locked = chosen(lock, python)
        for requirement in map(Requirement, declared):
            version = locked.get(canonicalize_name(requirement.name))
            assert version, f"{requirement.name} is not in {lock}"
            assert requirement.specifier.contains(version), f"{lock}: {requirement} against {version}"


@pytest.mark.parametrize("python", PYTHONS)
def test_locks_agree(python):
    run, test, build = (chosen(lock, python) for lock in LOCKS)
    assert run.items() <= test.items()
    assert {n: v for n, v in build.items() if n in test} == {n: test[n] for n in build if n in test}


# ---------------------------------------------------------------- lengths

# Longer needs a reason: a docstring that says "Long because ...".
REASON = "Long because"
FILES, FUNCTIONS, RULES, ARGUMENTS = 300, 40, 25, 6


def sources() -> list[Path]:
    return sorted((ROOT / "sim").rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def excused(node) -> bool:
    return REASON in (ast.get_docstring(node) or "")


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_length_of_file_and_functions(path):
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= FILES or excused(tree)
    in_rules = "rules" in path.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and not excused(node):
            docstring = ast.get_docstring(node, clean=False)
            lines = node.end_lineno - node.lineno + 1 - (len(docstring.splitlines()) if docstring else 0)
            assert lines <= (RULES if in_rules else FUNCTIONS), f"{node.name}: {lines} lines"
            if in_rules:
                assert len(node.args.args) <= ARGUMENTS, f"{node.name}: {len(node.args.args)} arguments"
