"""Private information: one side makes an offer without knowing the limit of the other, who takes it or leaves it."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import numpy as np
import pytest

from cases import Raw, case_of, deal_days, forms, packages, party, raw_case, read, scene_of
from forecasting.brute import Randoms, Talks
from forecasting.random_cases import random_case
from winset import forecast
from winset.case.knowledge import hidden_from, owner_of
from winset.chance.distributions import Beta, Distribution, Normal
from winset.forecasting.block import obstacles_of
from winset.forecasting.capital import Shocks
from winset.forecasting.doubt import SAMPLES, Doubt, borrowed
from winset.forecasting.hopes import Hopes
from winset.forecasting.inputs import Draw
from winset.forecasting.obstacle import Obstacle
from winset.forecasting.run import plans_of
from winset.forecasting.scene import Scene
from winset.forecasting.talks import Table

PRIVATE = {"process": ["random-walk"], "solution": ["nash"], "information": ["private"]}
LIMIT = "parties.b.leader.no_agreement.worth"
GRID = 201


def shares(status_quo: float) -> Raw:
    """Return talks over a share of 1: package p0 leaves b nothing, the last one leaves him all; b's limit is hidden."""
    names = [f"p{i}" for i in range(GRID)]
    gives = dict(zip(names, np.linspace(0, 1, GRID).tolist(), strict=True))
    keeps = {name: 1 - share for name, share in gives.items()}
    return raw_case(
        until="2020-01-08",
        packages=packages(*names),
        question={"text": "?", "deal": names},
        parties={
            "a": party(keeps, no_agreement={"worth": status_quo}),
            "b": party(gives, no_agreement={"worth": {"value": "0 to 1", "known_to": "b"}}),
        },
        forms=PRIVATE,
    )


def with_limit(raw: Raw, limit: Distribution, n: int, samples: int) -> Scene:
    """Return a scene in which b's limit has a distribution of its own and a puts all packages forward."""
    case = read(raw)
    ((_, _, plan),) = plans_of(case, 8 * n, 1)
    draw = Draw({**plan.distributions, LIMIT: limit}, n=n, seed=1, bits=n.bit_length() - 1)
    scene = Scene(plan.board, draw, Shocks(case, plan.board.calendar, draw))
    scene.__dict__["proposers"] = np.zeros_like(scene.proposers)
    scene.__dict__["hopes"] = Hopes(scene, samples)
    scene._doubts["a"] = Doubt(scene, "a", plan.board.hidden["a"], samples)
    return scene


@pytest.mark.parametrize(
    ("check", "limit", "status_quo", "cost", "share", "failure"),
    [
        ("C03", Beta(1, 1, 0, 1), 0, 0, 0.5, 0.5),
        ("C04", Beta(1, 1, 0, 1), 0.2, 0, 0.4, 0.6),
        ("C05", Beta(1, 1, 0, 1), 0.2, 0.3, 0.55, 0.45),
        ("C06", Beta(1, 1, 0.3, 0.5), 0, 0, 0.5, 0.0),
        ("C07", Beta(1, 1, 0.3, 0.8), 0.1, 0, 0.6, 0.4),
        ("C08", Normal(0.5, 0.1), 0, 0, 0.6089301969560792, 0.1380103722612288),
    ],
)
def test_offers_to_an_unknown_limit_are_those_of_the_closed_forms(
    check: str, limit: Distribution, status_quo: float, cost: float, share: float, failure: float
) -> None:
    # A refusal leaves the proposer with the status quo less its cost. With 256 samples chances come in steps of 1/256,
    # shares in steps of 1/200; the expected utility is flat around its top, so that the share is the least sure.
    n, samples = 1024, 256
    scene = with_limit(shares(status_quo - cost), limit, n, samples)
    table = Table(scene, forms(scene.board.case)[0])
    played = table.play()
    done = played.package >= 0
    sampling = 3 * np.sqrt(max(failure * (1 - failure), 1 / n) / n)
    assert np.count_nonzero(~done) / n == pytest.approx(failure, abs=sampling + 1 / samples + 1 / (GRID - 1))
    offered = played.package[done] / (GRID - 1)
    assert np.mean(offered) == pytest.approx(share, abs=0.02), check
    kept = np.where(done, 1 - played.package / (GRID - 1), status_quo - cost)
    best = (1 - failure) * (1 - share) + failure * (status_quo - cost)
    assert np.mean(kept) == pytest.approx(best, abs=sampling + 1 / samples)


