"""Statistics of findings, computed from a trial as their authors computed them from data."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import curve_fit

from sim.columns import QUINTILES
from sim.data import read
from sim.validation.trial import Trial

WEEKS_PER_YEAR, ACCOUNT_WEEKS, DAYS = 52, 4, 7
FEN_PER_YUAN = 100


def extra_per_yuan(trial: Trial, out_of_pocket: bool = False) -> float:
    """All extra spending in the weeks of the instruments, per yuan they paid; without the yuan itself if out of pocket."""
    running = {week for k in trial.programme for week in range(k.start_week, k.end_week + 1)}
    extra = sum(trial.extra_spending(slice(week, week + 1)).sum() for week in running)
    return float(extra) / trial.public_yuan - out_of_pocket


def bunching_per_yuan(trial: Trial) -> float:
    """Excess mass of bills at the threshold times their displacement, per yuan redeemed."""
    return float(trial.treated.stretch.sum()) / float(trial.treated.paid.sum())


def extra_per_yuan_used(trial: Trial, weeks: int) -> float:
    """Extra spending in a voucher's sectors over its first weeks, per yuan of it used: what holders can be asked."""
    used = float(trial.treated.paid[trial.weeks(weeks)].sum())
    return float(trial.extra_spending(trial.weeks(weeks), list(trial.programme[0].sectors)).sum()) / used


def targeted_per_yuan(trial: Trial) -> float:
    """Extra spending in the sectors of the instrument while it runs, per yuan it paid."""
    return float(trial.extra_spending(trial.weeks(), list(trial.programme[0].sectors)).sum()) / trial.public_yuan


def spent_per_yuan(
    trial: Trial, weeks: int, part: str = "all", sectors: list[str] | None = None, start: int | None = None
) -> float:
    """Extra spending up to a week, per yuan handed out: a marginal propensity to consume.

    ``part`` takes durables, semi-durables, non-durables or services out of sectors.
    """
    s = trial.fixed.sectors
    shares = {
        "all": np.ones_like(s.durable_share), "durable": s.durable_share, "semidurable": s.semidurable_share,
        "service": s.service_share,
        "nondurable": 1 - s.durable_share - s.semidurable_share - s.service_share,
    }  # fmt: skip
    extra = trial.extra_spending(trial.weeks(weeks, start), sectors)
    return float(extra @ shares[part][trial.sectors(sectors)]) / _handed_out(trial)


def _handed_out(trial: Trial) -> float:
    """Yuan given to residents: vouchers count when they are given, not when they are used."""
    first, c = trial.programme[0], trial.twin.world.consumers
    who = first.recipients()
    entitled = np.isin(c.quintile + 1, who.quintiles) & np.isin(c.liquidity, who.liquidity)
    each = first.voucher_yuan() + first.cash_yuan_per_week() * first.n_weeks
    return each * first.holders_share * float((c.weight * entitled).sum())


def rise_of_spending_percent(
    trial: Trial, weeks: int, sectors: list[str] | None = None, start: int | None = None
) -> float:
    """Rise of spending, percent."""
    span = trial.weeks(weeks, start)
    base = trial.twin.spent[span].sum(axis=(0, 1, 2))[trial.sectors(sectors)].sum()
    return 100 * float(trial.extra_spending(span, sectors).sum() / base)


def rise_of_recipients_spending_percent(trial: Trial, weeks: int, sectors: list[str] | None = None) -> float:
    """Rise of spending of those who got the money, percent: spending of all rises by their share of it."""
    return rise_of_spending_percent(trial, weeks, sectors) / trial.programme[0].holders_share


def rise_of_purchases_percent(trial: Trial, weeks: int, of_all: bool = False) -> float:
    """Rise of the number of purchases in the instrument's sectors, in percent of those, or of all purchases."""
    span, rows = trial.weeks(weeks), trial.sectors(list(trial.programme[0].sectors))
    treated, twin = (d.occasions[span].sum(axis=(0, 1)) for d in (trial.treated, trial.twin))
    if of_all:
        return 100 * float((treated - twin).sum() / twin.sum())
    return 100 * float((treated - twin)[rows].sum() / twin[rows].sum())


