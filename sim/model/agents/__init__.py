"""Mesa agents: decision makers, and light views on rows of columns."""

from sim.model.agents.city import CityAuthority
from sim.model.agents.consumer import Consumer
from sim.model.agents.merchant import Merchant
from sim.model.agents.ministry import Ministry

__all__ = ["CityAuthority", "Consumer", "Merchant", "Ministry"]