def test_few_samples_cost_the_proposer_little() -> None:
    # With the engine's own number of samples a failure of one half is met within one sample and three errors.
    scene = with_limit(shares(0), Beta(1, 1, 0, 1), 1024, SAMPLES)
    failed = np.mean(Table(scene, forms(scene.board.case)[0]).play().package < 0)
    assert failed == pytest.approx(0.5, abs=1 / SAMPLES + 3 * np.sqrt(0.25 / 1024))


def with_secrets(raw: Raw, toss: Random, chance: float, **forms: Any) -> Raw:
    """Return a random case some of whose leaders' numbers are hidden."""
    raw = copy.deepcopy(raw)
    raw["forms"] |= {"information": ["private"]} | forms
    quantities = read(raw).quantities()
    for path in quantities:
        if owner_of(path) is None or quantities[path].is_default or toss.random() >= chance:
            continue
        *steps, last = path.split(".")
        node: Any = raw
        for step in steps:
            node = node[step]
        knowing = [owner_of(path), *toss.sample(list(raw["parties"]), toss.choice([0, 0, 1]))]
        node[last] = {"value": node[last], "known_to": knowing}
    return raw


class Haggling(Talks):
    """The talks of one draw under private information, by hand."""

    def __init__(self, randoms: Randoms, form: Any, i: int, removed: Obstacle | None = None) -> None:
        super().__init__(randoms, form, i, removed)
        self.imagining: dict[str, int] = {}

    def v(self, path: str) -> float:
        return self.randoms.value(path)[self.imagining.get(path, self.i)]

    def imagined(self, proposer: str) -> list[Haggling]:
        """Return the same draw with what the proposer does not know taken from others."""
        hidden = [
            path
            for path, quantity in self.case.quantities().items()
            if quantity.known_to and quantity.is_uncertain and owner_of(path) not in (None, proposer)
            if proposer not in quantity.known_to
        ]
        lent, found = borrowed(self.randoms.draw, hidden), []
        for sample in range(SAMPLES):
            talks = Haggling(self.randoms, self.form, self.i, self.removed)
            talks.imagining = {path: int(others[sample][self.i]) for path, others in lent.items()}
            found.append(talks)
        return found

    def signs(self, party: str, package: str, step: int) -> bool:
        if self.is_removed("leader", party):
            return True
        return self.gain(party, package, step) >= -1e-9 and self.hoped(party, package, step) >= -1e-9

    def play(self) -> tuple[str | None, int, list[tuple[str, int]]]:
        signed: list[tuple[str, int]] = []
        for step in range(len(self.days)):
            if not self.closes(step):
                continue
            package = self.offer(step, signed)
            if package is None or not self.has_been_open(package, step, signed):
                continue
            if package in self.case.question.deal or self.randoms.scene.board.packages[package].ends_talks:
                return package, step, signed
            signed.append((package, step))
        return None, 0, signed

    def offer(self, step: int, signed: list[tuple[str, int]]) -> str | None:
        """Return what is put forward at a step."""
        parties = list(self.case.parties)
        proposer = parties[self.randoms.scene.proposers[step][self.i]]
        if self.is_removed("leader", proposer):
            proposer = parties[(parties.index(proposer) + 1) % len(parties)]
        worlds = self.imagined(proposer)
        secretive = {
            str(owner_of(path)) for path in worlds[0].imagining if not self.is_removed("leader", str(owner_of(path)))
        }
        best, most, likeliest, highest = None, 1e-9, None, 0.0
        for name in self.names:
            if name in [package for package, _ in signed]:
                continue
            if not self.trusting(secretive).has_been_open(name, step, signed):
                continue
            chance = sum(all(world.signs(party, name, step) for party in secretive) for world in worlds) / SAMPLES
            worth = chance * max(self.hoped(proposer, name, step), 0.0)
            if worth > most + 1e-9:
                best, most = name, worth
            if chance > highest:
                likeliest, highest = name, chance
        return best or likeliest

    def trusting(self, secretive: set[str]) -> Talks:
        """Return the same draw in which the leaders who hide something sign everything."""
        outer = self

        class Trusting(Talks):
            def is_open(self, package: str, step: int, signed: list[tuple[str, int]]) -> bool:
                told = Talks(self.randoms, self.form, self.i, self.removed)
                told.gain = lambda p, x, t: 0.0 if p in secretive else outer.gain(p, x, t)  # type: ignore[method-assign]
                told.hoped = lambda p, x, t: 0.0 if p in secretive else outer.hoped(p, x, t)  # type: ignore[method-assign]
                return told.is_open(package, step, signed)

        return Trusting(self.randoms, self.form, self.i, self.removed)