def redeemed_share(trial: Trial) -> float:
    """Coupons used over coupons handed out."""
    first = trial.programme[0]
    issued = trial.twin.world.consumers.weight.sum() * first.holders_share * first.coupons_per_person
    return float(trial.treated.used[:, 0].sum()) / float(issued)


def bills_per_yuan(trial: Trial, net: bool = False) -> float:
    """Bills on which support was used, per yuan of it: gross; or what all spending rose by over the whole trial: net."""
    gross = float(trial.treated.bills.sum())
    return (float(trial.extra_spending().sum()) if net else gross) / trial.public_yuan


def elsewhere_share(trial: Trial, weeks_around: int) -> float:
    """Change outside the targeted sectors, or in the weeks around, over the gain in the targeted sectors."""
    first = trial.programme[0]
    rows = trial.sectors(list(first.sectors))
    effect = (trial.treated.spent - trial.twin.spent).sum(axis=(1, 2))
    during = effect[first.start_week : first.end_week + 1]
    near = effect[max(0, first.start_week - weeks_around) : first.end_week + 1 + weeks_around]
    gain = during[:, rows].sum()
    return float((near.sum() - gain) / gain)


def replaced_share(trial: Trial) -> float:
    """Part of what vouchers paid for that took the place of the holders' own spending in the same sectors."""
    rows = list(trial.programme[0].sectors)
    return 1 - float(trial.extra_spending(trial.weeks(), rows).sum()) / float(trial.treated.paid[:, 0].sum())


def bought_anyway_share(trial: Trial) -> float:
    """Part of the subsidised purchases that the twin has too."""
    rows, span = trial.sectors(list(trial.programme[0].sectors)), trial.weeks()
    extra = (trial.treated.occasions - trial.twin.occasions)[span][:, :, rows].sum()
    return 1 - float(extra) / float(trial.treated.used[:, 0].sum())


def buyer_keeps_share(trial: Trial) -> float:
    """Part of a buyer's subsidy that a rise of merchants' prices does not take."""
    first, end = trial.programme[0], (trial.treated.world, trial.twin.world)
    rows = trial.sectors(list(first.sectors))
    price = [float(np.average(w.price[..., rows], weights=w.local[..., rows])) for w in end]
    return 1 - (price[0] / price[1] - 1) / first.rate


def price_response(trial: Trial) -> float:
    """Merchants' prices after, relative to the twin's, less 1, in the place and sector of the first instrument."""
    first = trial.programme[0]
    g = trial.sectors([first.sector])[0]
    prices = [d.world.merchants.price[:, first.district, g] for d in (trial.treated, trial.twin)]
    return float((prices[0] / prices[1] - 1).mean())


def demand_elasticity(trial: Trial, weeks: int, start: int = 0) -> float:
    """Rise of the quantity bought in a category per rise of its price (ln over ln)."""
    shift, span = trial.programme[0].price_shift(), trial.weeks(weeks, start)
    rows = trial.sectors(list(shift.sectors))
    spent = [d.spent[span].sum(axis=(0, 1, 2))[rows].sum() for d in (trial.treated, trial.twin)]
    return math.log(spent[0] / shift.factor / spent[1]) / math.log(shift.factor)


def _row_sales(trial: Trial) -> tuple[np.ndarray, np.ndarray, tuple]:
    """Sales of all merchant rows of one sector in the last accounts, treated and twin, and the row of the instrument."""
    shift = trial.programme[0].price_shift()
    g = trial.sectors(list(shift.sectors))[0]
    row = (0, shift.districts[0], ("small", "large").index(shift.size))
    treated, twin = (d.account_sales[-1][:, :, g] for d in (trial.treated, trial.twin))
    return treated, twin, row


def merchant_elasticity(trial: Trial) -> float:
    """Rise of the quantity that one merchant row sells per rise of its own price (ln over ln)."""
    treated, twin, row = _row_sales(trial)
    factor = trial.programme[0].price_shift().factor
    return math.log(treated[row] / factor / twin[row]) / math.log(factor)


