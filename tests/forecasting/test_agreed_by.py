"""Rules among the parties: who must agree where not all must, played by hand and by the engine."""

from __future__ import annotations

import math
from functools import cache
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

import winset
from cases import Raw, case_of, coin, deal_days, forms, packages, party, public, raw_case, read, scene_of
from forecasting.brute import Randoms, Talks
from forecasting.random_cases import random_case
from winset.case.agreement import PartyRule, ShareOfParties
from winset.case.home import Consent
from winset.case.public import FeltPublic
from winset.forecasting import coalition
from winset.forecasting.block import obstacles_of
from winset.forecasting.coalition import chance_of, holds
from winset.forecasting.scene import Scene
from winset.forecasting.talks import Obstacle, Table

N, LOOKED_AT = 16, 6


def met(rule: Any, yes: set[str], parties: list[str]) -> bool:
    """Return whether a rule, as written in a file, is met by those who say yes."""
    if isinstance(rule, str):
        return rule in yes
    if "share" in rule:
        return sum(w for p, w in rule["of"].items() if p in yes) >= rule["share"] * sum(rule["of"].values()) - 1e-9
    if "all_of" in rule:
        return all(met(part, yes, parties) for part in rule["all_of"])
    if "any_of" in rule:
        return any(met(part, yes, parties) for part in rule["any_of"])
    return sum(met(part, yes, parties) for part in rule.get("of", parties)) >= rule["at_least"]


class Council(Talks):
    """The talks of one draw where a rule among the parties says who must agree."""

    def __init__(self, randoms: Randoms, form: Any, i: int, rule: Any = None, removed: Obstacle | None = None) -> None:
        super().__init__(randoms, form, i, removed)
        self.rule, self.parties, self.company = rule, list(self.case.parties), set(self.case.parties)
        self.signed_by: dict[str, set[str]] = {}

    def met(self, yes: set[str]) -> bool:
        return met(self.rule, yes, self.parties)

    def passes(self, who: str, package: str, *, surely: bool) -> float:
        votes = [self.vote(*voter, package) for voter in self.voters(consenting=False) if voter[0] == who]
        return float(all(passes for _, passes in votes)) if surely else math.prod(chance for chance, _ in votes)

    def belief_in(self, company: set[str], package: str) -> float:
        total = 0.0
        chances = {who: self.passes(who, package, surely=False) * (who in company) for who in self.parties}
        for answers in product([False, True], repeat=len(self.parties)):
            yes = {who for who, answer in zip(self.parties, answers, strict=True) if answer}
            if self.met(yes):
                total += math.prod(p if who in yes else 1 - p for who, p in chances.items())
        return total

    def belief(self, package: str) -> float:  # type: ignore[override]
        return self.belief_in(set(self.parties), package)

    def signs(self, who: str, package: str, step: int, belief: float) -> bool:
        if self.is_removed("leader", who):
            return True
        gain, cost = self.gain(who, package, step), self.v(f"parties.{who}.leader.failed_vote_costs")
        return gain >= -1e-9 and belief * gain - (1 - belief) * cost >= -1e-9

    @cache  # noqa: B019
    def stands_for(self, who: str, package: str, step: int) -> bool:
        home = self.case.parties[who].home
        consents = [name for name, part in home.items() if isinstance(part, Consent)]
        publics = [name for name, part in home.items() if isinstance(part, FeltPublic)]
        felt = [name for name in publics if not self.is_removed("capital", who, name)]
        return (
            self.signs(who, package, step, self.belief(package))
            and all(self.is_removed("consent", who, name) or self.vote(who, name, package)[1] for name in consents)
            and all(
                self.is_removed("capital", who, name) or self.affords(who, name, package, step, []) for name in felt
            )
        )

    def is_open(self, package: str, step: int, signed: Any) -> bool:
        return self.met({who for who in self.parties if self.stands_for(who, package, step)})

    def still_affords(self, who: str, package: str, step: int, signed: list[tuple[str, int]]) -> bool:
        """Whether a party's publics afford a package over its lead time, besides what the party has signed aside."""
        mine = [(other, when) for other, when in signed if who in self.signed_by[other]]
        felt = [key for key in self.approvals if key[0] == who and not self.is_removed("capital", *key)]
        own = self.randoms.scene.board.packages[package].open_for
        wait = self.v(f"packages.{package}.open_for") if own is not None else self.v("lead_times.opening")
        back = 0 if self.no_waiting else math.ceil(wait / self.every - 1e-9)
        past = range(max(step - back, 0), step + 1)
        owed = [key for key in felt if any(self.cost(*key, other) > 0 for other, _ in mine)]
        return all(self.affords(*key, package, at, mine) for key in owed for at in past)

    def company_of(self, package: str, step: int, signed: list[tuple[str, int]]) -> set[str]:
        found = {
            who
            for who in self.parties
            if self.stands_for(who, package, step) and self.still_affords(who, package, step, signed)
        }
        while True:
            belief = self.belief_in(found, package)
            left = {who for who in found if self.signs(who, package, step, belief)}
            if left == found:
                return found
            found = left

    def hoped_in(self, who: str, package: str, step: int, company: set[str]) -> float:
        if who not in company:
            return 0.0
        belief, cost = self.belief_in(company, package), self.v(f"parties.{who}.leader.failed_vote_costs")
        return max(belief * self.gain(who, package, step) - (1 - belief) * cost, 0.0)

    def play(self) -> tuple[str | None, int, list[tuple[str, int]]]:
        signed: list[tuple[str, int]] = []
        self.signed_by = {}
        for step in range(len(self.days)):
            if not self.closes(step):
                continue
            offered = {}
            for name in self.names:
                if name not in self.signed_by and self.has_been_open(name, step, []):
                    company = self.company_of(name, step, signed)
                    if self.met(company):
                        offered[name] = company
            if not offered:
                continue
            self.offered = offered
            package = self.best(list(offered), step)
            self.signed_by[package] = offered[package]
            if package in self.case.question.deal or self.randoms.scene.board.packages[package].ends_talks:
                return package, step, signed
            signed.append((package, step))
        return None, 0, signed

    def hoped(self, party: str, package: str, step: int) -> float:  # type: ignore[override]
        return self.hoped_in(party, package, step, self.offered[package])

    def is_ratified(self, package: str) -> bool:
        if self.is_removed("vote"):
            return True
        return self.met({who for who in self.signed_by[package] if self.passes(who, package, surely=True)})


