"""What a page is made of. Each kind of block is written by the template of its name, which escapes every text."""

from __future__ import annotations

import base64
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from sim.texts import LANGUAGE, say

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")
DASH = "–"  # where there is no value


@functools.cache
def _environment() -> Environment:
    """Templates; Jinja2 is loaded where the first page is written."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, finalize=_finish,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals["say"] = say
    return environment


def _finish(value: object) -> object:
    """Tie the sign to its number: a line must not begin with it."""
    return value.replace(" %", "\N{NO-BREAK SPACE}%") if type(value) is str else value


def render(template: str, **values: object) -> str:
    """Return a template with its values filled in, escaped unless they are blocks.

    Parameters
    ----------
    template : str
        Name of a file in ``templates``.
    **values
        Texts, numbers and blocks.
    """
    return _environment().get_template(template).render(values, language=LANGUAGE.get())


class Block:
    """Part of a page, written by ``templates/<name of its class>.html`` with its fields as values."""

    def __html__(self) -> str:
        """Return HTML; what Jinja2 asks for where a block stands in a template."""
        return render(f"{type(self).__name__.lower()}.html", **vars(self))


Content: TypeAlias = str | int | float | Block


@dataclass(frozen=True)
class Bold(Block):
    """Words that stand out."""

    text: str


@dataclass(frozen=True)
class Paragraph(Block):
    """A paragraph.

    Attributes
    ----------
    text : str
    style : str
        Class in the style sheet: finding, small, sub or warn.
    lead : str
        Bold words before the text.
    link : tuple of str
        Id of a section of the page and words of the link to it, after the text.
    """

    text: str
    style: str = ""
    lead: str = ""
    link: tuple[str, str] | None = None


@dataclass(frozen=True)
class Heading(Block):
    """Heading within a section."""

    text: str


@dataclass(frozen=True)
class Lines(Block):
    """Lines in a cell: a bold word with what follows it, then ordinary lines, then small ones."""

    lead: str
    rest: str
    lines: Sequence[str] = ()
    small: Sequence[str] = ()


@dataclass(frozen=True)
class Items(Block):
    """List of points."""

    items: Sequence[str]


@dataclass(frozen=True)
class Digests(Block):
    """Names with their SHA-256."""

    digests: dict[str, str]


@dataclass(frozen=True)
class Facts(Block):
    """Named facts."""

    pairs: Sequence[tuple[str, Content]]


@dataclass(frozen=True)
class Table(Block):
    """A table that scrolls by itself where the page is too narrow.

    Attributes
    ----------
    heads : sequence of str
    rows : sequence of sequences
        Of cells, as many as heads.
    texts : int
        Number of leading columns that are text; the others are numbers, set to the right.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[Content]]
    texts: int = 1


@dataclass(frozen=True)
class Figure(Block):
    """A chart with how to read it, the picture inside the page.

    Attributes
    ----------
    svg : bytes
    alternative : str
        For those who cannot see it.
    reading : str
    number, shows : str
        "Chart 1." and what it shows; none where empty.
    """

    svg: bytes
    alternative: str
    reading: str
    number: str = ""
    shows: str = ""

    def __html__(self) -> str:
        """Return HTML with the picture as text."""
        return render("figure.html", **vars(self), base64=base64.b64encode(self.svg).decode("ascii"))


@dataclass(frozen=True)
class Listing(Block):
    """Lines as they are, as of settings."""

    lines: Sequence[str]


@dataclass(frozen=True)
class Details(Block):
    """A part that opens on a click."""

    summary: str
    parts: Sequence[Block]


@dataclass(frozen=True)
class Section(Block):
    """A section under its title."""

    title: str
    parts: Sequence[Block]
    id: str = ""


@dataclass(frozen=True)
class Head(Block):
    """Beginning of a page: title, what it is about, the finding in one sentence, and more."""

    title: str
    subtitle: str
    finding: str
    parts: Sequence[Block]
