"""Pages and small results for tests of the report."""

from __future__ import annotations

from html.parser import HTMLParser

from sim.results.reading import read_results
from tests.synthetic_results import write_results

SMALL = {"n_cities": 6, "weeks_pilot": 20, "weeks_after": 6}
SCRIPT = "<script>alert(1)</script>"
VOID = {"meta", "link", "img"}


class Page(HTMLParser):
    """Collects tags, attributes and text; checks that tags are closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.open, self.words, self.addresses = [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action", "data")]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def results_of(tmp_path, labels, **changes):
    return read_results(write_results(tmp_path, labels, **SMALL | changes))