def lost_by_rivals_share(trial: Trial) -> float:
    """Quantity that same-category merchants lose over the quantity that the cheaper one gains."""
    treated, twin, row = _row_sales(trial)
    gain = treated[row] / trial.programme[0].price_shift().factor - twin[row]
    return -float((treated.sum() - treated[row]) - (twin.sum() - twin[row])) / float(gain)


def visits_rise_on_days_percent(trial: Trial, sectors: list[str]) -> float:
    """Rise of visits to shops and venues on the days of a discount, percent; other days see none."""
    first, s = trial.programme[0], trial.fixed.sectors
    rows, span = trial.sectors(sectors), trial.weeks()
    visits = [
        (d.occasions[span].sum(axis=(0, 1)) * s.visits_per_purchase)[rows].sum() for d in (trial.treated, trial.twin)
    ]
    return 100 * (visits[0] / visits[1] - 1) * DAYS / first.days_per_week


def diners_ratio_on_days(trial: Trial) -> float:
    """Bills at merchants who take part, on the days of a discount, over those of the twin."""
    first, span = trial.programme[0], trial.weeks()
    usual = trial.twin.occasions[span][:, :, trial.sectors(list(first.sectors))].sum()
    return float(trial.treated.used[:, 0].sum()) / float(usual * first.merchants_share * first.days_per_week / DAYS)


def rivals_sales_percent(trial: Trial) -> float:
    """Change of the sales of same-sector merchants in the district where shops open, percent, in the last accounts."""
    change = trial.programme[0].shop_change()
    g, z = trial.sectors([change.sector])[0], change.district
    m = trial.twin.world.merchants
    treated, twin = (d.account_sales[-1][:, z, g] for d in (trial.treated, trial.twin))
    newcomer = change.standard_shops / np.exp(m.quality[:, z, g, 1])
    old = np.array([1.0, 1.0]) * np.ones_like(twin)
    old[:, 1] = m.usual_shops[:, z, g, 1] / (m.usual_shops[:, z, g, 1] + newcomer)
    return 100 * float((treated * old).sum() / twin.sum() - 1)


def others_traffic_percent(trial: Trial) -> float:
    """Rise of visits to all other shops of the district where an anchor opens, percent, in the last accounts."""
    change, s = trial.programme[0].shop_change(), trial.fixed.sectors
    z, g = change.district, trial.sectors([change.sector])[0]
    ticket = trial.fixed.ticket.mean(axis=1)[:, None] if trial.fixed.ticket.ndim == 3 else 1.0
    visits = []
    for diary in (trial.treated, trial.twin):
        sales = diary.account_sales[-1][:, z].sum(axis=2)  # (n_cities, n_sectors)
        by_sector = sales / ticket[:, 0] * s.visits_per_purchase
        by_sector[:, g] = 0.0
        visits.append(by_sector.sum())
    return 100 * (visits[0] / visits[1] - 1)


def half_as_far_times(trial: Trial, sector: str) -> float:
    """How many times likelier a merchant half as far away is: 2 to the power of the distance elasticity of choice.

    Poisson regression of flows between districts on ln distance with destination and origin effects is
    taken in its least-squares form, weighted by flows.
    """
    w, g = trial.twin.world, trial.sectors([sector])[0]
    slopes, sizes = [], []
    for c in range(w.fixed.chosen.size):
        n = int(w.fixed.geography.n_districts[c])
        access, km = w.access[c, g, :n, :n], w.fixed.geography.km[c, :n, :n]
        pull = w.account_sales[c, :n, g].sum(axis=1)
        flow = access * pull * w.fixed.cell_residents[c, :n].sum(axis=1)[:, None]
        slopes.append(_slope(np.log(km), np.log(access), flow / flow.sum()))
        sizes.append(flow.sum())
    return 2 ** -float(np.average(slopes, weights=sizes))


