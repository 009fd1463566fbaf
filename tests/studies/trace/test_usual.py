"""Prices that a row is used to, told of made-up weeks."""

from types import SimpleNamespace

from sim.studies.trace.usual import tell, usual_price

SECTORS = SimpleNamespace(sector=("catering", "fashion"))
SCENE = SimpleNamespace(fixed=SimpleNamespace(sectors=SECTORS), sector=lambda g: SECTORS.sector[g].capitalize())


def watch(*catering: float):
    weeks = [{usual_price("catering"): price, usual_price("fashion"): 1.1} for price in catering]
    return SimpleNamespace(weeks=weeks)


def test_only_sectors_whose_support_became_usual_are_told_with_the_week_and_what_is_left():
    text = " ".join(tell(SCENE, watch(1.0, 0.9, 0.99), watch(1.0, 1.0, 1.0)))
    assert "Catering" in text and "Fashion" not in text
    assert "10.0 %, in week 1;" in text and "by 1.0 %" in text


def test_nothing_is_told_where_prices_are_usual_in_both_worlds():
    assert tell(SCENE, watch(1.0, 1.05), watch(1.0, 1.05)) == []
