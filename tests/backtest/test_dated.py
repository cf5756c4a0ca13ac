"""A figure that is known only after the forecast is refused by name."""

from __future__ import annotations

import numpy as np
import pytest

from winset.backtest.dated import Dated, figures_known
from winset.errors import InputError


def test_what_is_known_in_time_stands_side_by_side():
    columns = [Dated("a", [1, 2], [1990, 1990]), Dated("b", [True, False], 1980)]
    assert figures_known(columns, [1990, 1991]).tolist() == [[1, 1], [2, 0]]
    assert figures_known([], [1990, 1991]).shape == (2, 0)


@pytest.mark.parametrize("known", [[1990, 1992], [1990, np.nan], 1995])
def test_what_is_known_later_or_from_nobody_knows_when_is_refused(known):
    with pytest.raises(InputError, match=r"`leak` of row . is known from .* but forecast from at 199"):
        figures_known([Dated("fine", [1, 1], 1900), Dated("leak", [1, 2], known)], [1990, 1991])