def _slope(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> float:
    mean_x, mean_y = (weight * x).sum(), (weight * y).sum()
    return float((weight * (x - mean_x) * (y - mean_y)).sum() / (weight * (x - mean_x) ** 2).sum())


def trip_decay_per_km(trial: Trial) -> float:
    """Exponential decay of trips with distance: flows on kilometres, with effects of origin and destination."""
    km = trial.fixed.geography.city_km
    rows = trial.fixed.chosen
    flow, apart = trial.twin.trips[rows], km[rows]
    keep = flow > 0
    n_from, n_to = flow.shape
    o, d = np.nonzero(keep)
    design = np.zeros((o.size, n_from + n_to + 1))
    design[np.arange(o.size), o] = 1
    design[np.arange(o.size), n_from + d] = 1
    design[:, -1] = apart[keep]
    weight = np.sqrt(flow[keep])
    solution = np.linalg.lstsq(design * weight[:, None], np.log(flow[keep]) * weight, rcond=None)[0]
    return -float(solution[-1])


def bass(trial: Trial, coefficient: str, total: float) -> float:
    """Bass coefficient of the adoption of a new venue; time runs in units in which p + q equal those of the study."""
    programme = trial.programme[0]
    k = trial.treated.adopted.shape[2] - 1
    curve = trial.treated.adopted[programme.start_week : programme.end_week, 0, k]
    curve = np.concatenate([[0.0], curve])

    def adoption(t, p, q, most):
        decay = np.exp(-(p + q) * t)
        return most * (1 - decay) / (1 + q / p * decay)

    t = np.arange(curve.size)
    start = (0.005, 0.05, min(1.0, 1.1 * curve[-1]))
    try:
        (p, q, _), _ = curve_fit(adoption, t, curve, p0=start, bounds=((1e-7, 0, 1e-9), (1, 2, 1)), maxfev=20_000)
    except RuntimeError:  # no curve of this shape
        return math.nan
    return float({"p": p, "q": q}[coefficient] / (p + q) * total)


def venue_fall_percent(trial: Trial, weeks_from: int, weeks_to: int) -> float:
    """Fall of the sales of the event's venue from one week of its run to another, percent."""
    sales = _event_sales(trial)
    return 100 * (1 - sales[weeks_to] / sales[weeks_from])


def venue_ratio(trial: Trial, weeks_from: int, weeks_to: int) -> float:
    """Sales of the event's venue in one week of its run over those of another."""
    sales = _event_sales(trial)
    return float(sales[weeks_to] / sales[weeks_from])


def venue_half_life_days(trial: Trial, weeks: int) -> float:
    """Days in which what the event's venue sells beyond its settled level halves after the peak, over some weeks."""
    sales = _event_sales(trial)
    peak = int(np.argmax(sales))
    beyond = sales - sales[peak:].min()
    if peak + weeks >= beyond.size or beyond[peak + weeks] <= 0:
        return math.nan
    return DAYS * weeks * math.log(2) / math.log(beyond[peak] / beyond[peak + weeks])


def venue_visitors_share(trial: Trial) -> float:
    """Sales of the event's venue to people from other cities, share."""
    home, visitors = (getattr(trial.treated, n)[:, :, -1].sum() for n in ("venue_home", "venue_visitors"))
    return float(visitors / (home + visitors))


def _event_sales(trial: Trial) -> np.ndarray:
    """Weekly sales of the event's venue while it runs, the season taken out."""
    first, fixed = trial.programme[0], trial.fixed
    sales = (trial.treated.venue_home + trial.treated.venue_visitors)[:, 0, -1]
    season = fixed.season[trial.weeks_warmup :][: sales.size, trial.sectors([first.sector])[0]]
    return (sales / season)[first.start_week : first.end_week]


def sales_elasticity(trial: Trial, factor: float, weeks: int) -> float:
    """Rise of the sales of novel venues over some weeks per rise of what was scaled by ``factor`` (ln over ln)."""
    sums = [(d.venue_home + d.venue_visitors)[:weeks].sum() for d in (trial.treated, trial.twin)]
    return math.log(sums[0] / sums[1]) / math.log(factor)


def income_multiplier(trial: Trial) -> float:
    """Residents' income per yuan of spending from outside, its own yuan included: first round and wages it leads to."""
    wages = (trial.treated.wages - trial.twin.wages).sum()
    return 1 + float(wages) / trial.public_yuan


def awarded_only_with_award_share(trial: Trial) -> float:
    """Share of awarded projects that do not exist in the twin."""
    treated, twin = (d.world.projects for d in (trial.treated, trial.twin))
    awarded = treated.award_week >= 0
    return float((awarded & ~(twin.start > -(10**6) + 1)).sum()) / float(max(1, awarded.sum()))


# ---------------------------------------------------------------- stylised facts, from the twin alone


def sales_tail_exponent(trial: Trial, top_share: float) -> float:
    """Hill (1975) estimator of the Pareto exponent of sales per shop, over the top share of shops."""
    m = trial.twin.world.merchants
    shops, sales = m.shops.ravel(), (trial.twin.account_sales[-1] / np.maximum(m.shops, 1e-300)).ravel()
    order = np.argsort(-sales)
    cumulative = np.cumsum(shops[order])
    top = cumulative <= top_share * shops.sum()
    if top.sum() < 3:
        return math.nan
    largest, weight = sales[order][top], shops[order][top]
    excess = np.log(largest / largest[-1])
    return float(weight.sum() / (weight * excess).sum())


def exit_share(trial: Trial, sectors: list[str] | None = None, age: int | None = None, years: float = 1.0) -> float:
    """Shops that close within some years, of one year of age or of all ages."""
    rows, world = trial.sectors(sectors), trial.twin.world
    exits, risk = (x[:, rows].sum(axis=(0, 1)) for x in (world.exits, world.at_risk))
    if age is not None:
        exits, risk = exits[age : age + 1], risk[age : age + 1]
    return 1 - math.exp(-float(exits.sum() / risk.sum()) * years)


def spending_gini(trial: Trial) -> float:
    """Gini coefficient of yearly spending over residents."""
    c, fixed = trial.twin.world.consumers, trial.fixed
    yearly = (fixed.ticket * fixed.sectors.occasions_per_week).sum(axis=2)[0][c.quintile] * c.spending_scale
    return _gini(yearly, c.weight)


def _gini(value: np.ndarray, weight: np.ndarray) -> float:
    order = np.argsort(value)
    share = np.cumsum(weight[order]) / weight.sum()
    lorenz = np.cumsum((value * weight)[order]) / (value * weight).sum()
    area = ((lorenz[1:] + lorenz[:-1]) / 2 * np.diff(share)).sum() + lorenz[0] * share[0] / 2
    return float(1 - 2 * area)


def propensity_to_consume(trial: Trial) -> float:
    """Consumption over disposable income, all pilot cities, residents as weights."""
    cities = trial.fixed.cities
    return float(
        (cities.consumption_yuan_per_week @ cities.residents) / (cities.income_yuan_per_week @ cities.residents)
    )


def median_over_mean_income(trial: Trial) -> float:
    """Median over mean of residents' incomes."""
    c = trial.twin.world.consumers
    order = np.argsort(c.income)
    share = np.cumsum(c.weight[order]) / c.weight.sum()
    return float(c.income[order][np.searchsorted(share, 0.5)] / np.average(c.income, weights=c.weight))


def wealthy_hand_to_mouth_share(trial: Trial) -> float:
    """Residents who hold wealth but little of it liquid, share."""
    c = trial.twin.world.consumers
    return float(c.weight[c.liquidity == 1].sum() / c.weight.sum())


def food_share(trial: Trial) -> float:
    """Food, tobacco and liquor in all consumption: what the sectors sell of it; tobacco is a fixed part of the item."""
    spent = trial.twin.spent.sum(axis=(0, 1, 2))
    cities, rows = trial.fixed.cities, trial.fixed.chosen
    grown = trial.fixed.parameters["income_growth"] / 2 + 1  # the mean of the year over its start
    weeks = trial.twin.spent.shape[0]
    consumption = float((cities.consumption_yuan_per_week * cities.residents)[rows].sum()) * weeks * grown
    part, simulated = read.item_parts("food_tobacco_alcohol")
    return float(spent @ part) / simulated / consumption


def share_falls_with_income(trial: Trial, sectors: list[str]) -> float:
    """Share of some sectors in the spending of the lowest income fifth over that of the highest."""
    spent = trial.twin.spent.sum(axis=(0, 1))
    share = spent[:, trial.sectors(sectors)].sum(axis=1) / spent.sum(axis=1)
    return float(share[0] / share[QUINTILES - 1])


def week_over_mean(trial: Trial, sectors: list[str], most: int = 1) -> float:
    """Spending of the largest week over the mean week of a year."""
    weekly = trial.twin.spent.sum(axis=(1, 2))[:WEEKS_PER_YEAR, trial.sectors(sectors)].sum(axis=1)
    return float(np.sort(weekly)[-most:].mean() / weekly.mean())


def month_over_mean(trial: Trial, first_week: int, sectors: list[str] | None = None) -> float:
    """Spending of four weeks of the year over the mean four weeks, the trend taken out."""
    weekly = trial.twin.spent.sum(axis=(1, 2))[:WEEKS_PER_YEAR, trial.sectors(sectors)].sum(axis=1)
    trend = np.exp(np.arange(weekly.size) * math.log(1 + trial.fixed.parameters["income_growth"]) / WEEKS_PER_YEAR)
    weekly = weekly / trend
    return float(weekly[first_week : first_week + ACCOUNT_WEEKS].mean() / weekly.mean())


def sector_difference_sign(trial: Trial, other: Trial) -> float:
    """1 where labelled money raises its sectors by more than as much cash does, else 0."""
    names = list(trial.programme[0].sectors)
    labelled, cash = (t.extra_spending(t.weeks(13), names).sum() for t in (trial, other))
    return float(labelled > cash)


def footfall_elasticity_of_margin(trial: Trial) -> float:
    """Slope of ln gross margin per shop on ln visits over districts."""
    w, s = trial.twin.world, trial.fixed.sectors
    x, y = [], []
    for c in range(trial.fixed.chosen.size):
        n = int(trial.fixed.geography.n_districts[c])
        sales = w.account_sales[c, :n].sum(axis=2)
        margin = (sales * (1 - s.variable_cost_share - s.labour_share)).sum(axis=1)
        shops = w.merchants.shops[c, :n].sum(axis=(1, 2))
        x.append(np.log(w.footfall[c, :n]) - np.log(w.footfall[c, :n]).mean())
        y.append(np.log(margin / shops) - np.log(margin / shops).mean())
    x, y = np.concatenate(x), np.concatenate(y)
    return _slope(x, y, np.full(x.size, 1 / x.size))


# name in experiments.yaml -> statistic(trial, **terms) -> float
STATISTICS = {
    f.__name__: f
    for f in (
        extra_per_yuan, bunching_per_yuan, extra_per_yuan_used, targeted_per_yuan, spent_per_yuan, rise_of_spending_percent, rise_of_recipients_spending_percent,
        rise_of_purchases_percent, redeemed_share, bills_per_yuan, elsewhere_share, replaced_share, bought_anyway_share,
        buyer_keeps_share, price_response, demand_elasticity, merchant_elasticity, lost_by_rivals_share,
        visits_rise_on_days_percent, diners_ratio_on_days, rivals_sales_percent, others_traffic_percent,
        half_as_far_times, trip_decay_per_km, bass, venue_fall_percent, venue_ratio, venue_half_life_days,
        venue_visitors_share, sales_elasticity, income_multiplier, awarded_only_with_award_share, sales_tail_exponent,
        exit_share, spending_gini, wealthy_hand_to_mouth_share, propensity_to_consume, median_over_mean_income, food_share, share_falls_with_income,
        week_over_mean, month_over_mean, footfall_elasticity_of_margin, sector_difference_sign,
    )
}  # fmt: skip
