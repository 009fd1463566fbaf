"""Files of strangers: texts with pieces changed, JSON with anything in any place, scenarios as people write them."""

from __future__ import annotations

import copy
import re
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.properties.schema import ODD_TEXTS, anything

ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030", "latin-1")
LINES = (
    "a: &x 1", "b: *x", "<<: {seed: 1}", "\tplan: 1", "split:", "plan:", "? [a]\n: 1", "!!python/object:os.system {}",
    "---", "%YAML 9",
    "allocation: " + "[" * 400, "instruments: " + "{a: " * 60, "city: no", "1: 2", "null: 1", "seed: 5",
    "parameters: {creation_share: 0.1, creation_share: 0.2}", "horizon: {weeks_pilot: 1:30}", "plan: {calls: {}}",
    "rules: beijing\nrules: fund", "- a", "x: 'a", ",,,,", ",", "id,id", '"', "a,b,c\r\n", "\0", "=1+1",
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """A text with one to three places changed, in some encoding."""
    for _ in range(draw(st.integers(1, 3))):
        lines = text.splitlines() or [""]
        k = draw(st.integers(0, len(lines) - 1))
        words = list(re.finditer(r"[\w.%-]+", lines[k])) or [re.match("", lines[k])]
        word = draw(st.sampled_from(words))
        odd = draw(
            st.sampled_from(ODD_TEXTS)
            | st.integers(-(2**70), 2**70).map(str)
            | st.floats().map(str)
            | st.text(max_size=6)
        )
        match draw(st.sampled_from(("word", "word", "word", "cut", "double", "line", "end"))):
            case "word":
                lines[k] = lines[k][: word.start()] + odd + lines[k][word.end() :]
            case "cut":
                del lines[k]
            case "double":
                lines.insert(k, lines[k])
            case "line":
                lines.insert(k, draw(st.sampled_from(LINES)))
            case "end":
                lines = [*lines[:k], lines[k][: word.start()]]
        text = "\n".join(lines) + "\n"
    return text.encode(draw(st.sampled_from(ENCODINGS)), errors="replace")


@st.composite
def changed(draw: st.DrawFn, data: Any) -> Any:
    """Plain data with anything in one to three places, or without what was there."""
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        node = data
        while isinstance(node, dict | list) and node:
            key = draw(st.sampled_from(sorted(node)) if isinstance(node, dict) else st.integers(0, len(node) - 1))
            inner = node[key]
            if not (isinstance(inner, dict | list) and inner) or draw(st.integers(0, 2)) == 0:
                if draw(st.booleans()) and isinstance(node, dict):
                    del node[key]
                else:
                    node[key] = draw(anything)
                break
            node = inner
    return data


def scenario(case: dict[str, Any]) -> str:
    """A case as the text of a scenario: keys with dots become tables."""
    tables: dict[str, Any] = {}
    for key, value in case.items():
        *path, last = key.split(".")
        node = tables
        for name in path:
            if not isinstance(node.get(name), dict):
                node[name] = {}
            node = node[name]
        if not isinstance(node.get(last), dict):
            node[last] = copy.deepcopy(value)
    return yaml.safe_dump(tables, allow_unicode=True, sort_keys=False)
