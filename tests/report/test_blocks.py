"""Blocks of a report: escaped, and each with its template."""

from sim.report.blocks import (
    TEMPLATES,
    Block,
    Bold,
    Details,
    Digests,
    Facts,
    Figure,
    Head,
    Heading,
    Items,
    Lines,
    Listing,
    Paragraph,
    Section,
    Table,
)  # fmt: skip
from tests.report.pages import SCRIPT


def test_blocks_escape_all_but_blocks():
    cell = '<td class="t"><b>&lt;script&gt;alert(1)&lt;/script&gt;</b></td>'
    assert cell in Table(["a"], [[Bold(SCRIPT)]]).__html__()
    for block in (
        Paragraph(SCRIPT, '">' + SCRIPT, SCRIPT, (SCRIPT, SCRIPT)), Items([SCRIPT]), Table([SCRIPT], [[SCRIPT]]),
        Facts([(SCRIPT, SCRIPT)]), Listing([SCRIPT]), Lines(SCRIPT, SCRIPT, [SCRIPT], [SCRIPT]), Heading(SCRIPT),
        Digests({SCRIPT: SCRIPT}), Details(SCRIPT, [Bold(SCRIPT)]), Section(SCRIPT, [Bold(SCRIPT)], '">' + SCRIPT),
        Head(SCRIPT, SCRIPT, SCRIPT, [Bold(SCRIPT)]), Figure(b"", '">' + SCRIPT, SCRIPT, SCRIPT, SCRIPT),
    ):  # fmt: skip
        html = block.__html__()
        assert "<script" not in html and html.count("&lt;script&gt;") == str(block).count("<script>"), html


def test_every_kind_of_block_has_its_template_and_no_template_is_left_over():
    kinds = {f"{kind.__name__.lower()}.html" for kind in Block.__subclasses__()}
    assert {path.name for path in TEMPLATES.glob("*.html")} == kinds | {"page.html"}