@pytest.mark.parametrize("seed", range(16))
def test_the_engine_haggles_in_each_draw_as_one_would_by_hand(seed: int) -> None:
    toss = Random(seed)
    scene = scene_of(read(with_secrets(random_case(seed), toss, 0.6)), 16)
    randoms, names = Randoms(scene), list(scene.board.packages)
    form = toss.choice(forms(scene.board.case))
    obstacles = [None, *(part for part in obstacles_of(scene.board) if part.kind in {"leader", "time", "capital"})]
    for obstacle in (None, toss.choice(obstacles)):
        table = Table(scene, form, obstacle)
        played = table.play()
        for i in range(4):
            package, step, _ = Haggling(randoms, form, i, obstacle).play()
            found = None if played.package[i] < 0 else names[played.package[i]]
            assert (found, played.step[i]) == (package, step), (form, obstacle)


@pytest.mark.parametrize("seed", range(20))
def test_with_nothing_hidden_and_one_package_offers_end_as_the_plain_form_does(seed: int) -> None:
    raw = random_case(seed)
    only = next(iter(raw["packages"]))
    case = read(_with_one_package(raw, only))
    scene = scene_of(case, 64)
    plain, private = (
        [form for form in forms(case) if (form.information == "private") == is_private] for is_private in (False, True)
    )
    toss = Random(seed)
    form = toss.choice(private)
    other = next(
        f for f in plain if (f.process, f.closing, f.vote_error) == (form.process, form.closing, form.vote_error)
    )
    for obstacle in (None, *obstacles_of(scene.board)):
        stage = scene
        if obstacle is not None and obstacle.kind == "outside":
            stage = scene.without_outsider(obstacle.party)
        tables = [Table(stage, one, obstacle) for one in (form, other)]
        days = [table.deal_days(table.play()) for table in tables]
        assert days[0].tolist() == days[1].tolist(), obstacle


def _with_one_package(raw: Raw, only: str) -> Raw:
    """Return a case in which one package is left."""
    raw = copy.deepcopy(raw)
    dropped = [name for name in raw["packages"] if name != only]
    raw["question"]["deal"] = [only]
    raw["forms"]["information"] = ["common", "private"]

    def left(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: left(part) for key, part in node.items() if key not in dropped}
        if isinstance(node, list):
            return [only] if dropped and any(part in dropped for part in node) else [left(part) for part in node]
        return only if node in dropped else node

    found: Raw = left(raw)
    return found


def test_with_nothing_hidden_the_proposer_takes_the_best_that_all_accept() -> None:
    def played(a: list[float], b: list[float]) -> tuple[list[int], list[int]]:
        """Return what ends the talks at the first meeting in each draw, and who puts it forward."""
        names = ("x", "y", "z")
        sides = {side: party(dict(zip(names, worth, strict=True))) for side, worth in (("a", a), ("b", b))}
        question = {"text": "?", "deal": list(names)}
        case = case_of(packages=packages(*names), question=question, parties=sides, forms=PRIVATE)
        scene = scene_of(case)
        found = Table(scene, forms(case)[0]).play()
        assert (found.step == 1).all()
        return found.package.tolist(), scene.proposers[1].tolist()

    # Only x is accepted by both; then all are, and each proposer takes his own best.
    assert set(played(a=[5, 9, -1], b=[1, -2, 4])[0]) == {0}
    found, proposers = played(a=[5, 9, 1], b=[1, 2, 4])
    assert found == [1 if place == 0 else 2 for place in proposers]
    # As good as no agreement is good enough, also for who proposes.
    assert set(played(a=[0, -1, -1], b=[0, 3, 3])[0]) == {0}


def hidden_limits(**more: Any) -> Raw:
    """Return talks over two packages whose worth to each side only that side knows."""
    worth = {side: {name: {"value": "-5 to 10", "known_to": side} for name in ("x", "y")} for side in ("a", "b")}
    return raw_case(
        packages=packages("x", "y"),
        question={"text": "?", "deal": ["x", "y"]},
        parties={side: party(worth[side]) for side in ("a", "b")},
        meetings={"rate": "10 to 30 per year", "closes": "0.3 to 0.7"},
        **more,
    )


