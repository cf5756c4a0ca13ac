"""Jumps ahead: their variance is the expected one over a day, a decade and a millennium."""

from __future__ import annotations

import pytest

from winset.chance.jumps import Jumps


@pytest.mark.parametrize("months", [0, 1, 12, 60, 240, 1200, 12_000])
def test_jumps_bring_the_variance_of_a_compound_poisson_process(months):
    variances, chances = Jumps(per_year=1.8, sd=5).ahead(months)
    assert chances.sum() == pytest.approx(1)
    assert variances @ chances == pytest.approx(1.8 * months / 12 * 25, rel=1e-3)
