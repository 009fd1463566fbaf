"""HTML that cannot be broken by what is written into it: every text is escaped unless this module made it."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable

VOID = ("img", "link", "meta")


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def _safe(content: object) -> str:
    if isinstance(content, Html):
        return content
    if isinstance(content, list | tuple):
        return "".join(_safe(part) for part in content)
    return html.escape(str(content)).replace(" %", "&nbsp;%")  # a line must not begin with the sign


def element(tag: str, *content: object, **attributes: str) -> Html:
    """Return an element; a trailing underscore of an attribute's name is dropped.

    >>> element("p", "a < b", element("b", "&"), class_="x")
    '<p class="x">a &lt; b<b>&amp;</b></p>'
    """
    words = "".join(f' {key.rstrip("_")}="{html.escape(str(value))}"' for key, value in attributes.items())
    if tag in VOID:
        return Html(f"<{tag}{words}>")
    return Html(f"<{tag}{words}>{_safe(content)}</{tag}>")


def join(parts: Iterable[object]) -> Html:
    """Put parts one after the other, on lines of their own."""
    return Html("\n".join(_safe(part) for part in parts))


def table(heads: list[str], rows: list[list[object]], texts: int = 1) -> Html:
    """Return a table that scrolls by itself where the page is too narrow.

    Parameters
    ----------
    heads : list of str
    rows : list of list
    texts : int
        Number of leading columns that are text; the others are numbers, set to the right.
    """
    side = ["t" if k < texts else "n" for k in range(len(heads))]
    head = element("tr", [element("th", text, class_=s, scope="col") for text, s in zip(heads, side, strict=True)])
    body = [element("tr", [element("td", cell, class_=s) for cell, s in zip(row, side, strict=True)]) for row in rows]
    inner = element("table", element("thead", head), element("tbody", body))
    return element("div", inner, class_="scroll", tabindex="0")


def facts(pairs: Iterable[tuple[str, object]]) -> Html:
    """Return a list of named facts."""
    return element("dl", [[element("dt", name), element("dd", value)] for name, value in pairs])


def picture(svg: bytes, alternative: str, reading: str) -> Html:
    """Return a chart with how to read it, the file inside the page.

    Parameters
    ----------
    svg : bytes
        Of the file.
    alternative : str
        For those who cannot see it.
    reading : str
    """
    source = "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
    box = element("div", element("img", src=source, alt=alternative), class_="scroll picture", tabindex="0")
    return element("figure", box, element("figcaption", element("i", "How to read it: "), reading))


def details(summary: str, *content: object) -> Html:
    """Return a part that opens on a click."""
    return element("details", element("summary", summary), *content)


def section(title: str, *content: object, **attributes: str) -> Html:
    """Return a section under its title."""
    return element("section", element("h2", title), join(content), **attributes)
