"""What ``sanxin --help`` and ``sanxin VERB --help`` print; nothing heavy is loaded for it."""

from __future__ import annotations

from collections.abc import Iterable

from sim.texts import page


def overview(verbs: Iterable[str]) -> str:
    """Help of the command: its verbs, a line each, keys and examples."""
    lines = [f"  {name:11s} {_parts(name)[0]}" for name in verbs]
    return page("help").rstrip("\n").replace("{verbs}", "\n".join(lines)).replace("{always}", _always())


def help_of(verb: str, has_settings: bool) -> str:
    """Help of a verb, and of the settings if it takes any."""
    own = _parts(verb)[1].rstrip("\n")
    return "\n\n".join([own, _keys(), _always()] if has_settings else [own, _always()])


def _parts(verb: str) -> tuple[str, str]:
    """First line of a verb's page, which stands in the overview, and the rest, which is its help."""
    line, _, rest = page(f"help-{verb}").partition("\n\n")
    return line, rest


def _always() -> str:
    """What goes for every verb."""
    return page("help-always").rstrip("\n")


def _keys() -> str:
    from sim.extend import scenarios
    from sim.inputs.paths import GROUPS, configs

    names = {group: ", ".join(configs(group)) for group in GROUPS}
    names["scenario"] = ", ".join(scenarios())
    return page("help-keys").rstrip("\n").format(**names)
