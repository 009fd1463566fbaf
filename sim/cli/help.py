"""What ``sanxin --help`` and ``sanxin VERB --help`` print; nothing heavy is loaded for it."""

from __future__ import annotations

from collections.abc import Iterable

from sim.texts import page


def overview(verbs: Iterable[str]) -> str:
    """Help of the command: its verbs, a line each, keys and examples."""
    lines = [f"  {name:11s} {_parts(name)[0]}" for name in verbs]
    return page("help").rstrip("\n").replace("{verbs}", "\n".join(lines)).replace("{always}", _always())


def help_of(verb: str, has_settings: bool, has_plan: bool) -> str:
    """Help of a verb, of the settings if it takes any, and of ``--explain`` if there is anything to explain."""
    own, always = _parts(verb)[1].rstrip("\n"), _always(has_plan)
    return "\n\n".join([own, _keys(), always] if has_settings else [own, always])


def _parts(verb: str) -> tuple[str, str]:
    """First line of a verb's page, which stands in the overview, and the rest, which is its help."""
    line, _, rest = page(f"help-{verb}").partition("\n\n")
    return line, rest


def _always(has_plan: bool = True) -> str:
    """What goes for every verb; ``--explain`` for those that do more than to read a results folder."""
    return page("help-always").rstrip("\n").replace("{explain}", page("help-explain") if has_plan else "")


def _keys() -> str:
    from sim.extend import scenarios
    from sim.inputs.paths import GROUPS, configs

    names = {group: ", ".join(configs(group)) for group in GROUPS}
    names["scenario"] = ", ".join(scenarios())
    return page("help-keys").rstrip("\n").format(**names)
