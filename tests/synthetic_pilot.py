"""Invented numbers about the pilot itself: accounts, queues, scores, livelihood, partners, targets."""

import numpy as np

AREAS, SIZES = ("core", "inner", "outer"), ("small", "large")
DIRECTIONS, KINDS = ("debut", "scene", "ip"), ("first_store", "catering_scene", "ip_collaboration")
PARTNERS = ("brands", "venues", "banks", "platforms")
# Weeks waited with the policy and without, and cases with it and without.
DEPARTMENTS = {
    "commerce": (3600, 0, 730, 0),
    "finance": (340, 0, 670, 0),
    "site_fire": (12, 3, 480, 450),
    "culture_tourism": (115, 104, 288, 268),
    "sports": (29, 28, 54, 50),
    "large_events": (16, 15, 34, 29),
}
TARGETS = {
    "debut_stores": ("n_debut_stores", 12.0),
    "private": ("private_yuan", 9e8),
    "sales": ("project_sales_yuan", 4e9),
}
SCENARIO = {"name": "reform_only", "title": "Reform without money", "question": "What is faster approval worth?"}
# Nothing of a policy without money.
OF_MONEY = (
    "public_yuan", "gross_yuan", "windfall_yuan", "committed_yuan", "due_yuan", "cancelled_yuan", "paid_yuan",
    "recovered_yuan", "overpaid_yuan", "returned_yuan", "unspent_yuan", "kept_yuan", "beside_yuan", "left_yuan",
    "project_paid_yuan", "private_yuan", "private_additional_yuan", "n_awarded", "n_additional", "n_overstated",
    "second_yuan", "n_debut_stores", "project_sales_yuan", "awarded_yuan",
)  # fmt: skip
OF_AWARDS = (("partner", "yuan"),)
UNDEFINED = ("net_per_yuan", "gross_per_yuan", "additionality", "leverage", "leverage_additional", "unspent_share")
BESIDE_NET = ("displaced_intercity_yuan", "displaced_online_yuan", "brought_forward_yuan", "net_yuan")


