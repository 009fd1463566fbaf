"""Where the configs and scenarios that come with the product are."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """Folder beside the package in a checkout, inside it in a wheel."""
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent / name


CONFIGS = _shipped("configs")
SCENARIOS = _shipped("scenarios")
