"""Where a stored result comes from, as its manifest says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.report.blocks import DASH, Content, Details, Digests, Facts, Listing, Table
from sim.results.vocabulary import WHOLE_RUN
from sim.results.words import is_number, plain
from sim.texts import say


def origin(manifest: Mapping[str, Any]) -> Facts:
    """Return command, code, seed, time, versions and data, as far as the manifest names them.

    Parameters
    ----------
    manifest : mapping
        Of any results folder.
    """
    m = manifest
    digests = m.get("data_sha256")
    pairs: list[tuple[str, Content]] = [(say("report-command"), m["command"])] if "command" in m else []
    pairs += [(say("report-stated"), stated)] if (stated := _stated(m)) else []
    pairs += [
        (say("report-made-at"), m.get("created_utc", DASH)),
        (say("report-code"), m.get("code_version") or m["version"]),
        (say("report-seed"), ", ".join(distinct(m, "seed"))),
        (say("report-replicates"), ", ".join(distinct(m, "replicates"))),
        (say("report-time-taken"), _seconds(m)),
        (say("report-versions"), _versions(m)),
        (say("report-data"), Digests(digests) if digests else DASH),
    ]
    return Facts(pairs)


def distinct(manifest: Mapping[str, Any], key: str) -> list[str]:
    """Values of a setting in the runs of a folder, each once; that of the manifest where it does not hold theirs."""
    configs = [config for config in manifest["configs"].values() if isinstance(config, dict)]
    return list(dict.fromkeys(str(config[key]) for config in configs if key in config)) or [str(manifest[key])]


def _stated(manifest: Mapping[str, Any]) -> Details | None:
    """Settings that are not as they come, what states each, and in which runs; None where a folder does not say it."""
    runs: dict[tuple[str, ...], list[str]] = {}
    origins = manifest.get("origins")
    if not isinstance(origins, dict):
        return None
    for label, found in origins.items():
        for one in found if isinstance(found, list) else ():
            runs.setdefault(_row(one), []).append(label)
    rows = [
        [*row, say("report-stated-all") if len(of) == len(origins) else ", ".join(map(plain, of))]
        for row, of in runs.items()
    ]
    heads = [say(f"report-stated-{head}") for head in ("key", "value", "usual", "by", "runs")]
    several = len(origins) > 1
    table = Table(heads if several else heads[:-1], rows if several else [row[:-1] for row in rows], len(heads))
    return Details(say("report-stated-n", n=len(rows)), [table]) if rows else None


def _row(one: Mapping[str, Any]) -> tuple[str, ...]:
    """Cells of one setting."""
    source, line = str(one.get("source", "")), one.get("line")
    by = say("report-stated-line", source=source, line=line) if line else source
    return str(one.get("key", "")), str(one.get("value", "")), str(one.get("usual") or DASH), by


def first_settings(manifest: Mapping[str, Any]) -> Details:
    """Settings of the first run that the manifest names, a line each."""
    lines = [f"{key} = {value}" for key, value in next(iter(manifest["configs"].values()), {}).items()]
    return Details(say("report-settings"), [Listing(lines)])


def _seconds(manifest: Mapping[str, Any]) -> str:
    """Seconds in all and by part, as far as they are known."""
    known = manifest.get("seconds_by_part")
    known = known if isinstance(known, dict) else {}
    known = {name: seconds for name, seconds in known.items() if is_number(seconds)}
    whole = known.pop(WHOLE_RUN, None)
    whole = manifest.get("wall_seconds", whole)
    parts = ", ".join(f"{plain(name)} {seconds:.0f}" for name, seconds in known.items())
    if whole is None:
        return say("report-seconds", n=parts) if parts else DASH
    total = say("report-seconds", n=f"{whole:.0f}")
    return say("report-seconds-by-part", total=total, parts=parts) if parts else total


def _versions(manifest: Mapping[str, Any]) -> str:
    versions = manifest.get("versions") or DASH
    return ", ".join(f"{k} {v}" for k, v in versions.items()) if isinstance(versions, dict) else str(versions)
