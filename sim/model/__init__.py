"""The week of the pilot cities: agents, markets, instruments at work."""

from sim.model.week import PilotModel

__all__ = ["PilotModel"]
