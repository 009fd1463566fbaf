"""The frame of a report: one file that opens anywhere, without a network and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from sim.report.markup import Html, element
from sim.results.writing import write_whole

# Nothing is fetched and nothing runs, whatever the file holds: images and style come with it.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = Path(__file__).with_name("style.css")


def write_page(folder: Path, title: str, body: Html) -> Path:
    """Write ``report.html`` into a folder, whole or not at all.

    Parameters
    ----------
    folder : Path
    title : str
    body : Html

    Returns
    -------
    Path
    """
    return write_whole(folder / "report.html", _page(title, body))


def pictures(
    folder: Path, charts: Iterable, sources: Iterable[str], draw: Callable[[Path], object]
) -> dict[str, bytes]:
    """Charts of a results folder as SVG; they are drawn first if one is missing or older than what it is drawn from.

    Parameters
    ----------
    folder : Path
    charts : iterable
        Each with a name.
    sources : iterable of str
        Files of the folder that they are drawn from; some may be missing.
    draw : callable
        Draws all of them into the folder.
    """
    paths = {chart.name: folder / "charts" / f"{chart.name}.svg" for chart in charts}
    newest = max(path.stat().st_mtime_ns for path in (folder / name for name in sources) if path.is_file())
    if not all(path.is_file() and path.stat().st_mtime_ns >= newest for path in paths.values()):
        draw(folder)
    return {name: path.read_bytes() for name, path in paths.items()}


def _page(title: str, body: Html) -> str:
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        element("title", title),
        element("link", rel="icon", href="data:,"),
        element("style", Html(STYLE.read_text(encoding="utf-8"))),
    )
    return "<!DOCTYPE html>\n" + element("html", head, element("body", element("main", body)), lang="en") + "\n"
