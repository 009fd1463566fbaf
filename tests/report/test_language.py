"""A second language is added by adding files only: under a made-up one, no English is left but that of the data."""

import json
import re
from html import unescape
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from fluent.syntax import parse, serialize
from fluent.syntax.visitor import Transformer

from sim import texts
from tests.pictures import told
from tests.report.test_validation_report import OPTIONAL, write_run
from tests.synthetic_results import SECTORS, write_results

pytestmark = pytest.mark.long

WIDE = {ord(c): ord(c) - ord("!") + ord("！") for c in map(chr, range(ord("A"), ord("z") + 1)) if c.isalpha()}
WORD = re.compile(r"[A-Za-z]{2,}")
# Entries of a manifest whose keys are shown.
SHOWN = (
    "kinds", "cap_by_level", "seconds_by_part", "versions", "data", "data_sha256", "parameters", "split", "added",
    "must_match",
)  # fmt: skip
FILES = {"csv", "py", "html", "weeks", "after", "horizon"}  # names of files and settings, the same in all languages


class Widened(Transformer):
    """Writes every letter of a text as a wide one; keys, values and their choice are left as they are."""

    def visit_TextElement(self, node):
        node.value = node.value.translate(WIDE)
        return node


@pytest.fixture
def wide(tmp_path, monkeypatch):
    """Speak a language made from English, in a folder of its own."""
    folder = tmp_path / "texts" / "wide"
    folder.mkdir(parents=True)
    for path in Path(texts.FOLDER, "en").glob("*.ftl"):
        messages = Widened().visit(parse(path.read_text("utf-8")))
        (folder / path.name).write_text(serialize(messages), encoding="utf-8")
    monkeypatch.setattr(texts, "FOLDER", folder.parent)
    token = texts.LANGUAGE.set("wide")
    yield tmp_path / "results"
    texts.LANGUAGE.reset(token)


def english(page, *more):
    """Words of a page that are neither wide nor of the manifest beside it."""
    html = page.read_text("utf-8")
    assert '<html lang="wide">' in html
    html = re.sub(r"<style>.*?</style>|<pre.*?</pre>|base64,[^\"]*", "", html, flags=re.DOTALL)
    spoken = map(unescape, re.findall(r'(?:alt|data-hint)="([^"]*)"', html))
    found = {word for text in [unescape(re.sub(r"<[^>]*>", " ", html)), *spoken] for word in WORD.findall(text)}
    manifest = json.loads(page.with_name("manifest.json").read_text("utf-8"))
    known = {word for text in [*said(manifest), *more] for word in WORD.findall(text)}
    return sorted(word for word in found - known - FILES if word.lower() not in known)


def said(value, name=""):
    """Texts of a manifest, and keys where they are names."""
    if isinstance(value, dict):
        keys = value if name in SHOWN else []
        return [*map(str, keys), *(text for key, inner in value.items() for text in said(inner, key))]
    if isinstance(value, list):
        return [text for inner in value for text in said(inner, name)]
    return [value] if isinstance(value, str) else []


def write_attributed(folder):
    """Write the folder of an attribution of three directions."""
    folder.mkdir(parents=True)
    players = ("debut", "scene", "ip")
    pairs = [" + ".join(pair) for pair in combinations(players, 2)]
    rows = [("share", p, 1e8) for p in players] + [("first", p, 2e8) for p in players]
    rows += [("last", p, 5e7) for p in players] + [("interaction", p, -1e7) for p in pairs]
    rows += [("net", p, 1e8) for p in ("none", *players, *pairs)] + [("net", "all", 4e8)]
    table = [("directions", p, f"{m}_{u}", v / d) for m, p, v in rows for u, d in (("yuan", 1), ("per_yuan", 1e9))]
    for name, measure, value in (
        ("debut", "net_per_extra_yuan", 0.4), ("debut", "extra_yuan", 2e7),
        ("publicity minus awards", "difference_per_extra_yuan", -0.2),
    ):  # fmt: skip
        table.append(("one_more_yuan", name, measure, value))
    frame = pd.DataFrame(table, columns=["block", "players", "measure", "value"])
    width = 0.1 * frame.value.abs()
    frame = frame.assign(se=width / 2, ci_low=frame.value - width, ci_high=frame.value + width, n_replicates=8)
    frame.to_csv(folder / "attribution.csv", index=False)
    split = {"name": "balanced", "debut": 0.4, "scene": 0.35, "ip": 0.2, "publicity": 0.05}
    manifest = {
        "version": "0.1", "code_version": "0.1", "command": "-", "created_utc": "2026-01-01", "seed": 7,
        "replicates": 8, "grant_yuan": 1e9, "extra_share": 0.05, "added": {"coordination": "reform"},
        "label": "official", "cities": ["xining"], "configs": {"official": {"split": split}}, "calendar": {},
        "parameters": [], "data_sha256": {"cities": "ab"}, "versions": {"numpy": "2"}, "wall_seconds": 9.0,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.mark.parametrize(
    ("labels", "more"),
    [
        (["official", "equal", "free+reform"], {"promises": True}),
        (["official"], {"n_cities": 1, "replicates": 1}),
        (["free+reform"], {}),
        (["none"], {}),
    ],
)
def test_no_sentence_of_a_comparison_is_left_in_the_code(wide, labels, more):
    folder = write_results(wide, labels, **{"n_cities": 4, "weeks_pilot": 20, "weeks_after": 6} | more)
    assert english(told(folder), *labels, *SECTORS) == []


def test_no_sentence_of_a_validation_is_left_in_the_code(wide):
    folder = write_run(wide, optional=OPTIONAL, must_match={"gross": ["CN16"]})
    assert english(told(folder), (folder / "validation.csv").read_text("utf-8")) == []


def test_no_sentence_of_an_attribution_is_left_in_the_code(wide):
    folder = write_attributed(wide)
    assert english(told(folder), (folder / "attribution.csv").read_text("utf-8")) == []
