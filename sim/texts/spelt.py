"""Signs that are not printed, spelt out: they come from files and command lines, and a terminal may act on them."""

from __future__ import annotations


def spelt(text: str) -> str:
    r"""Return the text with whatever a terminal does not print, as escapes, spelt out; line ends stay.

    >>> spelt("Su\x1bzhou\n")
    'Su\\x1bzhou\n'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" or _is_blank(c) else repr(c)[1:-1] for c in text)


def _is_blank(c: str) -> bool:
    import unicodedata

    return unicodedata.category(c) == "Zs"  # as the wide blank of Chinese texts


def one_line(text: str) -> str:
    """Return the text spelt out, its line ends too."""
    return spelt(text).replace("\n", "\\n")
