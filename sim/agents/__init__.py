"""Mesa agents: decision makers, and light views on rows of columns."""

from sim.agents.city import CityAuthority
from sim.agents.consumer import Consumer
from sim.agents.merchant import Merchant
from sim.agents.ministry import Ministry

__all__ = ["CityAuthority", "Consumer", "Merchant", "Ministry"]
