"""Position exchange: the published pair, its definition step by step, its random variant and its edges."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions import ROAD_PRICING
from winset.collective import Exchanged, exchange_between, position_exchange, random_exchange
from winset.errors import InputError


def some_decision(seed: int, n: int = 5, K: int = 3) -> tuple[Any, Any, Any]:
    random = np.random.default_rng(seed)
    return random.uniform(0, 100, (n, K)), random.uniform(0.05, 1, (n, K)), random.uniform(0.1, 1, (n, K))


def run(*arrays: Any, **options: Any) -> Exchanged:
    value = position_exchange(*arrays, **options).value
    assert value is not None
    return value


def test_the_published_pair_exchanges_first_and_nobody_else_does() -> None:
    """The first actor demands 100 on p and pays on q: the test vector of DECIDE."""
    found = run(**ROAD_PRICING)
    (exchange,) = found.rounds[0].exchanges
    assert (exchange.i, exchange.j, exchange.p, exchange.q) == (0, 9, 0, 1)
    np.testing.assert_allclose(found.rounds[0].before, [49.353234, 49.488304], atol=1e-6)
    assert (exchange.move_p, exchange.move_q) == (pytest.approx(61.05117364), pytest.approx(75))
    assert (exchange.shift_p, exchange.shift_q) == (pytest.approx(10.38781163), pytest.approx(13.15789474))
    assert (exchange.gain_i, exchange.gain_j) == (pytest.approx(1.9736842), pytest.approx(1.9736842))


def plain_best(x: Any, s: Any, v: Any, out: Any, bound: set[tuple[int, int]]) -> tuple[float, tuple[int, ...], float]:
    """The largest equal gain over all pairs, issues and roles, written out one by one."""
    best = (0.0, (), 0.0)
    for (i, j), (p, q) in (
        (pair, issues) for pair in permutations(range(len(x)), 2) for issues in combinations(range(x.shape[1]), 2)
    ):
        off = x[[i, j]][:, [p, q]] - out[[p, q]]
        sides = (off[0] * off[1] < 0).all() and (np.abs(off) > 1e-7).all()
        if bound & {(i, p), (i, q), (j, p), (j, q)} or not sides or s[i, p] * s[j, q] <= s[j, p] * s[i, q]:
            continue
        rate = (s[i, q] + s[j, q]) / (s[i, p] + s[j, p])
        shift_p = v[j, p] * abs(x[i, p] - x[j, p])
        if shift_p / rate > v[i, q] * abs(x[i, q] - x[j, q]):
            shift_p = rate * v[i, q] * abs(x[i, q] - x[j, q])
        shift_p = min(shift_p, abs(x[i, p] - out[p]), rate * abs(x[j, q] - out[q]))
        gain = s[i, p] * shift_p - s[i, q] * shift_p / rate
        if gain > best[0]:
            best = (gain, (i, j, p, q), shift_p)
    return best


@settings(deadline=None, derandomize=True, max_examples=30)
@given(st.integers(0, 10_000))
def test_each_exchange_is_the_best_of_all_and_both_gain_alike(seed: int) -> None:
    x, s, c = some_decision(seed)
    v, bound = c * s / (c * s).sum(axis=0), set()
    votes, out = x.copy(), (c * s * x).sum(axis=0) / (c * s).sum(axis=0)
    for exchange in run(x, s, c).rounds[0].exchanges:
        i, j, p, q = exchange.i, exchange.j, exchange.p, exchange.q
        gain, who, shift_p = plain_best(x, s, v, out, bound)
        assert who == (i, j, p, q)
        assert exchange.gain_i == pytest.approx(gain)
        assert exchange.gain_j == pytest.approx(s[j, q] * exchange.shift_q - s[j, p] * exchange.shift_p)
        assert exchange.gain_j == pytest.approx(exchange.gain_i)
        assert exchange.shift_p == pytest.approx(shift_p)
        votes[j, p] += np.sign(x[i, p] - x[j, p]) * exchange.move_p
        votes[i, q] += np.sign(x[j, q] - x[i, q]) * exchange.move_q
        before, out = out, (v * votes).sum(axis=0)
        assert [abs(out - before)[k] for k in (p, q)] == pytest.approx([exchange.shift_p, exchange.shift_q])
        closer = (s * (np.abs(before - x) - np.abs(out - x))).sum(axis=1)
        closer[[i, j]] = 0
        np.testing.assert_allclose(exchange.externalities, closer, atol=1e-9)
        bound |= {(j, p), (i, q)}
    assert plain_best(x, s, v, out, bound)[0] < 1e-6
    np.testing.assert_allclose(run(x, s, c).outcome, out)
    np.testing.assert_allclose(run(x, s, c).rounds[0].votes, votes)


@settings(deadline=None, derandomize=True, max_examples=30)
@given(st.integers(0, 10_000))
def test_nobody_moves_beyond_the_other_nor_the_outcome_beyond_the_demand(seed: int) -> None:
    x, s, c = some_decision(seed, n=6, K=4)
    for exchange in run(x, s, c).rounds[0].exchanges:
        assert exchange.move_p <= abs(x[exchange.i, exchange.p] - x[exchange.j, exchange.p]) * (1 + 1e-9)
        assert exchange.move_q <= abs(x[exchange.i, exchange.q] - x[exchange.j, exchange.q]) * (1 + 1e-9)
        assert min(exchange.gain_i, exchange.gain_j) > 0


def test_who_stands_where_the_outcome_is_exchanges_with_nobody() -> None:
    """An exchange often brings an outcome to where somebody stands, give or take the last digit."""
    for seed in (648, 730, 793, 1154, 1222):
        x, s, c = some_decision(seed, n=4)
        v, votes = c * s / (c * s).sum(axis=0), x.copy()
        for exchange in run(x, s, c).rounds[0].exchanges:
            i, j, p, q = exchange.i, exchange.j, exchange.p, exchange.q
            out = (v * votes).sum(axis=0)
            assert (np.abs(x[[i, j]] - out)[:, [p, q]] > 1e-7).all()
            votes[j, p] += np.sign(x[i, p] - x[j, p]) * exchange.move_p
            votes[i, q] += np.sign(x[j, q] - x[i, q]) * exchange.move_q


def test_what_lasts_of_a_move_is_a_tenth_and_two_fifths_of_what_salience_leaves() -> None:
    x, s, c = some_decision(7)
    first, second = run(x, s, c, rounds=2).rounds
    np.testing.assert_allclose(second.positions, x + (0.1 + 0.4 * (1 - s)) * (first.votes - x))


def test_gains_and_externalities_add_up_over_rounds() -> None:
    found = run(*some_decision(8), rounds=3)
    struck = [exchange for each in found.rounds for exchange in each.exchanges]
    assert found.gains.sum() == pytest.approx(sum(each.gain_i + each.gain_j for each in struck))
    np.testing.assert_allclose(found.externalities, sum(each.externalities for each in struck))


def test_rounds_end_when_nobody_exchanges() -> None:
    answer = position_exchange([[0, 0], [100, 100], [80, 90]], [[1, 0.5], [0.5, 1], [1, 1]], [1, 1, 1], rounds=1_000)
    assert answer.value is not None
    assert answer.status == "ok"
    assert not answer.value.rounds[-1].exchanges
    assert all(each.exchanges for each in answer.value.rounds[:-1])


def test_several_rounds_that_do_not_end_are_not_converged() -> None:
    assert position_exchange(*some_decision(9), rounds=2).status == "not_converged"
    assert position_exchange(*some_decision(9), rounds=1).status == "ok"


@pytest.mark.parametrize(
    ("position", "salience"),
    [
        ([[5, 5], [5, 5]], [[1, 0.5], [0.5, 1]]),
        ([[0, 0], [100, 100]], [[0.5, 0.5], [0.5, 0.5]]),
        ([[0, 0], [100, 100]], [[1, 0], [0, 1]]),
        ([[0], [100]], [[0.5], [1]]),
        ([[3, 4]], [[0.5, 1]]),
    ],
)
def test_without_anything_to_trade_the_outcome_is_the_compromise(position: Any, salience: Any) -> None:
    found = run(position, salience, np.ones(len(position)))
    assert not found.rounds[0].exchanges
    np.testing.assert_array_equal(found.outcome, found.rounds[0].before)


def test_an_issue_on_which_nobody_has_weight_has_no_outcome_and_all_such_are_empty() -> None:
    x, s, c = some_decision(10)
    s[:, 1] = 0
    found = run(x, s, c)
    assert np.isnan(found.outcome).tolist() == [False, True, False]
    others = run(x[:, ::2], s[:, ::2], c[:, ::2])
    np.testing.assert_allclose(found.outcome[::2], others.outcome)
    assert position_exchange(x, 0 * s, c).status == "empty"
    assert random_exchange(x, 0 * s, c, draws=2).status == "empty"


def test_equal_gains_go_to_the_first_in_the_list() -> None:
    twins = [[0, 0], [0, 0], [100, 100], [100, 100]]
    found = run(twins, [[1, 0.5], [1, 0.5], [0.5, 1], [0.5, 1]], [1, 1, 1, 1])
    first = found.rounds[0].exchanges[0]
    assert (first.i, first.j) == (0, 2)


def test_between_two_of_many_the_outcome_counts_everybody() -> None:
    found = exchange_between(**ROAD_PRICING, actors=[9, 0], issues=[1, 0]).value
    whole = run(**ROAD_PRICING).rounds[0].exchanges[0]
    assert found is not None
    assert (found.i, found.j, found.p, found.q, found.gain_i) == (0, 9, 0, 1, pytest.approx(whole.gain_i))
    np.testing.assert_allclose(found.externalities, whole.externalities)
    assert exchange_between(**ROAD_PRICING, actors=[1, 2], issues=[0, 1]).status == "empty"


def test_random_rates_without_spread_are_equal_gains() -> None:
    arrays = some_decision(11)
    found, equal = random_exchange(*arrays, rounds=2, spread=0, draws=2).value, run(*arrays, rounds=2)
    assert found is not None
    np.testing.assert_allclose(found.outcomes, [equal.outcome] * 2)
    np.testing.assert_allclose(found.gains, equal.gains)
    np.testing.assert_allclose(found.externalities, equal.externalities)


def test_random_rates_leave_nobody_worse_off_by_its_own_exchanges() -> None:
    found = random_exchange(*some_decision(12), draws=50, rng=5).value
    assert found is not None
    assert (found.gains >= 0).all()
    assert (found.outcome_sd > 0).any()
    np.testing.assert_allclose(found.outcome, found.outcomes.mean(axis=0))


def test_no_more_draws_are_played_than_the_stated_work_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    arrays = some_decision(12)
    whole = random_exchange(*arrays, draws=20, rng=5)
    assert (whole.status, whole.diagnostics["draws"]) == ("ok", 20)
    monkeypatch.setattr("winset.collective.exchange_random.MOST_WORK", 1)
    cut = random_exchange(*arrays, draws=20, rng=5)
    assert (cut.status, cut.diagnostics["draws"]) == ("not_converged", 1)
    assert cut.value.outcomes.tolist() == whole.value.outcomes[:1].tolist()


def test_random_rates_favour_neither_side() -> None:
    mirrored = [[0, 0], [100, 100]], [[1, 0.5], [0.5, 1]], [1, 1]
    found = random_exchange(*mirrored, draws=600, rng=2).value
    assert found is not None
    assert found.gains[0] / found.gains.sum() == pytest.approx(0.5, abs=0.05)


def test_the_same_seed_gives_the_same_bytes() -> None:
    arrays = some_decision(13)
    one, two, other = (random_exchange(*arrays, draws=5, rng=seed).value for seed in (3, np.random.default_rng(3), 4))
    assert one is not None
    assert two is not None
    assert other is not None
    assert one.outcomes.tobytes() == two.outcomes.tobytes() != other.outcomes.tobytes()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"salience": [[1.5, 1], [1, 1]]}, r"`salience\[0, 0\]` is 1.5"),
        ({"position": [[np.nan, 1], [1, 1]]}, r"`position\[0, 0\]` is nan"),
        ({"capability": [-1, 1]}, r"`capability\[0\]` is -1"),
        ({"position": [1, 2]}, r"they must be \(n_actors, n_issues\)"),
        ({"capability": [1, 2, 3]}, r"they must be \(n_actors, n_issues\)"),
        ({"rounds": 0}, r"`rounds` is 0"),
    ],
)
@pytest.mark.parametrize("model", [position_exchange, random_exchange])
def test_bad_input_is_refused_by_name(model: Any, changed: dict[str, Any], said: str) -> None:
    arguments: dict[str, Any] = {"position": [[0, 1], [1, 0]], "salience": np.ones((2, 2)), "capability": [1, 1]}
    with pytest.raises(InputError, match=said):
        model(**{**arguments, **changed})


def test_bad_pairs_spreads_and_sizes_are_refused() -> None:
    two = ([[0, 1], [1, 0]], np.ones((2, 2)), [1, 1])
    with pytest.raises(InputError, match=r"`actors` is \[0, 0\]; it must name two of the 2"):
        exchange_between(*two, actors=[0, 0], issues=[0, 1])
    with pytest.raises(InputError, match=r"`issues` is \[0, 2\]"):
        exchange_between(*two, actors=[0, 1], issues=[0, 2])
    with pytest.raises(InputError, match=r"`spread` is 0\.6"):
        random_exchange(*two, spread=0.6)
    with pytest.raises(InputError, match="`draws` is 0"):
        random_exchange(*two, draws=0)
    with pytest.raises(InputError, match="more than 2,000,000 pairs"):
        position_exchange(np.zeros((200, 20)), np.ones((200, 20)), np.ones(200))
