"""MEASURES: everything that is counted, one entry each; units, columns, docs and the reader's needs follow from it."""

from __future__ import annotations

import numpy as np

from sim.extend import Table
from sim.measures.measure import (
    DIFFERENCE,
    POLICY,
    TWIN,
    Derived,
    Measure,
    OfTotal,
    Promise,
    Ratio,
    share_of_gross,
    wrong,
)
from sim.measures.statistics import rank_correlation, score_cost
from sim.world.ledger import FEN_PER_YUAN

PER_YUAN = "yuan per yuan"
EACH = "replicate"
OURS: dict[str, Measure] = {
    # Gross and its parts.
    "net_yuan": Measure("yuan", DIFFERENCE, "measures-net", {
        "total": lambda p: p.parts.net, "city": lambda p: p.sales.sum(axis=(0, 2)),
        "sector": lambda p: p.sales.sum(axis=(0, 1)), "quintile": lambda p: p.spent.sum(axis=(0, 1, 3)),
        "week": lambda p: p.spent.sum(axis=(1, 2, 3)), EACH: OfTotal("net_yuan"),
    }),
    "net_residents_yuan": Measure("yuan", DIFFERENCE, "measures-net-residents", {
        "city": lambda p: p.spent.sum(axis=(0, 2, 3)),
    }),
    "gross_yuan": Measure("yuan", POLICY, "measures-gross", {
        "total": lambda p: p.parts.gross, "city": lambda p: p.gross.sum(axis=0), "week": lambda p: p.gross.sum(axis=1),
        "direction": lambda p: p.by_direction(p.sold.home.sum(axis=0) + p.sold.visitors.sum(axis=0)),
        EACH: OfTotal("gross_yuan"),
    }),
    "windfall_yuan": Measure("yuan", TWIN, "measures-windfall", {
        "total": lambda p: p.parts.windfall,
        "direction": lambda p: p.by_direction(p.sold_twin.home.sum(axis=0) + p.sold_twin.visitors.sum(axis=0)),
    }),
    "displaced_city_yuan": Measure("yuan", DIFFERENCE, "measures-displaced-city", {
        "total": lambda p: p.parts.displaced_city,
    }),
    "displaced_intercity_yuan": Measure("yuan", DIFFERENCE, "measures-displaced-intercity", {
        "total": lambda p: p.parts.displaced_intercity,
    }),
    "displaced_online_yuan": Measure("yuan", DIFFERENCE, "measures-displaced-online", {
        "total": lambda p: p.parts.displaced_online,
    }),
    "brought_forward_yuan": Measure("yuan", DIFFERENCE, "measures-brought-forward", {
        "total": lambda p: p.parts.brought_forward,
    }),
    "windfall": Measure("share", DIFFERENCE, "measures-of-gross", {"total": share_of_gross("windfall_yuan")}),
    "displaced_city": Measure("share", DIFFERENCE, "measures-of-gross", {
        "total": share_of_gross("displaced_city_yuan"),
    }),
    "displaced_intercity": Measure("share", DIFFERENCE, "measures-of-gross", {
        "total": share_of_gross("displaced_intercity_yuan"),
    }),
    "displaced_online": Measure("share", DIFFERENCE, "measures-of-gross", {
        "total": share_of_gross("displaced_online_yuan"),
    }),
    "brought_forward": Measure("share", DIFFERENCE, "measures-of-gross", {
        "total": share_of_gross("brought_forward_yuan"),
    }),
    "sales_twin_yuan": Measure("yuan", TWIN, "measures-sales-twin", {
        "city": lambda p: p.twin.sales.sum(axis=(0, 2)), "sector": lambda p: p.twin.sales.sum(axis=(0, 1)),
        "size": lambda p: p.twin.size_sales.sum(axis=0),
    }),
    "online_yuan": Measure("yuan", DIFFERENCE, "measures-online", {
        "total": lambda p: p.online.sum(), "city": lambda p: p.online.sum(axis=(0, 2)),
        "sector": lambda p: p.online.sum(axis=(0, 1)),
    }),
    "online_twin_yuan": Measure("yuan", TWIN, "measures-online-twin", {
        "total": lambda p: p.twin.online.sum(), "sector": lambda p: p.twin.online.sum(axis=(0, 1)),
    }),
    "spent_twin_yuan": Measure("yuan", TWIN, "measures-spent-twin", {
        "quintile": lambda p: p.twin.spent.sum(axis=(0, 1, 3)),
    }),
    "net_share_of_spending": Measure("share", DIFFERENCE, "measures-net-of-spending", {
        "quintile": Ratio("net_yuan", "spent_twin_yuan"),
    }),
    "jobs": Measure("person-years", DIFFERENCE, "measures-jobs", {
        "total": lambda p: p.jobs,
    }),
    # Per yuan of public money.
    "net_per_yuan": Measure(PER_YUAN, DIFFERENCE, "measures-net-per-yuan", {
        "total": Ratio("net_yuan", "public_yuan"), "city": Ratio("net_yuan", "public_yuan"),
        EACH: OfTotal("net_per_yuan"),
    }),
    "net_per_yuan_minus_best": Measure(PER_YUAN, DIFFERENCE, "measures-minus-best", {
        "pair": OfTotal("net_per_yuan"),
    }),
    "bootstrap_best_share": Measure("share", DIFFERENCE, "measures-bootstrap-best", {
        "pair": OfTotal("net_per_yuan", "best_share"),
    }),
    "net_per_yuan_share_from_parameters": Measure("share", DIFFERENCE, "measures-from-parameters", {
        "uncertainty": OfTotal("net_per_yuan", "from_parameters"),
    }),
    "net_per_yuan_share_from_seed": Measure("share", DIFFERENCE, "measures-from-seed", {
        "uncertainty": OfTotal("net_per_yuan", "from_seed"),
    }),
    "gross_per_yuan": Measure(PER_YUAN, POLICY, "measures-gross-per-yuan", {
        "total": Ratio("gross_yuan", "public_yuan"),
    }),
    "surplus_per_yuan": Measure(PER_YUAN, DIFFERENCE, "measures-surplus-per-yuan", {
        "total": Ratio("surplus_yuan", "public_yuan"),
    }),
    "leverage": Measure(PER_YUAN, POLICY, "measures-leverage", {"total": Ratio("private_yuan", "public_yuan")}),
    "leverage_additional": Measure(PER_YUAN, POLICY, "measures-leverage-additional", {
        "total": Ratio("private_additional_yuan", "public_yuan"),
    }),
    # Where the money goes.
    "public_yuan": Measure("yuan", POLICY, "measures-public", {
        "total": lambda p: p.policy.received.sum() / FEN_PER_YUAN, "city": lambda p: p.policy.received / FEN_PER_YUAN,
        EACH: OfTotal("public_yuan"),
    }),
    "committed_yuan": Measure("yuan", POLICY, "measures-committed", {
        "total": lambda p: p.policy.award.sum() / FEN_PER_YUAN,
    }),
    "awarded_yuan": Measure("yuan", POLICY, "measures-awarded-yuan", {
        "direction": lambda p: p.by_direction(p.policy.award / FEN_PER_YUAN),
        "kind": lambda p: p.by_kind(p.policy.award / FEN_PER_YUAN),
        "area": lambda p: p.by_area(p.policy.award / FEN_PER_YUAN),
    }),
    "due_yuan": Measure("yuan", POLICY, "measures-due", {
        "total": lambda p: (
            (p.policy.award.sum() - p.policy.project_paid.sum() - p.policy.cancelled.sum()) / FEN_PER_YUAN
        ),
    }),
    "cancelled_yuan": Measure("yuan", POLICY, "measures-cancelled", {
        "total": lambda p: p.policy.cancelled.sum() / FEN_PER_YUAN,
    }),
    "paid_yuan": Measure("yuan", POLICY, "measures-paid", {
        "total": lambda p: (p.policy.paid[-1].sum() + p.policy.instruments[-1].sum()) / FEN_PER_YUAN,
        "direction": lambda p: p.by_direction(p.policy.project_paid / FEN_PER_YUAN),
        "week": lambda p: np.diff((p.policy.paid + p.policy.instruments).sum(axis=1), prepend=0) / FEN_PER_YUAN,
    }),
    "project_paid_yuan": Measure("yuan", POLICY, "measures-project-paid", {
        "total": Derived(lambda s: s["total.committed_yuan"] - s["total.due_yuan"] - s["total.cancelled_yuan"]),
    }),
    "recovered_yuan": Measure("yuan", POLICY, "measures-recovered", {
        "total": lambda p: p.policy.recovered[-1].sum() / FEN_PER_YUAN,
    }),
    "overpaid_yuan": Measure("yuan", POLICY, "measures-overpaid", {
        "total": lambda p: p.policy.overpaid.sum() / FEN_PER_YUAN,
    }),
    "kept_yuan": Measure("yuan", POLICY, "measures-kept", {
        "total": Derived(lambda s: s["total.project_paid_yuan"] - s["total.recovered_yuan"]),
    }),
    "beside_yuan": Measure("yuan", POLICY, "measures-beside", {
        "total": Derived(lambda s: s["total.paid_yuan"] - s["total.project_paid_yuan"]),
    }),
    "returned_yuan": Measure("yuan", POLICY, "measures-returned", {
        "total": lambda p: p.policy.returned.sum() / FEN_PER_YUAN,
    }),
    "unspent_yuan": Measure("yuan", POLICY, "measures-unspent", {
        "total": lambda p: (p.policy.unspent + p.policy.returned).sum() / FEN_PER_YUAN,
    }),
    "unspent_share": Measure("share", POLICY, "measures-unspent-share", {
        "total": Ratio("unspent_yuan", "public_yuan"),
    }, "share"),
    "left_yuan": Measure("yuan", POLICY, "measures-left", {
        "total": Derived(lambda s: s["total.unspent_yuan"] - s["total.returned_yuan"] - s["total.due_yuan"]),
    }),
    "second_yuan": Measure("yuan", POLICY, "measures-second", {"city": lambda p: p.policy.second / FEN_PER_YUAN}),
    "yuan": Measure("yuan", POLICY, "measures-partners", {"partner": lambda p: p.policy.partners.sum(axis=0)}),
    # Projects.
    "n_awarded": Measure("projects", POLICY, "measures-awarded", {
        "total": lambda p: p.awarded.sum(), "direction": lambda p: p.by_direction(p.awarded),
        "kind": lambda p: p.by_kind(p.awarded), "area": lambda p: p.by_area(p.awarded),
    }),
    "n_additional": Measure("projects", POLICY, "measures-additional", {
        "total": lambda p: p.additional.sum(), "direction": lambda p: p.by_direction(p.additional),
    }),
    "additionality": Measure("share", POLICY, "measures-additionality", {
        "total": Ratio("n_additional", "n_awarded"), "direction": Ratio("n_additional", "n_awarded"),
    }, "share"),
    "n_overstated": Measure("projects", POLICY, "measures-overstated", {
        "total": lambda p: (p.awarded & (p.policy.reported > p.projects.investment)).sum(),
    }),
    "private_yuan": Measure("yuan", POLICY, "measures-private", {
        "total": lambda p: p.private(p.awarded).sum(), "city": lambda p: p.private(p.awarded),
    }),
    "private_additional_yuan": Measure("yuan", POLICY, "measures-private-additional", {
        "total": lambda p: p.private(p.additional).sum(),
    }),
    "project_sales_yuan": Measure("yuan", POLICY, "measures-project-sales", {
        "city": lambda p: (p.sold.home + p.sold.visitors).sum(axis=(0, 2)),
    }),
    "n_debut_stores": Measure("stores", POLICY, "measures-debut-stores", {
        "city": lambda p: (p.awarded & p.opened & p.stores).sum(axis=1),
    }),
    "score": Measure("1", POLICY, "measures-score", {"city": lambda p: p.policy.score}),
    "score_rank_correlation": Measure("1", DIFFERENCE, "measures-score-rank", {
        "total": Derived(lambda s: rank_correlation(s["city.score"], s["city.net_per_yuan"])),
    }),
    "score_cost_per_yuan": Measure(PER_YUAN, DIFFERENCE, "measures-score-cost", {
        "total": Derived(lambda s: score_cost(s["city.score"], s["city.net_per_yuan"], s["city.public_yuan"])),
    }),
    "target_debut_stores": Measure("share", POLICY, "measures-target", {
        "city": Promise("n_debut_stores", "debut_stores"),
    }),
    "target_private": Measure("share", POLICY, "measures-target", {"city": Promise("private_yuan", "private_yuan")}),
    "target_sales": Measure("share", POLICY, "measures-target", {"city": Promise("project_sales_yuan", "sales_yuan")}),
    "chance_debut_stores": Measure("share", POLICY, "measures-chance", {
        "city": Promise("n_debut_stores", "debut_stores", is_reached=True),
    }, "chance"),
    "chance_private": Measure("share", POLICY, "measures-chance", {
        "city": Promise("private_yuan", "private_yuan", is_reached=True),
    }, "chance"),
    "chance_sales": Measure("share", POLICY, "measures-chance", {
        "city": Promise("project_sales_yuan", "sales_yuan", is_reached=True),
    }, "chance"),
    # Residents.
    "surplus_yuan": Measure("yuan", DIFFERENCE, "measures-surplus", {
        "total": lambda p: p.surplus.sum(), "city": lambda p: p.surplus.sum(axis=(1, 2)),
        "district": lambda p: p.surplus.sum(axis=2).ravel(), "quintile": lambda p: p.surplus.sum(axis=(0, 1)),
        "area": lambda p: p.residents_by_area(p.surplus),
    }),
    "n_residents": Measure("persons", TWIN, "measures-residents", {
        "district": lambda p: p.fixed.cells.residents.sum(axis=2).ravel(),
        "quintile": lambda p: p.fixed.cells.residents.sum(axis=(0, 1)),
        "area": lambda p: p.residents_by_area(p.fixed.cells.residents),
    }),
    "surplus_per_head_yuan": Measure("yuan", DIFFERENCE, "measures-surplus-per-head", {
        dimension: Ratio("surplus_yuan", "n_residents") for dimension in ("district", "quintile", "area")
    }),
    "near": Measure("venues", DIFFERENCE, "measures-near", {
        "total": lambda p: p.mean(p.near(p.policy) - p.near(p.twin)),
        "district": lambda p: (p.near(p.policy) - p.near(p.twin)).ravel(),
        "area": lambda p: p.mean_by_area(p.near(p.policy) - p.near(p.twin)),
    }),
    "near_twin": Measure("venues", TWIN, "measures-near", {
        "total": lambda p: p.mean(p.near(p.twin)), "area": lambda p: p.mean_by_area(p.near(p.twin)),
    }),
    "near_any": Measure("share", DIFFERENCE, "measures-near-any", {
        "total": lambda p: p.mean(p.near_any(p.policy) - p.near_any(p.twin)),
        "district": lambda p: (p.near_any(p.policy) - p.near_any(p.twin)).ravel(),
        "area": lambda p: p.mean_by_area(p.near_any(p.policy) - p.near_any(p.twin)),
    }),
    "near_any_twin": Measure("share", TWIN, "measures-near-any", {
        "total": lambda p: p.mean(p.near_any(p.twin)), "area": lambda p: p.mean_by_area(p.near_any(p.twin)),
    }, "share"),
    # Established shops.
    "sales_yuan": Measure("yuan", DIFFERENCE, "measures-sales", {
        "size": lambda p: (p.policy.size_sales - p.twin.size_sales).sum(axis=0),
    }),
    "sales_share": Measure("share", DIFFERENCE, "measures-sales-share", {
        "size": Ratio("sales_yuan", "sales_twin_yuan"),
    }),
    "n_shops": Measure("shops", DIFFERENCE, "measures-shops", {
        "size": lambda p: (p.policy.size_shops - p.twin.size_shops).sum(axis=0),
    }),
    "n_shops_twin": Measure("shops", TWIN, "measures-shops", {"size": lambda p: p.twin.size_shops.sum(axis=0)}),
    "shops_share": Measure("share", DIFFERENCE, "measures-shops-share", {"size": Ratio("n_shops", "n_shops_twin")}),
    "n_closed": Measure("shops", DIFFERENCE, "measures-closed", {
        "size": lambda p: (p.policy.size_exits - p.twin.size_exits).sum(axis=0),
    }),
    # Departments.
    "waited_weeks": Measure("project-weeks", POLICY, "measures-waited", {
        "department": lambda p: p.policy.waited.sum(axis=0),
    }),
    "waited_twin_weeks": Measure("project-weeks", TWIN, "measures-waited", {
        "department": lambda p: p.twin.waited.sum(axis=0),
    }),
    "n_cases": Measure("cases", POLICY, "measures-cases", {"department": lambda p: p.policy.cases.sum(axis=0)}),
    "n_cases_twin": Measure("cases", TWIN, "measures-cases", {"department": lambda p: p.twin.cases.sum(axis=0)}),
    "weeks_per_case": Measure("weeks", POLICY, "measures-weeks-per-case", {
        "department": Ratio("waited_weeks", "n_cases"),
    }),
    "weeks_per_case_twin": Measure("weeks", TWIN, "measures-weeks-per-case", {
        "department": Ratio("waited_twin_weeks", "n_cases_twin"),
    }),
}  # fmt: skip
MEASURES = Table("MEASURES", OURS, wrong)
