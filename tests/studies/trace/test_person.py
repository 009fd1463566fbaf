"""What a story says of the kind of person a row is, and of what is handed out to it."""

from __future__ import annotations

import numpy as np

from sim.studies.trace.person import facts, handed_out
from tests.helpers import quiet_model, tiny

WAVES = (
    "allocation=none", "city=xining", "instrument=none",
    "instruments=[{kind: threshold_coupon, sectors: [catering], face_yuan: 10, threshold_yuan: 40, holders_share: 0.2, "
    "allotment: first_come, start_week: 2, end_week: 2}, {kind: voucher, name: second, sectors: [catering], "
    "yuan_per_person: 50, holders_share: 0.2, allotment: highest_spending, record_weeks: 2, start_week: 3, "
    "end_week: 5}]",
)  # fmt: skip


def test_the_story_tells_who_wins_a_race_what_they_spent_before_and_what_they_used():
    model, told = quiet_model(tiny(*WAVES)), {}
    first = int(np.argmax(model.world.consumers.quickness))
    while model.world.week < 4:
        model.step()
        if model.world.week in (3, 4):
            week, model.world.week = (
                model.world.week,
                model.world.week - 1,
            )  # as the story sees it, before the week ends
            told[week - 1] = list(handed_out(model, 0, first))
            model.world.week = week
    assert len(told[2]) == len(told[3]) == 1
    assert told[2][0].startswith("threshold_coupon is handed out (first_come): ")
    assert told[2][0].endswith(" of them get it, 20.0 % of the city")
    assert "yuan each in the 2 weeks before; of what was handed out before " in told[3][0]
    found = facts(model, first)
    assert found["quickness"] > 2 and found["frequency"].shape == (8,)
