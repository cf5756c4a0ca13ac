"""Coleman's exchange of control: its definition, markets that fall apart, symmetries, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.collective import coleman_exchange
from winset.errors import InputError

FINE: dict[str, Any] = {"deadline": None, "derandomize": True, "max_examples": 60}


@st.composite
def markets(draw: st.DrawFn) -> tuple[Any, Any]:
    """Interests and control with many zeros, so that groups fall apart."""
    n, e = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    full = draw(st.floats(0.2, 1))

    def rows(m: int, k: int) -> Any:
        shares = rng.uniform(0.01, 1, (m, k)) * (rng.uniform(0, 1, (m, k)) < full)
        shares[np.arange(m), rng.integers(0, k, m)] += 0.1
        return shares / shares.sum(axis=1, keepdims=True)

    return rows(n, e), rows(e, n)


@given(some=markets())
@settings(**FINE)
def test_power_is_the_worth_of_what_one_controls_and_everything_is_traded(some):
    interest, control = some
    found = coleman_exchange(interest, control)
    r, v, final = found.value.power, found.value.value, found.value.final_control
    assert r.sum() == pytest.approx(1)
    assert r == pytest.approx(r @ interest @ control, abs=1e-12)
    assert v == pytest.approx(r @ interest, abs=1e-15)
    assert r == pytest.approx(v @ control, abs=1e-12)
    assert final.sum(axis=1) == pytest.approx(np.ones(len(v)))
    traded = v > 1e-12
    assert (final * v[:, None])[traded] == pytest.approx((r[:, None] * interest).T[traded], abs=1e-12)


@given(some=markets())
@settings(**FINE)
def test_power_is_what_a_start_of_equals_tends_to_and_groups_are_those_that_keep_it(some):
    """A million steps of an exchange in which everybody keeps half of its power at each."""
    interest, control = some
    found = coleman_exchange(interest, control)
    step, n = interest @ control, len(interest)
    lazy = np.linalg.matrix_power((step + np.eye(n)) / 2, 2**20)
    assert found.value.power == pytest.approx(np.full(n, 1 / n) @ lazy, abs=1e-6)
    assert (found.status == "tie") == (len(found.diagnostics["classes"]) > 1)
    for rows, power in zip(found.diagnostics["classes"], found.diagnostics["ties"], strict=True):
        assert power.sum() == pytest.approx(1)
        assert power @ step == pytest.approx(power, abs=1e-12)
        assert set(np.flatnonzero(power)) <= set(rows)


@given(some=markets(), data=st.data())
@settings(**FINE)
def test_names_and_order_do_not_matter(some, data):
    interest, control = some
    actors = data.draw(st.permutations(range(interest.shape[0])))
    events = data.draw(st.permutations(range(interest.shape[1])))
    found = coleman_exchange(interest, control).value
    other = coleman_exchange(interest[actors][:, events], control[events][:, actors]).value
    assert other.power == pytest.approx(found.power[actors], abs=1e-12)
    assert other.value == pytest.approx(found.value[events], abs=1e-12)
    assert other.final_control == pytest.approx(found.final_control[events][:, actors], abs=1e-9)


def test_two_who_need_nobody_leave_power_between_them_open():
    found = coleman_exchange([[1, 0, 0], [0, 1, 0], [0.5, 0.25, 0.25]], np.eye(3))
    assert found.status == "tie"
    assert found.diagnostics["classes"] == ((0,), (1,))
    assert [power.tolist() for power in found.diagnostics["ties"]] == [[1, 0, 0], [0, 1, 0]]
    assert found.value.power == pytest.approx([5 / 9, 4 / 9, 0])
    assert found.value.final_control[2].tolist() == [0, 0, 1], "an event worth nothing stays with whoever controls it"


def test_groups_share_power_by_their_number_when_nobody_else_brings_any():
    found = coleman_exchange([[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]], np.eye(3))
    assert found.diagnostics["classes"] == ((0, 1), (2,))
    assert found.value.power == pytest.approx([1 / 3] * 3)


def test_actors_who_trade_in_a_circle_are_equally_powerful():
    found = coleman_exchange([[0, 1, 0], [0, 0, 1], [1, 0, 0]], np.eye(3))
    assert found.status == "ok"
    assert found.value.power == pytest.approx([1 / 3] * 3)


def test_one_actor_has_all_power():
    assert coleman_exchange([[0.3, 0.7]], [[1], [1]]).value.power.tolist() == [1.0]


@pytest.mark.parametrize(
    ("interest", "control", "complaint"),
    [
        ([[0.4, 0.5]], [[1], [1]], r"`interest\[0\]` adds up to 0.9; the shares of a row must add up to 1"),
        ([[0.4, 0.6]], [[1], [0]], r"`control\[1\]` adds up to 0"),
        ([[1.4, -0.4]], [[1], [1]], r"`interest\[0, 1\]` is -0.4"),
        ([[np.nan, 1]], [[1], [1]], r"`interest\[0, 0\]` is nan"),
        ([[0.4, 0.6]], [[1]], r"`interest` has shape \(1, 2\) and `control` \(1, 1\)"),
        ([0.4, 0.6], [[1], [1]], r"`interest` has shape \(2,\); it must have rows and columns"),
        (np.zeros((0, 2)), np.zeros((2, 0)), "`interest` has shape"),
    ],
)
def test_what_is_refused(interest, control, complaint):
    with pytest.raises(InputError, match=complaint):
        coleman_exchange(interest, control)