def random_rule(toss: Random, parties: list[str]) -> Any:
    """Return a rule among parties in which everyone has a say."""
    count = {"at_least": toss.randint(1, len(parties))}
    weigh = {"share": toss.choice([0.4, 0.5, 0.6, 0.75]), "of": {who: toss.randint(1, 5) for who in parties}}
    veto = {"all_of": [toss.choice(parties), count]}
    return toss.choice([count, weigh, {"all_of": [count, weigh]}, {"any_of": [parties[0], weigh]}, veto])


def council_case(seed: int, rule: Any) -> Raw:
    """Return a random case with a rule among its parties."""
    return {**random_case(seed), "agreed_by": rule}


@pytest.mark.parametrize("seed", range(12))
def test_the_engine_plays_each_draw_as_one_would_by_hand(seed: int) -> None:
    toss = Random(seed)
    rule = random_rule(toss, list(random_case(seed)["parties"]))
    scene = scene_of(read(council_case(seed, rule)), N)
    randoms = Randoms(scene)
    for form in toss.sample(forms(scene.board.case), 2):
        table = Table(scene, form)
        played = table.play()
        days = table.deal_days(played)
        asides: dict[int, list[tuple[str, int]]] = {i: [] for i in range(N)}
        for signing in played.asides:
            for i, package, step in zip(signing.draws, signing.packages, signing.steps, strict=True):
                asides[i].append((list(scene.board.packages)[package], step))
        for i in range(LOOKED_AT):
            talks = Council(randoms, form, i, rule)
            package, step, aside = talks.play()
            found = None if played.package[i] < 0 else list(scene.board.packages)[played.package[i]]
            assert (found, played.step[i], asides[i]) == (package, step, aside), (form, rule)
            if package is not None:
                assert played.signers is not None
                assert {who for who, did in zip(talks.parties, played.signers[i], strict=True) if did} == (
                    talks.signed_by[package]
                )
            assert days[i] == pytest.approx(talks.deal_day())


