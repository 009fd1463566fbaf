"""Keys in the code and keys in the catalogues are the same, and so are their values."""

import ast
import functools
import re
from pathlib import Path

import pytest
from fluent.syntax import ast as fluent
from fluent.syntax import parse
from fluent.syntax.visitor import Visitor

from sim.texts import FOLDER, _bundle, _chosen, _simple, say

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
SAYING = {"say", "named", "fault", "InputError", "Wrong"}
KEY = re.compile(r"[a-z]+(-[a-z0-9]+)+")


class Names(Visitor):
    """Collects the values that a message takes."""

    def __init__(self):
        self.found = set()

    def visit_VariableReference(self, node):
        self.found.add(node.id.name)


@functools.cache
def messages() -> dict[str, set[str]]:
    found = {}
    for path in sorted(Path(FOLDER, "en").glob("*.ftl")):
        for entry in parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, fluent.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, fluent.Message):
                assert entry.id.name not in found, f"{entry.id.name} appears twice"
                assert entry.id.name.partition("-")[0] == path.stem, f"{entry.id.name} stands in {path.name}"
                names = Names()
                names.visit(entry.value)
                found[entry.id.name] = names.found
    return found


def calls():
    """Places in the code that name a key: file, line, key (a pattern where part of it is computed), values or None."""
    for path in sorted((ROOT / "sim").rglob("*.html")):
        for key in re.findall(r'\bsay\("([^"]+)"\)', path.read_text("utf-8")):
            yield str(path.relative_to(ROOT)), key, set()
    for path in sorted((ROOT / "sim").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name not in SAYING or not node.args:
                continue
            key = node.args[0]
            values = None if any(k.arg is None for k in node.keywords) else {k.arg for k in node.keywords}
            where = f"{path.relative_to(ROOT)}:{node.lineno}"
            if isinstance(key, ast.Constant) and isinstance(key.value, str) and KEY.fullmatch(key.value):
                yield where, key.value, values
            elif isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else ".+" for p in key.values]
                yield where, re.compile("".join(parts)), None


def strings() -> set[str]:
    """Every text in the code that could be a key, for keys that are handed on from tables."""
    found = set()
    for path in (ROOT / "sim").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
                found.add(node.value)
    return found


def test_every_key_that_the_code_names_is_there_with_its_values():
    known, faults = messages(), []
    for where, key, values in calls():
        if isinstance(key, str) and key not in known:
            faults.append(f"{where}: no text {key}")
        elif isinstance(key, str) and values is not None and values != known[key]:
            faults.append(f"{where}: {key} takes {sorted(known[key])}, is given {sorted(values)}")
    assert faults == []


def test_every_text_is_used():
    named = {key for _, key, _ in calls() if isinstance(key, str)} | strings()
    patterns = [key for _, key, _ in calls() if not isinstance(key, str)]
    unused = [k for k in messages() if k not in named and not any(p.fullmatch(k) for p in patterns)]
    assert [k for k in unused if not k.startswith("texts-example")] == []


def test_a_missing_value_is_told():
    with pytest.raises(ValueError, match="place"):
        say("texts-example", n=1)


def test_numbers_are_written_without_separators():
    assert say("texts-example", n=2026, place="x").startswith("2026 ")


@pytest.mark.parametrize("path", sorted(Path(FOLDER, "en").glob("*.ftl")), ids=lambda path: path.stem)
def test_texts_that_are_read_without_the_library_are_what_the_library_gives(path):
    values = {name: k for k, name in enumerate(sorted(set().union(*messages().values())), start=1998)}
    for key in _simple("en", path.stem):
        assert say(key, **values) == _chosen(_bundle("en", path.stem), key, values), key


def test_most_texts_are_read_without_the_library():
    simple = sum(len(_simple("en", path.stem)) for path in Path(FOLDER, "en").glob("*.ftl"))
    assert simple > 0.8 * len(messages())


def test_a_missing_value_of_a_simple_text_is_told():
    with pytest.raises(ValueError, match="verb"):
        say("cli-unknown-verb", known="run")
