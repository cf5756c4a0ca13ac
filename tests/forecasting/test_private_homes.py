"""Private information about homes: how those stand who vote or consent, known to their own side alone."""

from __future__ import annotations

import copy
from random import Random
from typing import Any

import numpy as np
import pytest

from cases import Raw, body, case_of, forms, packages, party, raw_case, read, scene_of
from forecasting.brute import Randoms, Talks
from forecasting.random_cases import random_case
from winset import forecast
from winset.case.knowledge import hidden_from, hides
from winset.chance.distributions import Beta, Distribution, Normal
from winset.errors import CaseError
from winset.forecasting.block import obstacles_of
from winset.forecasting.capital import Shocks
from winset.forecasting.doubt import SAMPLES, Doubt, borrowed
from winset.forecasting.hopes import Hopes
from winset.forecasting.inputs import Draw
from winset.forecasting.run import plans_of
from winset.forecasting.scene import Scene
from winset.forecasting.talks import Obstacle, Table

PRIVATE = {"process": ["random-walk"], "solution": ["nash"], "information": ["private"]}
HOUSE = "parties.b.home.house.in_favour.otherwise"
GRID = 51


def shares(status_quo: float, cost: float) -> Raw:
    """Return talks over a share of 1 of which b's assembly needs as much as only b's side knows.

    The assembly passes a package that leaves b the share s if s is more than its limit: its share in favour is one less
    the limit, to which the package adds s, less a half. Its members are so many that luck hardly counts. b's leader
    signs whatever he is offered.
    """
    names = [f"p{i}" for i in range(GRID)]
    gives = dict(zip(names, np.linspace(0, 1, GRID).tolist(), strict=True))
    lean = {f"o-{n}": {"leans_on": "b.house", "in_favour_of": n, "by": 100 * s} for n, s in gives.items() if s}
    house = body(5000, {"otherwise": {"value": "0 to 1", "known_to": "b"}})
    return raw_case(
        until="2020-01-08",
        packages=packages(*names),
        question={"text": "?", "deal": names},
        parties={
            "a": party({n: 1 - s for n, s in gives.items()}, no_agreement=status_quo, failed_vote_costs=cost),
            "b": party(dict.fromkeys(names, 1), home={"house": house}),
        },
        outside={**lean, "half": {"leans_on": "b.house", "by": 50}},
        forms=PRIVATE,
    )


@pytest.mark.parametrize(
    ("check", "limit", "status_quo", "cost", "share", "failure"),
    [
        ("C03", Beta(1, 1, 0, 1), 0, 0, 0.5, 0.5),
        ("C05", Beta(1, 1, 0, 1), 0.2, 0.3, 0.55, 0.45),
        ("C08", Normal(0.5, 0.1), 0, 0, 0.6089301969560792, 0.1380103722612288),
    ],
)
def test_what_is_put_to_an_unknown_assembly_is_that_of_the_closed_forms(
    check: str, limit: Distribution, status_quo: float, cost: float, share: float, failure: float
) -> None:
    # Signed by both and refused at home: the involuntary defection of C05, whose cost the proposer fears. Both limits
    # lie symmetrically around a half, so that one less the limit has the limit's own distribution.
    n, samples = 256, 64
    case = read(shares(status_quo, cost))
    ((_, _, plan),) = plans_of(case, 8 * n, 1)
    draw = Draw({**plan.distributions, HOUSE: limit}, n=n, seed=1, bits=n.bit_length() - 1)
    scene = Scene(plan.board, draw, Shocks(case, plan.board.calendar, draw))
    scene.__dict__["proposers"] = np.zeros_like(scene.proposers)
    scene.__dict__["hopes"] = Hopes(scene, samples)
    scene._doubts["a"] = Doubt(scene, "a", plan.board.hidden["a"], samples)
    table = Table(scene, forms(case)[0])
    played = table.play()
    made = played.package >= 0  # where the best is hardly better than nothing, 64 imagined worlds may hide it
    assert made.mean() > 0.98
    done = np.isfinite(table.deal_days(played))
    offered = played.package[made] / (GRID - 1)
    sampling = 3 * np.sqrt(failure * (1 - failure) / n)
    assert np.mean(offered) == pytest.approx(share, abs=0.03), check
    assert np.mean(~done[made]) == pytest.approx(failure, abs=sampling + 1 / samples + 1 / (GRID - 1))
    kept = np.where(done[made], 1 - offered, status_quo - cost)
    best = (1 - failure) * (1 - share) + failure * (status_quo - cost)
    assert np.mean(kept) == pytest.approx(best, abs=sampling + 1 / samples)