def accounts(n: int, envelope: float, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """What became of the money, yuan in every replicate; kept, beside, due, returned and left sum to the envelope."""
    shift = rng.normal(0, 0.01, n)
    kept, returned = 0.68 + shift, 0.2 - shift
    beside, due, left, recovered, cancelled = (np.full(n, x) for x in (0.05, 0.02, 0.05, 0.01, 0.15))
    paid = kept + recovered
    shares = {
        "public": np.ones(n), "kept": kept, "beside": beside, "due": due, "returned": returned, "left": left,
        "recovered": recovered, "cancelled": cancelled, "project_paid": paid, "committed": paid + due + cancelled,
        "paid": paid + beside, "unspent": due + returned + left, "overpaid": np.full(n, 0.004),
    }  # fmt: skip
    return {f"{name}_yuan": share * envelope for name, share in shares.items()} | {"n_overstated": np.full(n, 25.0)}


def add(table, public: np.ndarray, ids: list[str], promises: bool, rng: np.random.Generator) -> None:
    """Rows of one allocation with money."""
    n = table.n

    def around(values, spread=0.05):
        values = np.asarray(values, dtype=float)
        return values * (1 + spread * rng.standard_normal((n, len(values))))

    waited, waited_twin, cases, cases_twin = np.array(list(DEPARTMENTS.values()), dtype=float).T
    columns = {"waited_weeks": waited, "waited_twin_weeks": waited_twin, "n_cases": cases, "n_cases_twin": cases_twin}
    with np.errstate(divide="ignore", invalid="ignore"):
        columns |= {"weeks_per_case": waited / cases, "weeks_per_case_twin": waited_twin / cases_twin}
    for name, values in columns.items():
        table.add("department", name, around(values), "group", DEPARTMENTS)
    share = np.array([0.5, 0.3, 0.2])
    table.add("direction", "awarded_yuan", around(public.sum() * share), "direction", DIRECTIONS)
    for dimension, names in (("area", AREAS), ("kind", KINDS)):
        table.add(dimension, "n_awarded", around(600 * share), "group", names)
        table.add(dimension, "awarded_yuan", around(public.sum() * share), "group", names)
    table.add("partner", "yuan", around([2e7, 2.7e7, 2e6, 2e7]), "group", PARTNERS)
    table.add("quintile", "surplus_per_head_yuan", around([1.0, 2.0, 2.8, 5.4, 9.5]), "quintile", range(1, 6))
    for name, values in {
        "surplus_per_head_yuan": [6.0, 3.5, 2.7], "near": [0.06, 0.03, 0.025], "near_any": [0.01, 0.008, 0.005],
        "near_any_twin": [0.59, 0.45, 0.42],
    }.items():  # fmt: skip
        table.add("area", name, around(values), "group", AREAS)
    for name, values in {"surplus_per_head_yuan": [8.0, 2.0], "near_any": [0.02, 0.01]}.items():
        table.add("district", name, around(values), "group", ("0", "1"))
        table.cells["city"][-2:] = [ids[0]] * 2
    for name, values in {
        "sales_share": [-2e-4, -1.6e-4], "shops_share": [-4e-4, -3e-4], "n_shops": [-370, -37], "n_closed": [270, 27],
        "n_shops_twin": [9.7e5, 1.1e5],
    }.items():  # fmt: skip
        table.add("size", name, around(values), "group", SIZES)
    for name, value in {"surplus_yuan": 2.5e8, "surplus_per_yuan": 0.12, "near_any": 0.008, "near_any_twin": 0.49,
                        "score_rank_correlation": 0.2, "score_cost_per_yuan": 0.03}.items():  # fmt: skip
        table.add("total", name, around([value], 0.3)[:, 0] if n > 1 or "score" not in name else np.full(n, np.nan))
    add_cities(table, public, ids, promises, around)


def free_of_charge(frame, label: str) -> tuple:
    """The same effects for a policy that spends nothing, and its net effect: no money, nothing gross, no award."""
    columns, frame = ["value", "se", "ci_low", "ci_high"], frame.assign(allocation=label)
    measure, dimension = frame.measure, frame.dimension
    of_award = np.array([pair in OF_AWARDS for pair in zip(dimension, measure, strict=True)])
    frame.loc[measure.isin(OF_MONEY) | of_award, columns] = 0.0
    undefined = measure.str.startswith(("score", "target", "chance")) | measure.str.endswith("per_yuan")
    frame.loc[measure.isin(UNDEFINED) | undefined, columns] = np.nan
    office = (dimension == "department") & ~measure.str.contains("twin") & frame.group.isin(["commerce", "finance"])
    frame.loc[office, columns] = 0.0
    frame.loc[office & (measure == "weeks_per_case"), columns] = np.nan
    total = frame[dimension == "total"].set_index("measure").value
    frame.loc[(dimension == "total") & (measure == "displaced_city_yuan"), "value"] = -total[list(BESIDE_NET)].sum()
    return frame, float(total["net_yuan"])


def add_cities(table, public: np.ndarray, ids: list[str], promises: bool, around) -> None:
    """Scores, second tranches and targets."""
    city = {"n_debut_stores": np.full(len(ids), 13.0), "private_yuan": 2.1 * public, "project_sales_yuan": 25 * public}
    city |= {"score": np.linspace(0.4, 0.7, len(ids)), "second_yuan": public / 2}
    sample = {name: around(values) for name, values in city.items()}
    if promises:
        sample |= {f"target_{key}": sample[name] / wanted for key, (name, wanted) in TARGETS.items()}
        sample |= {f"chance_{key}": 1.0 * (sample[f"target_{key}"] >= 1) for key in TARGETS}
    for name, values in sample.items():
        table.add("city", name, values, "city", ids)


def settings(label: str, promises: bool) -> dict:
    """Groups of the settings that the report names."""
    rule = {"rate": 0.3, "cap_yuan": 5e6, "upfront": 0.3, "completion": 0.4, "results": 0.3, "grade": "borrowed"}
    rule |= {"cap_by_level": {"global": 8e6}}
    instrument = {"kind": "approval_reform", "name": None} if label.startswith("free") else {"kind": "none"}
    targets = {"debut_stores": 12.0, "private_yuan": 9e8, "sales_yuan": 4e9} if promises else {}
    return {
        "instrument": instrument,
        "rules": {
            "name": "fund", "title": "Terms of the central fund", "source": "Notice of 2025", "oversubscribed": "rank",
            "forbidden": ["consumers"], "kinds": {"first_store": rule | {"source": "Guide of 2024"}},
        },
        "plan": {"name": "example" if promises else "open", "calls": None, "kinds": {}, "targets": targets},
        "screening": {"name": "score", "rule": "score", "large_favour": 0.2},
        "participation": {"name": "usual", "brands_share": 0.03, "venues_share": 0.03, "banks_share": 0.1,
                          "platforms_match": 0.2},
    } | ({"allocation": {"name": label, "between": "none"}} if label.startswith("free") else {})  # fmt: skip
