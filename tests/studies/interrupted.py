"""A study that is interrupted, and gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import main
from sim.runs import replicates

# A world in which a study takes seconds.
SMALL = [
    "city=[xining,haikou]", "population.consumers_per_city=10", "replicates=2", "horizon.weeks_warmup=4",
    "horizon.weeks_pilot=28", "horizon.weeks_after=2", "threads=1", "workers=1",
    "rules.kinds.first_store.retroactive_weeks=0",
]  # fmt: skip


def stopped_once(command: list[str], folder: Path, last: str, worlds: int) -> list[bool]:
    """Interrupt a command, see another one refused in its folder, and go on.

    Parameters
    ----------
    command : list of str
    folder : Path
        Of its results.
    last : str
        In place of the command's last word, which makes it another one.
    worlds : int
        How many are begun before the interrupt.

    Returns
    -------
    list of bool
        Of each world that was begun, whether it had a policy.
    """
    ran: list[bool] = []
    real, whole = replicates.run_pilot, [*command, f"output={folder}"]

    def stops_once(settings, *rest):
        ran.append(settings.is_funded)
        if len(ran) == worlds:
            raise KeyboardInterrupt
        return real(settings, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replicates, "run_pilot", stops_once)
        assert main(whole) == 130
        assert main([*command[:-1], last, f"output={folder}"]) == 2  # another one may not use it
        assert main(whole) == 0
    return ran
