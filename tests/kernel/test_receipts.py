"""What a week's visits and sales leave behind, on made-up columns."""

from __future__ import annotations

import numpy as np

from sim.kernel.loops.receipts import credit_projects


def test_projects_are_credited_with_what_their_venues_sold_in_prices_of_the_start():
    project = np.array([[2, -1, 0]])
    home, visitors = np.array([[10.0, 99.0, 3.0]]), np.array([[2.0, 99.0, 1.0]])
    to_date, sold = np.ones((1, 3)), np.full((2, 1, 3), 7.0)  # of the week before
    credit_projects(project, home, visitors, 2.0, to_date, sold)
    assert sold.tolist() == [[[3.0, 0.0, 10.0]], [[1.0, 0.0, 2.0]]]
    assert to_date.tolist() == [[3.0, 1.0, 7.0]]