def with_house(known_to: str | None, **leader: Any) -> Raw:
    """Return talks over one package that an assembly of b's must pass, whose share in favour may be hidden."""
    favour: Any = "0.3 to 0.7"
    house = body(101, {"x": {"value": favour, "known_to": known_to} if known_to else favour})
    return raw_case(parties={"a": party(**leader), "b": party(home={"house": house})}, forms=PRIVATE)


def test_who_does_not_know_an_assembly_believes_its_mean_and_who_knows_it_the_truth() -> None:
    scene = scene_of(read(with_house("b")), 256)
    told = scene_of(read(with_house(None)), 256)
    path = "parties.b.home.house.in_favour.x"
    truth = told.belief("common")
    assert (scene.belief("common") == truth).all()
    assert (scene.hope("b", "common") == truth).all()
    lent = borrowed(scene.draw, (path,))[path]
    assert scene.hope("a", "common") == pytest.approx(truth[lent].mean(axis=0), abs=1e-12)
    assert scene.hope("a", "common").std() < truth.std() / 3


def test_a_leader_signs_by_what_he_believes() -> None:
    # b's assembly passes it or not; a, who would pay for a failure, can only go by the average.
    scene = scene_of(read(with_house("b", failed_vote_costs=9)), 256)
    assert (forms(scene.board.case)[0].information) == "private"
    table = Table(scene, forms(scene.board.case)[0])
    signed = table.play().package >= 0
    assert signed.all()
    common = Table(scene_of(read(with_house(None, failed_vote_costs=9)), 256), forms(read(with_house(None)))[0])
    assert 0.2 < (common.play().package >= 0).mean() < 0.8


def test_a_proposer_weighs_a_consent_that_he_does_not_know() -> None:
    def offered(chance: str) -> set[int]:
        court = {"consents": {"x": 1, "y": {"value": chance, "known_to": "b"}}}
        sides = {"a": party({"x": 2, "y": 5}), "b": party({"x": 1, "y": 1}, home={"court": court})}
        question = {"text": "?", "deal": ["x", "y"]}
        meetings = {"rate": 1e7, "closes": 1}
        case = case_of(
            packages=packages("x", "y"), question=question, parties=sides, forms=PRIVATE, meetings=meetings,
            until="2020-01-02",
        )  # fmt: skip
        scene = scene_of(case, 64)
        scene.__dict__["proposers"] = np.zeros_like(scene.proposers)
        played = Table(scene, forms(case)[0]).play()
        assent = scene.answers("none").votes[0].passes[:, 1]
        assert (played.package[~assent] != 1).all()
        return set(played.package)

    # A fifth of the time: two for sure is better than one. Four fifths of the time: five, taken where the court agrees.
    assert offered("0.15 to 0.25") == {0}
    assert offered("0.75 to 0.85") == {1, -1}


def test_who_follows_someone_hidden_is_hidden_too() -> None:
    home = {
        "court": {"consents": {"value": "0.3 to 0.7", "known_to": "b"}},
        "clerk": {"follows": "court", "with": 0.9},
        "army": {"consents": 0.8},
    }
    scene = scene_of(case_of(parties={"a": party(), "b": party(home=home)}, forms=PRIVATE), 64)
    assert scene.hopes.unknown("a") == {0, 1}
    assert scene.hopes.unknown("b") == frozenset()
    truth = scene.answers("none").votes[0].passes
    for sample in range(3):
        world = scene.hopes._in_world(frozenset({0}), sample, "none")[0].passes
        assert 0.2 < (world != truth).mean() < 0.8


def test_whoever_does_not_know_one_of_someones_numbers_knows_none_of_them() -> None:
    house = body(101, None, blocs={
        "left": {"seats": 50, "in_favour": {"value": "0.2 to 0.4", "known_to": ["b", "c"]}},
        "right": {"seats": 51, "in_favour": {"value": "0.6 to 0.8", "known_to": "b"}},
    })  # fmt: skip
    raw = raw_case(parties={"a": party(), "b": party(home={"house": house}), "c": party()})
    both = tuple(f"parties.b.home.house.blocs.{name}.in_favour.otherwise" for name in ("left", "right"))
    assert hidden_from(read(raw)) == {"a": both, "b": (), "c": both}


def test_what_nobody_has_at_home_is_hidden_from_all_who_are_not_named() -> None:
    raw = raw_case(ratifiers={"council": {"consents": {"value": "0.3 to 0.7", "known_to": "a"}}})
    assert hidden_from(read(raw)) == {"a": (), "b": ("ratifiers.council.consents.otherwise",)}
    assert hides(read(raw))


def test_a_felt_public_hides_nothing() -> None:
    public = {"felt": "capital", "approval": 50, "floor": {"value": {"value": "40 to 45", "known_to": "b"}}}
    with pytest.raises(CaseError, match="what a public that is only felt would bear cannot be hidden"):
        case_of(parties={"a": party(), "b": party(home={"public": public})})


