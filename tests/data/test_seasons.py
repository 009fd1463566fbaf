"""Seasons average 1 and peak where the year does."""

import datetime

import numpy as np
import pytest

from sim.data import read
from sim.data.seasons import festival_days, week_of_year
from sim.errors import InputError
from tests.data.tables import START, table


def test_every_base_season_averages_1():
    rows = table("seasons")
    for sector in read.read_sectors().sector:
        values = [float(r[2]) for r in rows[1:] if r[0] == sector]
        assert len(values) == 52
        assert np.mean(values) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("year", range(2024, 2035))
def test_52_weeks_with_one_festival_average_1(year):
    season = read.season_index(datetime.date(year, 4, 1), 0, 52)
    np.testing.assert_allclose(season.mean(axis=0), 1, atol=1e-3)


def test_spring_festival_week_matches_retail_and_catering_of_2019():
    season = read.season_index(datetime.date(2026, 2, 16), 0, 1)[0]  # the eve
    s = read.read_sectors()
    np.testing.assert_allclose(season, s.spring_festival_index)
    goods = read.sector_shares()[:4]
    assert season[:4] @ goods / goods.sum() == pytest.approx(1.27, abs=0.01)  # SF11


def test_catering_is_highest_at_the_end_of_the_year_and_tourism_in_holidays():
    season = read.season_index(datetime.date(2026, 1, 1), 0, 52)
    catering, tourism = season[:, 1], season[:, 6]
    assert catering[48:].mean() == pytest.approx(1.19, abs=0.03)  # SF12: December
    assert set(np.argsort(tourism)[-2:]) <= {6, 7, 39}


def test_retail_of_november_and_december_is_that_of_2025():
    season = read.season_index(datetime.date(2025, 1, 1), 0, 52)
    goods = season[:, :4] @ read.sector_shares()[:4] / read.sector_shares()[:4].sum()
    month = 365 / 12 / np.array([30, 31])  # SF12 compares months, not days
    assert goods[44:48].mean() / month[0] == pytest.approx(1.05, abs=0.05)
    assert goods[48:].mean() / month[1] == pytest.approx(1.08, abs=0.05)


def test_seasons_begin_the_asked_weeks_before_the_start():
    whole = read.season_index(START, 26, 100)
    assert whole.shape == (100, 8)
    assert whole.dtype == np.float64
    np.testing.assert_array_equal(whole[26:], read.season_index(START, 0, 74))


def test_a_week_of_the_year_has_the_same_days_in_leap_years():
    assert week_of_year(datetime.date(2028, 10, 1)) == week_of_year(datetime.date(2027, 10, 1)) == 39
    assert week_of_year(datetime.date(2028, 12, 31)) == 51
    assert week_of_year(datetime.date(2028, 2, 29)) == week_of_year(datetime.date(2028, 2, 28))


def test_the_festival_is_seven_days_from_the_eve():
    days = festival_days(datetime.date(2026, 2, 17))
    assert days[0] == datetime.date(2026, 2, 16)
    assert len(days) == 7


def test_a_horizon_may_end_with_the_last_day_of_the_lunar_calendar():
    assert read.season_index(datetime.date(2035, 12, 25), 0, 1).shape == (1, 8)


@pytest.mark.parametrize("weeks", [(0, 60 * 52), (60 * 52, 1), (0, 10**12)])
def test_a_horizon_beyond_the_lunar_calendar_is_refused(weeks):
    with pytest.raises(InputError, match=r"the run reaches|leave the calendar"):
        read.season_index(START, *weeks)
