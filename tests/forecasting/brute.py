"""The talks played again by hand: one draw at a time, plain loops over days, meetings, packages and accepters.

It reads the same raw randoms as the engine (values of quantities, levels, normals and uniforms by name) and shares
none of its logic. Slow on purpose.
"""

from __future__ import annotations

import datetime as dt
import math
from functools import cache, cached_property
from typing import Any

from winset.case.home import Consent
from winset.case.parties import UNKNOWN_WORTH
from winset.case.public import FeltPublic
from winset.case.voting import Body, Referendum
from winset.forecasting.forms import FormOf
from winset.forecasting.obstacle import Obstacle
from winset.forecasting.scene import Scene
from winset.ratify.body import passing_chance
from winset.ratify.referendum import referendum_chance

NEVER = math.inf
BROADIE_GLASSERMAN_KOU = 0.5825971579390107


class Randoms:
    """The raw randoms of a scene, as lists, drawn once for all its draws."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.draw, self.steps = scene, scene.draw, scene.board.calendar.size
        self.chances: dict[tuple[str, ...], list[float]] = {}

    @cache  # noqa: B019 (a test's object, gone with its test)
    def value(self, path: str) -> list[float]:
        if path in self.draw.distributions:
            return self.draw.value(path).tolist()
        return self.draw.value(path, UNKNOWN_WORTH).tolist()

    @cache  # noqa: B019
    def level(self, name: str) -> list[float]:
        return self.draw.level(name).tolist()

    @cache  # noqa: B019
    def uniforms(self, name: str) -> list[list[float]]:
        return self.draw.stream(name).random((self.steps - 1, self.draw.n)).tolist()

    @cache  # noqa: B019
    def normals(self, key: tuple[str, str]) -> list[list[float]]:
        return self.scene.shocks.normals[key].tolist()

    @cache  # noqa: B019
    def jumps(self, name: str) -> tuple[list[list[float]], list[list[float]]]:
        shape = (self.steps - 1, self.draw.n)
        return self.draw.stream(name).random(shape).tolist(), self.draw.stream(
            name.replace("#jumps", "#jump-sizes")
        ).standard_normal(shape).tolist()

    @cache  # noqa: B019
    def common(self, path: str) -> list[float]:
        return self.draw.stream(f"{path}#vote").standard_normal(self.draw.n).tolist()

    @cache  # noqa: B019
    def luck(self, voice: str) -> list[float]:
        return self.draw.stream(f"{voice}#luck").random(self.draw.n).tolist()

    @cache  # noqa: B019
    def referendum(self, path: str) -> list[float]:
        return self.draw.stream(f"{path}#vote").standard_t(4, self.draw.n).tolist()


class Talks:
    """The talks of one draw in one form, perhaps with one obstacle taken away."""

    def __init__(self, randoms: Randoms, form: FormOf, i: int, removed: Obstacle | None = None) -> None:
        self.randoms, self.form, self.i, self.removed = randoms, form, i, removed
        self.case, self.names = randoms.scene.board.case, list(randoms.scene.board.packages)
        horizon = (self.case.until - self.case.as_of).days
        every = 1 if horizon <= 400 else 7
        self.days = [float(day) for day in range(0, horizon, every)] + [float(horizon)]
        self.every, self.horizon = every, horizon

    def v(self, path: str) -> float:
        return self.randoms.value(path)[self.i]

    def is_removed(self, kind: str, party: str = "", accepter: str = "") -> bool:
        return self.removed is not None and (
            (self.removed.kind, self.removed.party) == (kind, party)
            and (not accepter or self.removed.accepter == accepter)
        )

    @property
    def no_waiting(self) -> bool:
        return self.is_removed("time")

    def lasts(self, pressure: Any, step: int) -> bool:
        day = self.case.as_of + dt.timedelta(days=self.days[step])
        return (pressure.since is None or pressure.since <= day) and (pressure.until is None or day <= pressure.until)

    def pressures(self, reference: str) -> list[tuple[str, Any]]:
        return [
            (name, pressure)
            for name, pressure in self.case.outside.items()
            if reference in pressure.leans_on and not self.is_removed("outside", name)
        ]

    def push(self, name: str, pressure: Any, package: str) -> float:
        if pressure.in_favour_of is not None:
            return self.v(f"outside.{name}.by") if package in pressure.in_favour_of else 0.0
        if pressure.against is not None and package not in pressure.against:
            return 0.0
        return -self.v(f"outside.{name}.by")

    def sweet(self, receiver: str, package: str) -> float:
        total = 0.0
        for name, sweetener in self.case.sweeteners.items():
            if receiver in sweetener.efficiency and (sweetener.comes_with is None or package in sweetener.comes_with):
                path = f"sweeteners.{name}"
                total += (
                    self.v(f"{path}.amount") * self.v(f"{path}.efficiency.{receiver}") * self.v(f"{path}.delivered")
                )
        return total

    @cache  # noqa: B019
    def boost(self, name: str, step: int) -> float:
        """Points that an event adds at a step: each arrival on its own, faded by its age."""
        event, path = self.case.events[name], f"events.{name}"
        size = self.v(f"{path}.by") * (1 if event.helps is not None else -1)
        agrees = self.v(f"{path}.agrees") if event.agrees is not None else 1.0
        half_life = self.v(f"{path}.fades") if event.fades is not None else math.inf
        if event.date is not None:
            if self.randoms.level(f"{path}#happens")[self.i] >= self.v(f"{path}.chance") * agrees:
                return 0.0
            ages = [self.days[at] - (event.date - self.case.as_of).days for at in (step, 0)]
            left = [size * 0.5 ** (age / half_life) if age >= 0 else 0.0 for age in ages]
            return left[0] - left[1] if event.date < self.case.as_of else left[0]
        total = 0.0
        for past in range(1, step + 1):
            years = (self.days[past] - self.days[past - 1]) / 365.25
            chance = 1 - math.exp(-self.v(f"{path}.rate") * agrees * years)
            if self.randoms.uniforms(f"{path}#arrivals")[past - 1][self.i] < chance:
                total += size * 0.5 ** ((self.days[step] - self.days[past]) / half_life)
        return total

    def boosts(self, reference: str, step: int) -> float:
        return sum(
            self.boost(name, step)
            for name, event in self.case.events.items()
            if reference in (event.helps or ()) or reference in (event.hurts or ())
        )

    # --- leaders ---

    @cache  # noqa: B019
    def plain_worth(self, party: str, package: str) -> float:
        leader, path = self.case.parties[party].leader, f"parties.{party}.leader"
        sets = self.randoms.scene.board.packages[package].sets
        if package in leader.worth or not (leader.worth_of_options or leader.spatial):
            return self.v(f"{path}.worth.{package}")
        if leader.worth_of_options:
            return sum(
                self.v(f"{path}.worth_of_options.{issue}.{setting}")
                for issue, setting in sets.items()
                if str(setting) in leader.worth_of_options.get(issue, {})
            )
        assert leader.spatial is not None
        loss = 0.0
        for issue in leader.spatial.salience:
            options = list(self.case.issues[issue].options or ())
            ideal, here = leader.spatial.ideal_point[issue], sets[issue]
            away = abs(options.index(ideal) - options.index(here)) / (len(options) - 1)
            power = 2 if leader.spatial.loss == "quadratic" else 1
            loss += self.v(f"{path}.spatial.salience.{issue}") * away**power
        return self.v(f"{path}.spatial.at_best") - self.v(f"{path}.spatial.scale") * loss

    @cache  # noqa: B019
    def gain(self, party: str, package: str, step: int) -> float:
        """Worth of a package that is sure to be ratified less worth of no agreement, at a step."""
        leader, path = self.case.parties[party].leader, f"parties.{party}.leader"
        worth = self.plain_worth(party, package) + self.sweet(party, package)
        offer = leader.standing_offer
        if offer is not None and worth < self.plain_worth(party, offer.package) + self.sweet(party, offer.package):
            worth -= self.v(f"{path}.standing_offer.retreat_costs")
        worth -= sum(
            self.v(f"{path}.red_lines.{name}.costs")
            for name, line in leader.red_lines.items()
            if package in line.crossed_by
        )
        worth += sum(
            self.push(name, pressure, package) for name, pressure in self.pressures(party) if self.lasts(pressure, step)
        )
        worth += self.boosts(party, step)
        nothing = self.v(f"{path}.no_agreement.worth") + self.v(f"{path}.no_agreement.talks_go_on")
        return worth - nothing - self.v(f"{path}.no_agreement.per_year") * self.days[step] / 365.25

    @cache  # noqa: B019
    def hoped(self, party: str, package: str, step: int) -> float:
        belief, cost = self.belief(package), self.v(f"parties.{party}.leader.failed_vote_costs")
        return belief * self.gain(party, package, step) - (1 - belief) * cost

    # --- votes ---

    def leaning(self, reference: str, package: str) -> float:
        """Points of vote share; pressure on who votes counts if it is there at any time."""
        total = self.sweet(reference, package)
        for name, pressure in self.pressures(reference):
            if any(self.lasts(pressure, step) for step in range(len(self.days))):
                total += self.push(name, pressure, package)
        return total

    def stated(self, favour: Any, path: str, package: str) -> float:
        key = package if package in favour else "otherwise"
        return self.v(f"{path}.{key}") if key in favour else 1.0

    @cache  # noqa: B019
    def vote(self, party: str, name: str, package: str) -> tuple[float, bool]:
        """The chance that leaders give a vote or a consent, and how it comes out."""
        accepter, path = self.case.parties[party].home[name], f"parties.{party}.home.{name}"
        assert not isinstance(accepter, FeltPublic)
        if accepter.asked_on is not None and package not in accepter.asked_on:
            return 1.0, True
        lean = self.leaning(f"{party}.{name}", package) / 100
        if isinstance(accepter, Consent):
            chance = min(max(self.stated(accepter.consents, f"{path}.consents", package) + lean, 0), 1)
            return chance, self.randoms.level(f"{path}#answer")[self.i] < chance
        if isinstance(accepter, Referendum):
            return self._referendum(accepter, path, package, lean)
        return self._body(accepter, path, f"{party}.{name}", package)

    def _shares(self, chamber: Body, path: str, reference: str, package: str) -> list[float]:
        """Shares of each bloc in favour, with what outsiders and sweeteners add."""
        parts = (
            [(bloc.in_favour, f"{path}.blocs.{key}.in_favour") for key, bloc in chamber.blocs.items()]
            if chamber.blocs
            else [(chamber.in_favour, f"{path}.in_favour")]
        )
        lean = self.leaning(reference, package) / 100
        return [min(max(self.stated(favour, where, package) + lean, 0), 1) for favour, where in parts]

    def _error(self, path: str) -> float:
        return self.v(f"{path}.common_error") if self.form.vote_error != "independent" else 0.0

    def _body(self, chamber: Body, path: str, reference: str, package: str) -> tuple[float, bool]:
        seats = [bloc.seats for bloc in chamber.blocs.values()] or [chamber.seats]
        whips = [bloc.whipped for bloc in chamber.blocs.values()] or [False]
        vetoes = [list(chamber.blocs).index(key) for key in chamber.vetoes]
        needed, sd = chamber.quota or chamber.seats // 2 + 1, self._error(path)
        outsider = self.removed.party if self.removed is not None and self.removed.kind == "outside" else ""
        key, kept = (path, package, self.form.vote_error, outsider), self.randoms.chances
        if key not in kept:
            all_draws = [Talks(self.randoms, self.form, i, self.removed) for i in range(self.randoms.draw.n)]
            shares = [talks._shares(chamber, path, reference, package) for talks in all_draws]
            errors = [talks._error(path) for talks in all_draws]
            kept[key] = passing_chance(shares, seats, needed, errors, whipped=whips, vetoes=vetoes, n_nodes=20).tolist()
        common = self.randoms.common(path)
        voices = [f"{path}.blocs.{key}" for key in chamber.blocs] or [path]
        total, stopped = 0, False
        for bloc, share in enumerate(self._shares(chamber, path, reference, package)):
            tilted = min(max(share + sd * common[self.i] / 100, 0), 1)
            level = self.randoms.luck(voices[bloc])[self.i]
            votes = (seats[bloc] if level > 1 - tilted else 0) if whips[bloc] else quantile(level, seats[bloc], tilted)
            total += votes
            stopped |= bloc in vetoes and 2 * votes <= seats[bloc]
        return kept[key][self.i], total >= needed and not stopped

    def _referendum(self, voters: Referendum, path: str, package: str, lean: float) -> tuple[float, bool]:
        yes = (
            self.v(f"{path}.poll")
            if voters.in_favour is None
            else self.stated(voters.in_favour, f"{path}.in_favour", package)
        )
        yes = min(max(yes + lean, 0), 1)
        turnout, sd, drift = (self.v(f"{path}.{key}") for key in ("turnout", "poll_error", "drift"))
        of_turnout = None if voters.quorum.turnout is None else self.v(f"{path}.quorum.turnout")
        of_yes = None if voters.quorum.in_favour is None else self.v(f"{path}.quorum.in_favour")
        chance = referendum_chance(
            yes,
            turnout,
            poll_error=sd,
            drift=drift,
            majority=voters.majority,
            turnout_quorum=of_turnout,
            yes_quorum=of_yes,
        )
        share = yes + drift / 100 + sd * self.randoms.referendum(path)[self.i] / 100
        passes = share > voters.majority
        if of_turnout is not None:
            passes = passes and turnout >= of_turnout
        if of_yes is not None:
            passes = passes and share * turnout >= of_yes and turnout >= of_yes
        return float(chance), passes

    def voters(self, *, consenting: bool) -> list[tuple[str, str]]:
        found = []
        for party, side in self.case.parties.items():
            for name, accepter in side.home.items():
                kind = {Body: "body", Referendum: "referendum", Consent: "consent"}.get(type(accepter))
                if kind and (kind == "consent") == consenting and not self.is_removed(kind, party, name):
                    found.append((party, name))
        return found

    @cache  # noqa: B019
    def belief(self, package: str) -> float:
        return math.prod(self.vote(*voter, package)[0] for voter in self.voters(consenting=False))

    def is_ratified(self, package: str) -> bool:
        return self.is_removed("vote") or all(self.vote(*voter, package)[1] for voter in self.voters(consenting=False))

    # --- felt publics ---

    @cached_property
    def approvals(self) -> dict[tuple[str, str], list[float]]:
        return {
            (party, name): self._approval(party, name)
            for party, side in self.case.parties.items()
            for name, accepter in side.home.items()
            if isinstance(accepter, FeltPublic)
        }

    def _spread(self, party: str, name: str) -> float:
        """Diffusion in points per root year: what the jumps leave of the volatility."""
        path = f"parties.{party}.home.{name}.moves"
        variance = 12 * self.v(f"{path}.volatility") ** 2
        if self.form.process.endswith("jumps") and self.case.parties[party].home[name].moves.jumps:  # type: ignore[union-attr]
            size, mean = self.v(f"{path}.jumps.size"), self.v(f"{path}.jumps.mean")
            variance = max(variance - self.v(f"{path}.jumps.rate") * (size**2 + mean**2), 0.0)
        return math.sqrt(variance)

    def _approval(self, party: str, name: str) -> list[float]:
        path, moves = f"parties.{party}.home.{name}", self.case.parties[party].home[name].moves  # type: ignore[union-attr]
        level = here = self.v(f"{path}.approval")
        if moves.level is not None:
            level = self.v(f"{path}.moves.level")
        speed, drift = max(self.v(f"{path}.moves.reversion"), 1e-9), self.v(f"{path}.moves.drift")
        sigma, found = self._spread(party, name), [here]
        for step in range(1, len(self.days)):
            years = (self.days[step] - self.days[step - 1]) / 365.25
            normal = self.randoms.normals((party, name))[step - 1][self.i]
            if self.form.process.startswith("random-walk"):
                here += drift * years + sigma * math.sqrt(years) * normal
            else:
                goal, kept = level + drift / speed, math.exp(-speed * years)
                here = (
                    goal
                    + (here - goal) * kept
                    + sigma * math.sqrt(-math.expm1(-2 * speed * years) / (2 * speed)) * normal
                )
            if self.form.process.endswith("jumps") and moves.jumps:
                happens, sizes = self.randoms.jumps(f"{path}.approval#jumps")
                if happens[step - 1][self.i] < 1 - math.exp(-self.v(f"{path}.moves.jumps.rate") * years):
                    here += (
                        self.v(f"{path}.moves.jumps.mean")
                        + self.v(f"{path}.moves.jumps.size") * sizes[step - 1][self.i]
                    )
            found.append(here)
        reference = f"{party}.{name}"
        return [at + self.boosts(reference, step) for step, at in enumerate(found)]

    @cache  # noqa: B019
    def cost(self, party: str, name: str, package: str) -> float:
        """Points of approval that signing costs; only fixed opinions that name the package."""
        felt, path = self.case.parties[party].home[name], f"parties.{party}.home.{name}"
        assert isinstance(felt, FeltPublic)
        (opinion,) = felt.opposition[package]
        assert opinion.names_package
        where, swayed = f"{path}.opposition.{package}.0", self.v(f"{path}.can_persuade") / 2
        against = min(max(self.v(f"{where}.oppose") - swayed, 0), 100)
        favour = min(max(self.v(f"{where}.support") + swayed, 0), 100)
        eta, net = self.v(f"{path}.pass_through"), against - favour
        return eta * net if net > 0 else eta * net * self.v(f"{path}.support_ratio")

    def affords(self, party: str, name: str, package: str, step: int, signed: list[tuple[str, int]]) -> bool:
        felt, path = self.case.parties[party].home[name], f"parties.{party}.home.{name}"
        assert isinstance(felt, FeltPublic)
        level = self.randoms.level(f"{path}.floor#soft")[self.i]
        floor = self.v(f"{path}.floor.value") + self.v(f"{path}.floor.soft") * math.log(level / (1 - level))
        net = self.cost(party, name, package) - self.sweet(f"{party}.{name}", package)
        for outsider, pressure in self.pressures(f"{party}.{name}"):
            if self.lasts(pressure, step):
                net -= self.push(outsider, pressure, package)
        if net <= 0 or floor + net > 100:
            return net <= 0
        left = self.approvals[party, name][step]
        for other, when in signed:
            age = self.days[step] - self.days[when]
            if age > 0:
                half_life = self.v(f"{path}.cost_fades") if felt.cost_fades is not None else math.inf
                left -= max(self.cost(party, name, other), 0.0) * 0.5 ** (age / half_life)
        if self.form.closing == "immediate" and step > 0:
            left += BROADIE_GLASSERMAN_KOU * self._spread(party, name) * math.sqrt(self.every / 365.25)
        return left >= floor + net

    # --- the talks ---

    def is_open(self, package: str, step: int, signed: list[tuple[str, int]]) -> bool:
        for party in self.case.parties:
            if self.is_removed("leader", party):
                continue
            if self.gain(party, package, step) < -1e-9 or self.hoped(party, package, step) < -1e-9:
                return False
        if not all(self.vote(*voter, package)[1] for voter in self.voters(consenting=True)):
            return False
        return all(
            self.is_removed("capital", *key) or self.affords(*key, package, step, signed) for key in self.approvals
        )

    def has_been_open(self, package: str, step: int, signed: list[tuple[str, int]]) -> bool:
        if self.no_waiting:
            return self.is_open(package, step, signed)
        own = self.randoms.scene.board.packages[package].open_for
        wait = self.v(f"packages.{package}.open_for") if own is not None else self.v("lead_times.opening")
        back = math.ceil(wait / self.every - 1e-9)
        return all(self.is_open(package, past, signed) for past in range(max(step - back, 0), step + 1))

    def closes(self, step: int) -> bool:
        """Whether a meeting at this step would close on an open package."""
        day = self.days[step]
        if self.no_waiting:
            return True
        if any(day > (deadline.date - self.case.as_of).days for deadline in self.case.deadlines):
            return False
        if self.form.closing == "immediate":
            return True
        if step == 0:
            return False
        rate, chance = self.v("meetings.rate"), self.v("meetings.closes")
        for place, deadline in enumerate(self.case.deadlines):
            left, path = (deadline.date - self.case.as_of).days - day, f"deadlines.{place}"
            if 0 <= left <= self.v(f"{path}.within"):
                chance = max(chance, self.v(f"{path}.closes"))
                rate *= self.v(f"{path}.more_meetings")
        for name, pressure in self.case.outside.items():
            if "meeting" in (pressure.against or ()) and not self.is_removed("outside", name):
                for leader in pressure.leans_on:
                    worth = self.v(f"parties.{leader}.leader.meeting_worth")
                    if self.v(f"outside.{name}.by") > worth and self.lasts(pressure, step):
                        return False
        years = (self.days[step] - self.days[step - 1]) / 365.25
        meets = self.randoms.uniforms("meetings#held")[step - 1][self.i] < 1 - math.exp(-rate * years)
        return meets and self.randoms.uniforms("meetings#closing")[step - 1][self.i] < chance

    def play(self) -> tuple[str | None, int, list[tuple[str, int]]]:
        """Return the package that ends the talks, its step, and those signed on the way."""
        signed: list[tuple[str, int]] = []
        for step in range(len(self.days)):
            if not self.closes(step):
                continue
            taken = [package for package, _ in signed]
            offered = [name for name in self.names if name not in taken and self.has_been_open(name, step, signed)]
            if not offered:
                continue
            package = self.best(offered, step)
            if package in self.case.question.deal or self.randoms.scene.board.packages[package].ends_talks:
                return package, step, signed
            signed.append((package, step))
        return None, 0, signed

    def best(self, offered: list[str], step: int) -> str:
        """Return the package that the solution picks, the earliest of equally good ones."""
        parties = list(self.case.parties)
        gains = {name: [max(self.hoped(party, name, step), 0.0) for party in parties] for name in offered}
        power = [self.case.parties[party].leader.weight for party in parties]
        tops = [max(gain[j] for gain in gains.values()) for j in range(len(parties))]
        match self.form.solution:
            case "utilitarian":
                score = {name: (sum(b * g for b, g in zip(power, gain, strict=True)),) for name, gain in gains.items()}
            case "egalitarian":
                score = {
                    name: tuple(sorted(g / b for b, g in zip(power, gain, strict=True))) for name, gain in gains.items()
                }
            case "kalai-smorodinsky":
                score = {
                    name: tuple(
                        sorted(g / top / b if top else 0.0 for b, g, top in zip(power, gain, tops, strict=True))
                    )
                    for name, gain in gains.items()
                }
            case _:
                score = {name: nash_score(gain, tops, power) for name, gain in gains.items()}
        chosen = offered[0]
        for name in offered[1:]:
            if beats(score[name], score[chosen]):
                chosen = name
        return chosen

    def deal_day(self) -> float:
        """Return the day of the deal on the rung that counts, infinite without one."""
        package, step, _ = self.play()
        if package is None or package not in self.case.question.deal:
            return NEVER
        agreed = self.days[step]
        signed = agreed if self.no_waiting else agreed + self.v("lead_times.signature")
        ratified = signed if self.no_waiting else signed + self.v("lead_times.ratification")
        if not self.is_ratified(package):
            ratified = NEVER
        day = {"agreed": agreed, "signed": signed, "ratified": ratified}[self.case.question.counted]
        return day if day <= self.horizon else NEVER


def quantile(level: float, seats: int, share: float) -> int:
    """Return the least number of votes whose cumulative probability reaches the level."""
    votes, below = 0, (1 - share) ** seats
    while below < level and votes < seats:
        votes += 1
        below += math.comb(seats, votes) * share**votes * (1 - share) ** (seats - votes)
    return votes


def nash_score(gain: list[float], tops: list[float], power: list[float]) -> tuple[float, ...]:
    """Return how many parties gain and the weighted product of their gains: without losers this is Nash's product."""
    gaining = [j for j, g in enumerate(gain) if tops[j] > 0 and g > 1e-9 * tops[j]]
    return len(gaining), sum(power[j] * math.log(gain[j] / tops[j]) for j in gaining)


def beats(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Tell whether a score is larger, place by place, beyond rounding."""
    for mine, theirs in zip(one, other, strict=True):
        if abs(mine - theirs) > 1e-9 * max(1.0, abs(mine)):
            return mine > theirs
    return False
