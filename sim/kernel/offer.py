"""Terms of an offer, as the compiled rules and loops take them."""

from __future__ import annotations

from typing import NamedTuple


class Offer(NamedTuple):
    """Terms of public support for one purchase, whatever the instrument."""

    face: float  # yuan off a ticket of at least the threshold
    threshold: float  # yuan
    rate: float  # share of the ticket that is paid
    cap: float  # yuan, most that the rate pays on one ticket
    accepted: float  # share of the sector's merchants that take part
