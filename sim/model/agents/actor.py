"""What all agents have in common: the model that they act in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from sim.model.week import PilotModel


class Actor(mesa.Agent):  # type: ignore[misc]  # Mesa comes without types
    """Agent of Mesa that knows the type of its model."""

    model: PilotModel
