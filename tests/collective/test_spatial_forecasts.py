"""A decision in the terms of the spatial model: shares of attention, one capability each, everybody somewhere."""

from __future__ import annotations

import numpy as np

from winset.collective import spatial_ends
from winset.collective.spatial_forecasts import spatial_forecasts

ENDS = np.array([[0.0, 100.0], [0.0, 40.0]])
WANTS = np.array([[10.0, 36.0], [60.0, 20.0], [90.0, 30.0]])
CARES = np.array([[0.5, 0.25], [0.25, 0.5], [0.5, 0.5]])
CAN = np.array([[4.0, 4.0], [3.0, 3.0], [2.0, 2.0]])


def forecast(wants: np.ndarray, cares: np.ndarray, can: np.ndarray, present: np.ndarray | None = None) -> np.ndarray:
    everywhere = np.ones(wants.shape, dtype=bool) if present is None else present
    return spatial_forecasts(wants[None], cares[None], can[None], everywhere, ENDS).forecasts[0]


def ends(wants: np.ndarray, cares: np.ndarray, can: np.ndarray) -> np.ndarray:
    return spatial_ends(wants[None], cares[None], can[None], *ENDS.T).forecasts[0]


def test_shares_of_attention_and_one_capability_are_taken_as_they_are() -> None:
    np.testing.assert_array_equal(forecast(WANTS, CARES, CAN), ends(WANTS, CARES, 25 * CAN[:, 0]))


def test_saliences_beyond_a_whole_are_shares_of_the_largest_sum() -> None:
    np.testing.assert_array_equal(forecast(WANTS, 2 * CARES, CAN), ends(WANTS, CARES, 25 * CAN[:, 0]))


def test_capability_is_the_mean_over_issues_by_salience() -> None:
    """4 on two thirds of what the first cares about and 1 on the rest are 3; the most of all is 100."""
    can = CAN.copy()
    can[0, 1] = 1
    np.testing.assert_array_equal(forecast(WANTS, CARES, can), ends(WANTS, CARES, 25 * np.array([3.0, 3.0, 2.0])))


def test_who_takes_no_part_in_an_issue_stands_at_the_compromise_of_the_others_and_does_not_care() -> None:
    """The compromise of 20, with a weight of 3 times .5, and 30, with 2 times .5, is 24."""
    present = np.array([[True, False], [True, True], [True, True]])
    wants, cares = WANTS.copy(), CARES.copy()
    wants[0, 1], cares[0, 1] = 24, 0
    found = forecast(WANTS, CARES, CAN, present)
    np.testing.assert_allclose(found, ends(wants, cares, 25 * CAN[:, 0]), rtol=1e-9)
    wants[0, 1] = 0
    assert abs(found[1] - ends(wants, cares, 25 * CAN[:, 0])[1]) > 0.1


def test_who_takes_part_in_nothing_is_not_there() -> None:
    present = np.array([[True, True], [True, True], [False, False]])
    np.testing.assert_array_equal(forecast(WANTS, CARES, CAN, present), forecast(WANTS[:2], CARES[:2], CAN[:2]))


def test_nothing_is_said_where_nobody_takes_part() -> None:
    assert np.isnan(forecast(WANTS, CARES, CAN, np.zeros((3, 2), dtype=bool))).all()