def test_a_body_still_to_be_elected_and_a_second_road_hide_nothing() -> None:
    secret = {"value": "0.3 to 0.6", "known_to": "b"}
    house = body(101, 0.5, election={"date": "2020-01-20", "body": body(101, {"x": secret})})
    court = {"consents": secret}
    parties = {"a": party(), "b": party(home={"house": house, "court": court})}
    raw = raw_case(parties=parties, after_a_no={"other_ratifier": "b.court"})
    assert not hides(read(raw))
    warnings = forecast(read(raw), draws=128).warnings
    assert sum("all sides know this number" in warning for warning in warnings) == 2


class Haggling(Talks):
    """The talks of one draw under private information about referendums and consents, by hand."""

    def __init__(self, randoms: Randoms, form: Any, i: int, removed: Obstacle | None = None) -> None:
        super().__init__(randoms, form, i, removed)
        self.world: dict[str, int] = {}
        self.lent: Any = None
        self.kept: dict[Any, Any] = {}

    def unknown(self, who: str) -> list[str]:
        """Return the paths that a party does not know."""
        if who not in self.kept:
            self.kept[who] = [
                path
                for path, number in self.case.quantities().items()
                if number.known_to and who not in number.known_to and not path.startswith(f"parties.{who}.")
            ]
        found: list[str] = self.kept[who]
        return found

    def elsewhere(self, paths: list[str], sample: int) -> dict[str, int]:
        """Return from which draws numbers come in an imagined world."""
        if self.lent is None:
            everything = sorted({path for party in self.case.parties for path in self.unknown(party)})
            self.lent = borrowed(self.randoms.draw, everything)
        return {path: int(self.lent[path][sample][self.i]) for path in paths}

    def v(self, path: str) -> float:
        return self.randoms.value(path)[self.world.get(path, self.i)]

    def answer(self, voter: tuple[str, str], package: str, world: dict[str, int]) -> tuple[float, bool]:
        """Return chance and answer of someone at home in a world."""
        key = (voter, package, *sorted(world.items()))
        if key not in self.kept:
            self.kept[key] = self._answer(voter, package, world)
        found: tuple[float, bool] = self.kept[key]
        return found

    def _answer(self, voter: tuple[str, str], package: str, world: dict[str, int]) -> tuple[float, bool]:
        self.world = world
        self.__class__.vote.cache_clear()
        path = "parties.{}.home.{}".format(*voter)
        chance, says = self.vote(*voter, package)
        mine = next((draw for number, draw in world.items() if number.startswith(f"{path}.")), None)
        accepter = self.case.parties[voter[0]].home[voter[1]]
        asked = getattr(accepter, "asked_on", None)
        if mine is not None and voter in self.voters(consenting=True) and (asked is None or package in asked):
            says = self.randoms.level(f"{path}#answer")[mine] < chance
        self.world = {}
        self.__class__.vote.cache_clear()
        return chance, says

    def believes(self, package: str, world: dict[str, int]) -> float:
        return float(np.prod([self.answer(voter, package, world)[0] for voter in self.voters(consenting=False)]))

    def hope(self, who: str, package: str, world: dict[str, int]) -> float:
        """Return what a leader believes in a world, the mean over what he does not know."""
        if not self.unknown(who):
            return self.believes(package, world)
        key = ("hope", who, package, *sorted(world.items()))
        if key not in self.kept:
            self.kept[key] = self._mean(who, package, world)
        return float(self.kept[key])

    def _mean(self, who: str, package: str, world: dict[str, int]) -> float:
        worlds = [{**world, **self.elsewhere(self.unknown(who), sample)} for sample in range(SAMPLES)]
        return float(np.mean([self.believes(package, one) for one in worlds]))

    def expected(self, who: str, package: str, step: int, hope: float) -> float:
        cost = self.v(f"parties.{who}.leader.failed_vote_costs")
        return hope * self.gain(who, package, step) - (1 - hope) * cost

    def hoped(self, party: str, package: str, step: int) -> float:
        return self.expected(party, package, step, self.hope(party, package, {}))

    def offer(self, step: int) -> str | None:
        """Return what is put forward at a step."""
        parties = list(self.case.parties)
        proposer = parties[self.randoms.scene.proposers[step][self.i]]
        if self.is_removed("leader", proposer):
            proposer = parties[(parties.index(proposer) + 1) % len(parties)]
        hidden = self.unknown(proposer)
        told = {p: [path for path in hidden if path not in self.unknown(p)] for p in parties if p != proposer}
        unsure = {p for p, paths in told.items() if paths and not self.is_removed("leader", p)}
        best, most, likeliest, highest = None, 1e-9, None, 0.0
        for name in self.names:
            if not self.trusting(unsure, hidden).has_been_open(name, step, []):
                continue
            chance, worth = 0.0, 0.0
            for sample in range(SAMPLES):
                world = self.elsewhere(hidden, sample)
                yes = all(self.answer(voter, name, world)[1] for voter in self.voters(consenting=True) if hidden)
                for other in unsure:
                    known = {path: world[path] for path in told[other]}
                    gain = self.expected(other, name, step, self.hope(other, name, known))
                    yes = yes and self.gain(other, name, step) >= -1e-9 and gain >= -1e-9
                chance += yes / SAMPLES
                worth += yes * self.expected(proposer, name, step, self.believes(name, world)) / SAMPLES
            if worth > most + 1e-9:
                best, most = name, worth
            if chance > highest + 1e-12:
                likeliest, highest = name, chance
        return best or likeliest

    def trusting(self, unsure: set[str], hidden: list[str]) -> Talks:
        """Return the same draw in which whoever is hidden accepts everything."""
        outer = self

        class Trusting(Talks):
            def hoped(self, party: str, package: str, step: int) -> float:
                return 0.0 if party in unsure else outer.hoped(party, package, step)

            def gain(self, party: str, package: str, step: int) -> float:
                return 0.0 if party in unsure else outer.gain(party, package, step)

            def vote(self, party: str, name: str, package: str) -> tuple[float, bool]:
                if any(path.startswith(f"parties.{party}.home.{name}.") for path in hidden):
                    return 1.0, True
                return outer.answer((party, name), package, {})

        return Trusting(self.randoms, self.form, self.i, self.removed)

    def first(self) -> tuple[str | None, int]:
        """Return what is agreed first, and when."""
        for step in range(len(self.days)):
            if self.closes(step):
                package = self.offer(step)
                if package is not None and self.has_been_open(package, step, []):
                    return package, step
        return None, 0