@pytest.mark.parametrize("seed", range(6))
def test_each_no_deal_draw_replayed_without_an_obstacle_ends_as_one_would_find_by_hand(seed: int) -> None:
    toss = Random(500 + seed)
    rule = random_rule(toss, list(random_case(seed)["parties"]))
    scene = scene_of(read(council_case(seed, rule)), N)
    randoms, form = Randoms(scene), toss.choice(forms(scene.board.case))
    table = Table(scene, form)
    rest = np.flatnonzero(np.isinf(table.deal_days(table.play())))[:4]
    for obstacle in obstacles_of(scene.board):
        stage = scene.without_outsider(obstacle.party) if obstacle.kind == "outside" else scene
        replay = Table(stage, form, obstacle)
        days = replay.deal_days(replay.play())
        by_hand = [Council(randoms, form, int(i), rule, obstacle).deal_day() for i in rest]
        assert days[rest].tolist() == pytest.approx(by_hand), (form, obstacle, rule)


@pytest.mark.parametrize("seed", range(4))
def test_a_rule_that_asks_for_all_parties_changes_no_byte_of_the_answer(seed: int) -> None:
    raw = random_case(seed)
    raw["forms"] = {"process": ["random-walk"], "closing": ["meetings", "immediate"], "solution": ["nash"]}
    plain = winset.forecast(read(raw), draws=128).to_dict()
    for rule in ({"at_least": len(raw["parties"])}, {"all_of": list(raw["parties"])}):
        ruled = winset.forecast(read({**raw, "agreed_by": rule}), draws=128).to_dict()
        for part in ("deal", "ladder", "forms", "packages", "binding", "tripwires"):
            assert ruled[part] == plain[part], part


@st.composite
def rules(draw: st.DrawFn, parties: tuple[str, ...] = ("a", "b", "c", "d")) -> Any:
    """Draw a rule among four parties, nested up to twice."""
    some = st.lists(st.sampled_from(parties), min_size=1, max_size=4)
    leaf = st.one_of(
        st.sampled_from(parties),
        st.builds(lambda k: {"at_least": k}, st.integers(1, 4)),
        st.builds(
            lambda share, weights: {"share": share, "of": dict(zip(parties, weights, strict=True))},
            st.sampled_from([0.25, 0.5, 2 / 3, 1.0]),
            st.lists(st.integers(1, 9), min_size=4, max_size=4),
        ),
        st.builds(lambda names: {"at_least": 1 + len(names) // 2, "of": names}, some),
    )
    several = st.lists(leaf, min_size=1, max_size=3)
    return draw(st.one_of(leaf, *(st.builds(lambda parts, k=key: {k: parts}, several) for key in ("all_of", "any_of"))))


def written(rule: Any) -> Any:
    """Return a rule as the case holds it."""
    return TypeAdapter(PartyRule).validate_python(rule)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(rules(), st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_chances_add_up_over_all_outcomes(rule: Any, chances: list[float]) -> None:
    names, total = [*"abcd"], 0.0
    for answers in product([False, True], repeat=4):
        yes = {who for who, answer in zip(names, answers, strict=True) if answer}
        likely = math.prod(p if who in yes else 1 - p for who, p in zip(names, chances, strict=True))
        mask = {who: np.array(who in yes) for who in names}
        assert bool(holds(written(rule), mask)) == met(rule, yes, names)
        total += likely * met(rule, yes, names)
    found = chance_of(written(rule), {who: np.array(p) for who, p in zip(names, chances, strict=True)})
    assert float(found) == pytest.approx(total, abs=1e-12)


@settings(deadline=None, derandomize=True, max_examples=30)
@given(rules(), st.integers(0, 10_000), st.sampled_from([1, 64]))
def test_many_chances_are_worked_out_as_one_by_one(rule: Any, seed: int, together: int) -> None:
    """Some parties are sure in every draw, others only in some; the table of answers may be cut anywhere."""
    random = np.random.default_rng(seed)
    chances = {who: random.choice([0.0, 1.0, random.random()], size=(5, 3)) for who in "abcd"}
    chances["d"] = chances["d"].round()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coalition, "CELLS", together)
        found = chance_of(written(rule), chances)
    one_by_one = [
        float(chance_of(written(rule), {who: p[at] for who, p in chances.items()})) for at in np.ndindex(5, 3)
    ]
    assert found.shape == (5, 3)
    assert found.ravel().tolist() == pytest.approx(one_by_one, abs=1e-12)


def test_two_thirds_of_three_equal_weights_are_two_of_them() -> None:
    rule = ShareOfParties(share=2 / 3, of={"a": 0.1, "b": 0.1, "c": 0.1})
    assert holds(rule, {"a": np.array(True), "b": np.array(True), "c": np.array(False)})


def council(rule: Any, *chances: float, **parts: Any) -> Raw:
    """Return a case of parties whose homes ratify with stated chances, and who would all sign."""
    names = "abcdefghijklmnopqrstuvwxyz"[: len(chances)]
    homes = {who: party(home={"house": coin(9, p)}) for who, p in zip(names, chances, strict=True)}
    return raw_case(parties=homes, agreed_by=rule, **parts)


def test_ratification_by_so_many_of_many_has_the_binomial_chance() -> None:
    case = read(council({"at_least": 6}, *[0.6] * 9))
    expected = sum(math.comb(9, k) * 0.6**k * 0.4 ** (9 - k) for k in range(6, 10))
    found = winset.forecast(case, draws=4096).deal
    assert found.probability == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / 4096))


