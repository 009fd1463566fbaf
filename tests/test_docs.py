"""What the documentation points to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "sim" / "data" / "README.md"]
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
PATH = re.compile(r"(?<![\w/.-])((?:sim|tests|bench|scripts)/[\w./-]*\w)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_paths_lead_somewhere(page):
    text = page.read_text("utf-8")
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    missing = [link for link in LINK.findall(prose) if not (page.parent / link).exists()]
    missing += [path for path in PATH.findall(text) if not (ROOT / path).exists()]
    assert missing == []


def test_the_tree_of_the_readme_is_what_is_in_the_package():
    tree = (ROOT / "README.md").read_text("utf-8").split("```\nsim/cli/", 1)[1].split("```", 1)[0]
    named = {"sim/cli", *re.findall(r"sim/\w+(?:\.py)?", tree)}
    there = {f"sim/{path.name}" for path in (ROOT / "sim").iterdir() if not path.name.startswith("_")}
    assert named == there