def with_secret_homes(raw: Raw, toss: Random) -> Raw:
    """Return a random case in which some referendums and consents are hidden and every signature ends the talks."""
    raw = copy.deepcopy(raw)
    raw["forms"] |= {"information": ["private"]}
    for package in raw["packages"].values():
        package["ends_talks"] = True
    for name, side in raw["parties"].items():
        side["home"].setdefault("court", {"consents": {"otherwise": "0.3 to 0.9"}})
        if "voters" not in side["home"]:
            side["home"]["voters"] = {"votes": "referendum", "in_favour": "0.45 to 0.6", "turnout": 0.6, "drift": 0}
        knowing = [name, *toss.sample(list(raw["parties"]), toss.choice([0, 0, 1]))]
        if toss.random() < 0.7:
            side["home"]["court"]["consents"] = {"otherwise": {"value": "0.3 to 0.9", "known_to": knowing}}
        voters = side["home"]["voters"]
        key = "poll" if "poll" in voters else "in_favour"
        if toss.random() < 0.7:
            secret = {"value": "0.42 to 0.62", "known_to": knowing}
            voters[key] = secret if key == "poll" else {"otherwise": secret}
    return raw


@pytest.mark.parametrize("seed", [0, 2, 3, 4, 6, 7])
def test_the_engine_haggles_over_hidden_homes_as_one_would_by_hand(seed: int) -> None:
    toss = Random(seed)
    scene = scene_of(read(with_secret_homes(random_case(seed), toss)), 16)
    case, names = scene.board.case, list(scene.board.packages)

    randoms, form = Randoms(scene), toss.choice(forms(case))
    removable = {"leader", "consent", "referendum"}
    obstacles = [None, *(part for part in obstacles_of(scene.board) if part.kind in removable)]
    for obstacle in (None, toss.choice(obstacles)):
        played = Table(scene, form, obstacle).play()
        for i in range(2):
            found = None if played.package[i] < 0 else names[played.package[i]]
            assert (found, played.step[i]) == Haggling(randoms, form, i, obstacle).first(), (form, obstacle)


def test_hidden_homes_do_not_touch_the_form_in_which_all_know_each_other() -> None:
    raw = with_secret_homes(random_case(3), Random(3))
    raw["forms"] |= {"information": ["common"]}
    plain = copy.deepcopy(raw)
    for side in plain["parties"].values():
        for part in ("court", "voters"):
            for key in ("consents", "in_favour", "poll"):
                said = side["home"][part].get(key)
                if isinstance(said, dict):
                    inner = said.get("otherwise", said)
                    if isinstance(inner, dict):
                        inner.pop("known_to", None)
    one, other = (forecast(read(part), draws=256) for part in (raw, plain))
    assert one.deal == other.deal