def test_a_veto_is_needed_whatever_the_count() -> None:
    rule = {"all_of": ["a", {"at_least": 2}]}
    assert winset.forecast(read(council(rule, 0.0, 1.0, 1.0)), draws=128).deal.probability == 0
    assert winset.forecast(read(council(rule, 1.0, 1.0, 0.0)), draws=128).deal.probability == 1


def test_who_would_lose_is_outvoted() -> None:
    parties = {"a": party(10), "b": party(5), "c": party(-50)}
    assert np.isinf(deal_days(case_of(parties=parties))).all()
    assert np.isfinite(deal_days(case_of(parties=parties, agreed_by={"at_least": 2}))).all()


def test_a_follower_at_one_home_is_no_matter_for_the_vote_at_another() -> None:
    echo = {"house": coin(9, 0.5), "echo": {"follows": "house", "with": 1}}
    parties = {"a": party(home={"house": coin(9, 0.5)}), "b": party(home=echo), "c": party(home=echo)}
    found = winset.forecast(case_of(parties=parties, agreed_by={"at_least": 2}), draws=1024)
    assert found.deal.probability == pytest.approx(0.5, abs=0.06)
    blocks = {(part.party, part.accepter): part.share for part in found.binding}
    assert blocks["b", "house"] == pytest.approx(blocks["a", "house"], abs=0.08)


def test_a_leader_does_not_sign_in_company_too_small_to_ratify() -> None:
    """Two of three must ratify. The third would not sign; without it the other two need both their houses."""
    homes = {who: {"house": coin(9, 0.5)} for who in "ab"}
    parties = {who: party(4, home=homes[who], failed_vote_costs=2) for who in "ab"}
    willing = {**parties, "c": party(1)}
    refusing = {**parties, "c": party(-1)}
    # With c's signature 3/4 is the chance: .75 * 4 - .25 * 2 > 0. Without it 1/4: .25 * 4 - .75 * 2 < 0.
    rule = {"at_least": 2}
    counted = {"text": "?", "deal": ["x"], "counted": "signed"}
    assert np.isfinite(deal_days(case_of(parties=willing, agreed_by=rule, question=counted))).all()
    assert np.isinf(deal_days(case_of(parties=refusing, agreed_by=rule, question=counted))).all()