def test_hidden_numbers_are_played_in_both_forms_unless_the_case_says_otherwise() -> None:
    raw = hidden_limits()
    found = forecast(read(raw), draws=1024)
    assert [(form.information, form.solution, form.weight) for form in found.forms] == [
        ("common", "nash", 0.5),
        ("private", "none", 0.5),
    ]
    assert [form.name for form in found.forms] == [
        "meetings · common information · nash",
        "meetings · private information",
    ]
    common, private = (form.probability for form in found.forms)
    assert private < common
    plain = raw_case(
        forms={"solution": ["nash", "egalitarian"], "information": {"common": 1, "private": 3}, "comparable": True}
    )
    assert [form.weight for form in forms(read(plain))] == [0.125, 0.125, 0.75]
    assert [form.information for form in forms(case_of())] == ["none"]


def test_hiding_a_number_changes_nothing_where_all_know_each_other() -> None:
    raw, plain = hidden_limits(), hidden_limits()
    for side in ("a", "b"):
        plain["parties"][side]["leader"]["worth"] = dict.fromkeys(("x", "y"), "-5 to 10")
    first = forecast(read(raw), draws=1024).forms[0]
    assert first.probability == forecast(read(plain), draws=1024).forms[0].probability


def test_a_number_more_leaves_offers_as_they_were_whoever_works_them_out() -> None:
    raw = hidden_limits(forms=PRIVATE)
    answer = forecast(read(raw), draws=4096)
    with ThreadPoolExecutor(3) as pool:
        assert forecast(read(raw), draws=4096, executor=pool) == answer
    more = copy.deepcopy(raw)
    more["parties"]["b"]["leader"]["failed_vote_costs"] = {"value": "0 to 5", "known_to": "b"}
    more["parties"]["a"]["home"] = {"court": {"consents": {"value": "0.9999 to 1", "known_to": "a"}}}
    one, other = (scene_of(read(part), 64) for part in (raw, more))
    assert (one.proposers == other.proposers).all()
    for path, others in borrowed(one.draw, one.board.hidden["a"]).items():
        assert (borrowed(other.draw, other.board.hidden["a"])[path] == others).all()


def test_hidden_numbers_are_imagined_evenly_and_apart_from_the_truth() -> None:
    scene = scene_of(read(hidden_limits()), 1024)
    paths = scene.board.hidden["a"]
    assert paths == ("parties.b.leader.worth.x", "parties.b.leader.worth.y")
    lent = borrowed(scene.draw, paths)
    truth, values = (np.argsort(np.argsort(scene.draw.value(path))) / 1024 for path in paths), []
    for path, ranks in zip(paths, truth, strict=True):
        assert lent[path].shape == (SAMPLES, 1024)
        imagined = ranks[lent[path]]
        values.append(imagined)
        parts = np.sort((imagined * SAMPLES).astype(int), axis=0)
        assert (parts == np.arange(SAMPLES)[:, None]).all()
        assert abs(np.corrcoef(imagined[0], ranks)[0, 1]) < 4 / np.sqrt(1024)
    assert abs(np.corrcoef(values[0].ravel(), values[1].ravel())[0, 1]) < 4 / np.sqrt(1024)


def test_hidden_numbers_that_move_together_are_imagined_together() -> None:
    raw = hidden_limits(correlations=[{"between": [f"parties.b.leader.worth.{name}" for name in "xy"], "rank": 0.9}])
    scene = scene_of(read(raw), 1024)
    x, y = scene.board.hidden["a"]
    lent = borrowed(scene.draw, (x, y))
    found = np.corrcoef(scene.draw.value(x)[lent[x]].ravel(), scene.draw.value(y)[lent[y]].ravel())[0, 1]
    assert found == pytest.approx(0.9, abs=0.05)


def test_a_leader_knows_his_own_numbers_and_whoever_is_told_knows_them_too() -> None:
    told = {"value": "-5 to 10", "known_to": ["a", "b"]}
    raw = raw_case(
        parties={"a": party({"x": {"value": "0 to 1", "known_to": "b"}}), "b": party({"x": told}), "c": party()}
    )
    assert hidden_from(read(raw)) == {
        "a": (),
        "b": (),
        "c": ("parties.a.leader.worth.x", "parties.b.leader.worth.x"),
    }


