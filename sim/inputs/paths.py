"""Where the configs and scenarios that come with the product are, and the configs of extensions."""

from collections.abc import Sequence
from pathlib import Path

from sim.data.held import made_once
from sim.errors import Fault, InputError, fault
from sim.extend import SCENARIOS as SCENARIOS
from sim.extend import extensions, shipped

CONFIGS = shipped("configs")
POSTERIOR = "posterior"
# Groups whose choice goes by a name of its own.
NAMED = ("allocation", "split", "rules", "plan", "screening", "participation", "financing")
GROUPS = (*NAMED, "instrument")
PARAMETERS = ("table", POSTERIOR)  # where the parameters come from


@made_once
def configs(group: str) -> dict[str, Path]:
    """Files of a group of configs, ours and those of extensions, by name.

    Raises
    ------
    InputError
        If a name is there twice.
    """
    found: dict[str, Path] = {}
    for folder in (CONFIGS, *(extension.folder / "configs" for extension in extensions())):
        for path in sorted((folder / group).glob("*.yaml")):
            if found.setdefault(path.stem, path) is not path:
                raise InputError("inputs-config-twice", path=path, group=group, name=path.stem)
    return dict(sorted(found.items()))


def choices(group: str) -> list[str]:
    """Names that a config group allows."""
    return list(PARAMETERS) if group == "parameters" else list(configs(group))


def shown(group: str, name: str) -> str:
    """Config as messages name it: from the root of the repository on, or the path in an extension."""
    path = configs(group).get(name, CONFIGS)
    return f"configs/{group}/{name}.yaml" if path.is_relative_to(CONFIGS) else path.as_posix()


def added_folders(groups: Sequence[str]) -> dict[str, Path]:
    """Folders of configs in extensions, by package; every file in them is a config of one of the groups.

    Raises
    ------
    InputError
        With one line for every file that is not.
    """
    found = {e.package: e.folder / "configs" for e in extensions() if (e.folder / "configs").is_dir()}
    faults: list[Fault] = []
    for folder in found.values():
        for path in sorted(folder.rglob("*.yaml")):
            group = path.parent.relative_to(folder).as_posix()
            if group not in groups:
                where = fault("inputs-config-folder", groups=", ".join(groups))
                faults.append(fault("inputs-in", source=path, problem=where))
            else:
                faults += _faults(path)
    if faults:
        raise InputError(faults)
    return found


def _faults(path: Path) -> list[Fault]:
    import yaml  # help names configs without reading any

    try:
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return [fault("inputs-not-plain", file=path, why=" ".join(str(error).split()))]
    return [] if isinstance(plain, dict) else [fault("inputs-in", source=path, problem=fault("inputs-keys"))]