@pytest.mark.parametrize(("worth", "is_made"), [(-5, True), (9, False)])
def test_a_public_pays_only_for_what_its_own_leader_signed(worth: float, is_made: bool) -> None:
    """First a and b sign y, which ends nothing; x then needs c, whose public cannot pay for both."""
    pays = {"public": public(50, 40, {"x": 8, "y": 5})}
    parties = {
        "a": party({"x": -1, "y": 9}),
        "b": party({"x": 1, "y": 9}),
        "c": party({"x": 9, "y": worth}, home=pays),
    }
    found = deal_days(case_of(packages=packages("x", "y"), parties=parties, agreed_by={"at_least": 2}))
    assert np.isfinite(found).all() == is_made
    assert np.isinf(found).all() != is_made


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_asking_for_fewer_parties_never_lowers_the_chance_of_a_single_package(seed: int, k: int) -> None:
    toss = Random(seed)
    homes = {who: {"house": coin(9, toss.random())} for who in "abc"}
    parties = {
        who: party(toss.uniform(-3, 9), home=homes[who], failed_vote_costs=toss.choice([0, 0, 4])) for who in "abc"
    }
    strict, loose = (
        deal_days(case_of(parties=parties, agreed_by={"at_least": count}), n=64) for count in (min(k + 1, 3), k)
    )
    assert (loose <= strict).all()


def test_the_tree_of_accepters_says_the_rule_and_counts_by_it() -> None:
    rule = {"all_of": [{"at_least": 2}, {"share": 0.5, "of": {"a": 3, "b": 2, "c": 1}}]}
    case = case_of(parties={"a": party(10), "b": party(-5), "c": party(5)}, agreed_by=rule)
    root = winset.forecast(case, draws=128).accepters[0]
    assert root.rule == "at least 2 of 3 and 50 % of the weight of all"
    assert root.stands[0].probability == 1
    assert winset.forecast(case, draws=128).packages[0].open_now == 1


def test_who_stands_in_the_way_is_one_whose_yes_would_do() -> None:
    parties = {"a": party(10), "b": party(-5), "c": party(-5), "d": party(-5)}
    found = winset.forecast(case_of(parties=parties, agreed_by={"at_least": 2}), draws=128)
    blocks = {(part.party, part.kind): part.share for part in found.binding if part.kind == "leader"}
    assert blocks == {(who, "leader"): pytest.approx(1 / 3, abs=1e-9) for who in "bcd"}
    none = winset.forecast(case_of(parties=parties, agreed_by={"at_least": 3}), draws=128)
    assert [part.kind for part in none.binding if part.share] == ["several"]


def test_no_tripwire_is_told_of_a_refusal_that_others_make_up_for() -> None:
    parties = {"a": party(10), "b": party(5), "c": party(-5)}
    assert winset.forecast(case_of(parties=parties, agreed_by={"at_least": 2}), draws=128).tripwires == ()
    (wire,) = winset.forecast(case_of(parties=parties), draws=128).tripwires
    assert (wire.party, wire.flips_at, wire.opens) == ("c", 0, True)


def test_enough_meet_over_time_as_the_same_packages_and_no_others() -> None:
    """Bits of many packages and steps are put together as each package by itself."""
    names = tuple(f"p{k}" for k in range(11))
    parties = {
        who: party({name: (-1) ** (place * k) * 5 for k, name in enumerate(names)})
        for place, who in enumerate("abc", start=1)
    }
    case = case_of(
        packages=packages(*names),
        question={"text": "?", "deal": list(names)},
        parties=parties,
        agreed_by={"at_least": 2},
    )
    scene: Scene = scene_of(case, 16)
    table = Table(scene, forms(case)[0])
    expected = [sum((-1) ** (place * k) > 0 for place in (1, 2, 3)) >= 2 for k in range(len(names))]
    bits = table.windows()
    found = [bool((bits[0] >> np.asarray(k, dtype=bits.dtype) & 1).all()) for k in range(len(names))]
    assert found == expected