def test_a_leader_taken_away_leaves_the_offer_to_the_next() -> None:
    sides = {"a": party({"x": 10, "y": -5}), "b": party({"x": 1, "y": 9})}
    question = {"text": "?", "deal": ["x", "y"]}
    case = case_of(packages=packages("x", "y"), question=question, parties=sides, forms=PRIVATE)
    scene, form = scene_of(case), forms(case)[0]
    assert set(Table(scene, form).play().package) == {0}
    assert set(Table(scene, form, Obstacle("leader", "a", "leader")).play().package) == {1}


def test_the_chance_of_acceptance_moves_with_what_is_known_to_move() -> None:
    # No agreement worsens by a point a day: from the day on which every imagined loss is made up b is sure to sign.
    limit = {"value": "-10 to -5", "known_to": "b"}
    sides = {"a": party(), "b": party({"x": limit}, no_agreement={"per_year": -365.25})}
    scene = scene_of(case_of(parties=sides, forms=PRIVATE), 64)
    worth = scene.draw.value("parties.b.leader.worth.x")
    lent = borrowed(scene.draw, scene.board.hidden["a"])["parties.b.leader.worth.x"]
    for day in (0, 7, 30):
        draws, steps = np.arange(64), np.full(64, day)
        found, _ = scene.doubt("a").prospects(steps, draws, ("none", None))
        assert found[:, 0].tolist() == np.mean(worth[lent] + day >= 0, axis=0).tolist()
    assert np.isfinite(deal_days(case_of(parties=sides, forms=PRIVATE))).all()


def test_every_output_says_who_knows_what() -> None:
    def said(raw: Raw) -> tuple[str, ...]:
        found = forecast(read(raw), draws=128)
        return (*found.assumptions[:2], found.not_modelled[0])

    plain, both = raw_case(), hidden_limits()
    private = hidden_limits(forms=PRIVATE)
    all_know = "all sides know each other's limits; only we are unsure."
    offers = "one leader, drawn at random, makes an offer that is taken or left, and nobody learns from a refusal."
    assert said(plain)[0] == all_know.capitalize()
    assert said(plain)[2] == "Private information, bluffing and learning between the parties."
    assert said(both) == (
        f"In the form `common information` {all_know}",
        f"In the form `private information` 4 numbers are hidden from a side; {offers}",
        "Bluffing and learning between the parties.",
    )
    assert said(private)[0] == f"Here 4 numbers are hidden from a side; {offers}"


def test_what_cannot_be_hidden_is_warned_of() -> None:
    raw = raw_case(
        parties={
            "a": party(
                {"x": {"value": 5, "known_to": "a"}}, no_agreement={"per_year": {"value": "-1 to 1", "known_to": "a"}}
            ),
            "b": party(),
        },
        lead_times={"opening": {"value": "1 to 2 days", "known_to": "b"}},
    )
    known = "all sides know this number"
    only = "only what leaders gain, but for its change, and how those stand who vote or consent can be hidden."
    assert forecast(read(raw), draws=128).warnings[:3] == (
        f"parties.a.leader.worth.x: {known}; it has no spread in which to hide.",
        f"parties.a.leader.no_agreement.per_year: {known}; {only}",
        f"lead_times.opening: {known}; {only}",
    )
    assert [form.information for form in forms(read(raw))] == ["none"]


def test_leaders_who_may_be_followed_by_others_hide_nothing() -> None:
    secret = {"x": {"value": "-5 to 10", "known_to": "a"}}
    raw = raw_case(parties={"a": party(secret, leaves_on="2020-01-20", successor={"worth": {"x": 3}}), "b": party()})
    warning = "all sides know this number; a leader hides nothing whose successor is described."
    assert forecast(read(raw), draws=128).warnings[0] == f"parties.a.leader.worth.x: {warning}"
    del raw["parties"]["a"]["leader"]["successor"]["worth"]
    assert hidden_from(read(raw))["b"] == ("parties.a.leader.worth.x",)


def test_nobody_makes_an_offer_once_a_package_is_agreed() -> None:
    raw = hidden_limits(stage="agreed", agreed_package="x")
    assert [form.information for form in forms(read(raw))] == ["none"]
