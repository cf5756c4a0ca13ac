"""Forecasts for tests of front ends: one rich and realistic, and the odd ones made from it."""

# ruff: noqa: E501 (rows of data read better on one line)

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from winset.forecasting.record import (
    AccepterNode,
    BaseLine,
    Binding,
    Blocker,
    CaseLine,
    Deal,
    DealBy,
    ExpertLine,
    ExpertPools,
    Fan,
    Forecast,
    Form,
    Gain,
    Gains,
    Kept,
    Lever,
    Moved,
    Need,
    NoDeal,
    NodeStand,
    Number,
    OpinionLine,
    PackageResult,
    Poll,
    PowerShift,
    Run,
    Rung,
    SourceLine,
    Spread,
    Steps,
    Tripwire,
    Watch,
)

AS_OF = dt.date(2019, 1, 23)
UNTIL = dt.date(2021, 9, 30)

LABELS = {
    "joint-only": "joint activity only",
    "two-and-talks": "two islands and talks on the rest",
    "two-and-joint": "two islands and joint activity",
    "two-final": "two islands, claim closed",
    "all-four": "all four islands",
    "recognise-first": "sovereignty recognised first",
}
SAYS = {
    "two-and-joint": "a treaty and two islands, joint activity on the other two, silent on sovereignty over them",
    "two-final": "a treaty and two islands, and Japan gives up the other two",
}
COUNTED = ("two-and-talks", "two-and-joint", "two-final", "all-four")


def months(start: dt.date, count: int) -> tuple[dt.date, ...]:
    """Return `count` dates a month apart, the first of them `start`."""
    return tuple(start + dt.timedelta(days=round(30.4375 * step)) for step in range(count))


def blocker(party: str, accepter: str, kind: Any, probability: float, gap: float, central: float, unit: str) -> Blocker:
    """Return an accepter's stand on a package."""
    return Blocker(party, accepter, kind, probability, gap, central, unit)


def package(id: str, signed: float, ratified: float, open_now: float, *stands: Blocker) -> PackageResult:
    """Return a package of the Kuril case with its accepters, likeliest to refuse first."""
    transfer = {"joint-only": "none", "recognise-first": "none", "all-four": "four"}.get(id, "two")
    claim = {"two-and-talks": "talks go on", "two-and-joint": "joint activity", "joint-only": "joint activity"}
    ordered = tuple(sorted(stands, key=lambda stand: -stand.probability))
    settings = (("transfer", transfer), ("claim", claim.get(id, "closed")), ("economy", "10"))
    return PackageResult(id, LABELS[id], SAYS.get(id, ""), settings, id in COUNTED, signed, ratified, open_now, ordered)


def stands(*rows: tuple[float, float, float]) -> tuple[Blocker, ...]:
    """Return six stands in the order Russian leader, public, duma, Japanese leader, public, diet."""
    who = (
        ("russia", "leader", "leader", "points of worth"),
        ("russia", "public", "capital", "percentage points"),
        ("russia", "duma", "body", "votes"),
        ("japan", "leader", "leader", "points of worth"),
        ("japan", "public", "capital", "percentage points"),
        ("japan", "house-of-representatives", "body", "votes"),
    )
    return tuple(blocker(p, a, k, *row, unit) for (p, a, k, unit), row in zip(who, rows, strict=True))


def packages() -> tuple[PackageResult, ...]:
    """Return the six packages on the table, those that count first."""
    return (
        package(
            "two-and-talks", 0.041, 0.036, 0.07,
            *stands((0.18, 4.1, -6.0), (0.81, 6.6, 5.4), (0.06, 21, -96), (0.12, 2.2, -9.0), (0.08, 1.4, -11.6), (0.04, 12, -60)),
        ),
        package(
            "two-and-joint", 0.032, 0.028, 0.052,
            *stands((0.22, 4.8, -5.2), (0.86, 7.4, 7.4), (0.07, 24, -90), (0.14, 2.9, -7.5), (0.11, 1.9, -9.1), (0.05, 14, -55)),
        ),
        package(
            "two-final", 0.006, 0.004, 0.009,
            *stands((0.05, 1.8, -18), (0.84, 7.1, 7.4), (0.06, 22, -94), (0.47, 6.3, 0.9), (0.58, 4.4, 1.5), (0.31, 33, -8)),
        ),
        package(
            "all-four", 0.0, 0.0, 0.0,
            *stands((1.0, 55.2, 54.0), (0.96, 12.8, 11.9), (0.93, 118, 101), (0.0, 0.0, -42), (0.01, 0.6, -24), (0.0, 0, -130)),
        ),
        package(
            "joint-only", 0.44, 0.42, 0.63,
            *stands((0.03, 1.0, -11), (0.02, 0.5, -14), (0.01, 8, -150), (0.21, 3.1, -5.0), (0.06, 1.2, -12), (0.09, 17, -44)),
        ),
        package(
            "recognise-first", 0.001, 0.001, 0.002,
            *stands((0.0, 0.0, -27), (0.0, 0.0, -16), (0.0, 0, -170), (0.93, 24.6, 22.0), (0.88, 5.9, 3.0), (0.74, 61, 38)),
        ),
    )  # fmt: skip


def rule(path: str, rule: str, chances: Mapping[str, float], stops: bool = False) -> AccepterNode:
    """Return a rule of a tree with the chance that it is met, for each package."""
    above, _, name = path.rpartition(".")
    stands = tuple(NodeStand(id, chance, None) for id, chance in chances.items())
    label = {"*": "everyone", "ratifiers": "those of no party"}.get(path, name.replace("-", " "))
    label = label if above or path in {"*", "ratifiers"} else label.title()
    parent = "" if path == "*" else above or "*"
    return AccepterNode(
        path, parent, path.split(".")[0].strip("*"), name.strip("*"), label, rule, "", stops, "", stands
    )


def leaf(path: str, kind: Any, chances: Mapping[str, float], gap: float | None = None, **more: Any) -> AccepterNode:
    """Return someone in a tree with the chance of a yes, for each package."""
    above, _, name = path.rpartition(".")
    stands = tuple(NodeStand(id, chance, gap) for id, chance in chances.items())
    unit = {"leader": "points of worth", "body": "votes", "consent": "chance"}.get(kind, "percentage points")
    found = AccepterNode(path, above, path.split(".")[0], name, name.replace("-", " "), "", kind, False, unit, stands)
    return replace(found, **more)


def accepters(packages: Sequence[PackageResult]) -> tuple[AccepterNode, ...]:
    """Return the tree of a case with plain homes: everyone must accept."""
    nodes = [rule("*", "all of", {package.id: package.open_now for package in packages})]
    for party in dict.fromkeys(stand.party for stand in packages[0].blocked_by):
        below: dict[str, list[tuple[str, Blocker]]] = {}
        for package in packages:
            for stand in package.blocked_by:
                if stand.party == party:
                    below.setdefault(stand.accepter, []).append((package.id, stand))
        chances = {
            package.id: math.prod(1 - stand.probability for stand in package.blocked_by if stand.party == party)
            for package in packages
        }
        nodes.append(rule(party, "all of", chances))
        for name, said in sorted(below.items()):
            stands = tuple(NodeStand(id, 1 - stand.probability, stand.gap_central) for id, stand in said)
            nodes.append(leaf(f"{party}.{name}", said[0][1].kind, {}, stands=stands))
    return tuple(nodes)


def fan(
    party: str,
    label: str,
    process: str,
    start: float,
    floor: tuple[float, float, float],
    polls: tuple[tuple[str, str, float], ...],
    needs: tuple[tuple[str, float], ...],
    pull: float,
) -> Fan:
    """Return a fan whose spread grows with the root of time or, with `pull` per year, levels off."""
    dates = months(AS_OF, 33)
    rows = []
    for step in range(len(dates)):
        years = step / 12
        spread = 2.5 * math.sqrt(12 * (years if pull == 0 else (1 - math.exp(-2 * pull * years)) / (2 * pull)))
        spread = math.hypot(spread, 1.4)
        rows.append(tuple(round(min(max(start + z * spread, 0), 100), 2) for z in (-1.645, -0.674, 0, 0.674, 1.645)))
    return Fan(
        party,
        "public",
        label,
        process,
        dates,
        tuple(rows),
        tuple(
            Poll(dt.date.fromisoformat(day), house, value, round(100 * math.sqrt(0.23 / 1600) * 1.3, 2))
            for day, house, value in polls
        ),
        *floor,
        tuple(Need(id, LABELS[id], id in COUNTED, level) for id, level in needs),
    )


RUSSIAN_POLLS = (
    ("2018-01-23", "Levada", 80.0), ("2018-02-20", "Levada", 81.0), ("2018-03-27", "Levada", 80.0),
    ("2018-04-24", "Levada", 82.0), ("2018-05-22", "Levada", 79.0), ("2018-06-26", "Levada", 65.0),
    ("2018-07-24", "Levada", 67.0), ("2018-08-28", "Levada", 70.0), ("2018-09-25", "Levada", 67.0),
    ("2018-10-23", "Levada", 66.0), ("2018-11-27", "Levada", 66.0), ("2018-12-18", "Levada", 66.0),
    ("2019-01-22", "Levada", 64.0),
    ("2018-04-15", "VTsIOM", 79.4), ("2018-07-15", "VTsIOM", 63.7), ("2018-10-14", "VTsIOM", 65.3),
    ("2019-01-13", "VTsIOM", 62.1),
)  # fmt: skip
JAPANESE_POLLS = (
    ("2018-02-11", "NHK", 46.0), ("2018-03-11", "NHK", 44.0), ("2018-04-08", "NHK", 38.0), ("2018-06-10", "NHK", 38.0),
    ("2018-08-05", "NHK", 41.0), ("2018-10-08", "NHK", 42.0), ("2018-11-11", "NHK", 46.0), ("2019-01-14", "NHK", 43.0),
    ("2018-11-18", "Asahi", 43.0), ("2018-12-16", "Asahi", 40.0), ("2019-01-20", "Asahi", 43.0),
)  # fmt: skip


def fans() -> tuple[Fan, ...]:
    """Return both felt publics, each under two processes."""
    russian = (
        ("two-and-talks", 69.2),
        ("two-and-joint", 71.4),
        ("two-final", 71.4),
        ("all-four", 76.0),
        ("joint-only", 62.0),
    )
    japanese = (
        ("two-and-talks", 31.4),
        ("two-and-joint", 33.9),
        ("two-final", 44.5),
        ("all-four", 24.0),
        ("recognise-first", 46.0),
    )
    made = []
    for process, pull in (("random-walk", 0.0), ("mean-reversion", 1.8)):
        made.append(
            fan(
                "russia",
                "approval of the president's work",
                process,
                63.6,
                (62, 58, 66),
                RUSSIAN_POLLS,
                russian,
                pull,
            )
        )
        made.append(
            fan("japan", "approval of the cabinet", process, 42.8, (30, 25, 33), JAPANESE_POLLS, japanese, pull)
        )
    return tuple(made)  # fmt: skip


def forms() -> tuple[Form, ...]:
    """Return twelve forms: two processes, two ways of closing, three solutions."""
    centre = {("random-walk", "immediate"): 0.27, ("random-walk", "meetings"): 0.085,
              ("mean-reversion", "immediate"): 0.034, ("mean-reversion", "meetings"): 0.009}  # fmt: skip
    made = []
    for (process, closing), middle in centre.items():
        for solution, factor in (("nash", 1.0), ("kalai-smorodinsky", 1.1), ("egalitarian", 0.86)):
            name = f"{process} · {closing} · {solution} · common"
            made.append(Form(name, 1 / 12, round(middle * factor, 4), 0.002, process, closing, solution, "common", ""))
    return tuple(made)


def opinions() -> tuple[OpinionLine, ...]:
    """Return readings that disagree, as polls on the islands do."""
    rows: tuple[tuple[str, str, str, str, float, float, bool, int | None, str], ...] = (
        ("russia", "two-and-joint", "Levada", "a peace treaty and the handover of some islands", 74, 17, False, 1600, "levada-2018"),
        ("russia", "two-and-joint", "VTsIOM", "transfer of the southern Kurils to Japan", 77, 14, False, 1600, "vtsiom-2019"),
        ("russia", "two-and-joint", "Levada", "compromise of 2016: Shikotan and the Habomais handed over, Iturup and Kunashir kept", 71, 13, False, 1600, "levada-2016"),
        ("russia", "all-four", "Levada", "all four islands handed to Japan", 78, 7, False, 1600, "levada-2016"),
        ("russia", "joint-only", "our reading", "", 30, 40, True, None, ""),
        ("japan", "two-and-talks", "Nikkei", "two islands first, then more", 38, 46, False, 1000, "nikkei-2018"),
        ("japan", "two-and-talks", "Asahi", "two first, talks on the other two go on", 36, 51, False, None, "asahi-2018"),
        ("japan", "two-and-joint", "Asahi", "two islands and joint economic activity on the rest", 40, 38, False, 1700, "asahi-2019"),
        ("japan", "two-final", "Nikkei", "two only", 79, 5, False, 1000, "nikkei-2018"),
        ("japan", "two-final", "Sankei/FNN", "close the issue with two islands", 53.7, 35.9, False, None, "sankei-2018"),
        ("japan", "recognise-first", "Asahi", "recognise Russian sovereignty over all four islands before a treaty", 80, 10, False, 1700, "asahi-2019"),
    )  # fmt: skip
    return tuple(
        OpinionLine(party, "public", id, LABELS[id], house, wording, oppose, support, guess, n, source)
        for party, id, house, wording, oppose, support, guess, n, source in rows
    )


def numbers() -> tuple[Number, ...]:
    """Return numbers of the case: some sourced, some guessed, some our defaults."""
    return (
        Number("parties.russia.home.public.pass_through", "public, pass through", "0.1 / 0.2 / 0.4", (), "our guess: points of approval per point of net opposition", "low", True, False, True, -0.41),
        Number("parties.russia.home.public.floor.value", "public, floor, value", "58 to 66 %", ("op-ed-2019",), "near the level of 2013, a yardstick already missed", "low", False, False, True, -0.33),
        Number("parties.russia.home.public.opposition.two-and-joint", "public, opposition, two-and-joint", "74 % against, 17 % for of 1600 asked", ("levada-2018", "vtsiom-2019"), "", "high", False, False, True, -0.19),
        Number("meetings.closes", "closes", "0.1 to 0.3", (), "25 meetings and no treaty", "low", True, False, True, 0.17),
        Number("parties.russia.home.public.moves.volatility", "public, moves, volatility", "2.4 to 3 points", (), "points of approval per root month, jumps included", "", False, True, True, 0.15),
        Number("meetings.rate", "rate", "3 to 6 per year", ("op-ed-2019",), "", "medium", False, False, False, 0.06),
        Number("events.belarus-union.rate", "rate", "0.05 to 0.2 per year", ("op-ed-2019",), "its leader resists", "low", False, False, False, 0.05),
        Number("parties.japan.home.public.floor.value", "public, floor, value", "25 to 33 %", (), "30 is the danger-zone convention", "low", True, False, False, -0.02),
    )  # fmt: skip


def sources() -> tuple[SourceLine, ...]:
    """Return the sources that the case names."""
    return (
        SourceLine("op-ed-2019", "Putin Doesn't Have Clout to Get Deal With Abe", "The Moscow Times", "2019-01-23", "https://www.themoscowtimes.com/2019/01/23/putin-abe", ("parties.russia.home.public.floor.value", "meetings.rate", "events.belarus-union.rate")),
        SourceLine("levada-2018", "Levada poll of November 2018", "Levada Center", "2018-11-30", "https://www.japantimes.co.jp/news/2018/12/01/national/74-russians-oppose", ("parties.russia.home.public.opposition.two-and-joint",)),
        SourceLine("vtsiom-2019", "Kuril islands: no return", "VTsIOM", "2019-01-28", "https://wciom.com/press-release/kuril-islands-no-return", ("parties.russia.home.public.opposition.two-and-joint",)),
        SourceLine("asahi-2019", "Asahi poll of January 2019", "Asahi Shimbun", "2019-01-22", "", ("parties.japan.home.public.opposition.two-and-joint",)),
    )  # fmt: skip


def deal() -> Deal:
    """Return the headline and the probability by each quarter."""
    span = (UNTIL - AS_OF).days
    by = []
    for step in range(1, 12):
        day = AS_OF + dt.timedelta(days=round(span * step / 11))
        share = (step / 11) ** 0.9
        by.append(DealBy(day, round(0.093 * share, 4), round(0.008 * share, 4), round(0.297 * share, 4)))
    return Deal(0.093, 0.008, 0.297, 0.003, "very unlikely", "ratified", tuple(by))


def gains() -> Gains:
    """Return both leaders' central gains from the six packages."""
    rows = {"two-and-talks": (6.0, 9.0), "two-and-joint": (7.5, 7.5), "two-final": (20.0, -0.9), "all-four": (-54.0, 42.0), "joint-only": (11.0, 5.0), "recognise-first": (27.0, -22.0)}  # fmt: skip
    frontier = {"two-and-talks", "two-final", "all-four", "joint-only", "recognise-first"}
    points = [
        Gain(id, LABELS[id], id in COUNTED, pair, id in frontier, id == "two-and-talks") for id, pair in rows.items()
    ]
    return Gains(("russia", "japan"), "nash", tuple(points))


def levers() -> tuple[Lever, ...]:
    """Return a lever of one number and one of two."""
    approval = Moved(
        "parties.russia.home.public.approval", "approval of the president's work", 63.6, 71.4, "%", "nobody", ""
    )
    worth = Moved(
        "parties.japan.leader.worth.two-final", "worth of two final", 12.5, 34.1, "points of worth", "they", "japan"
    )
    one = Lever("two-and-joint", "two and joint", (approval,), "approval of the president's work 63.6% -> 71.4%", "nobody", "", 1.2,
                0.093, 0.24, 0.004, 1024)  # fmt: skip
    two = replace(one, package="two-final", label="two final", changes=(approval, worth), who="several", effort=4.25,
                  words="approval of the president's work 63.6% -> 71.4% and worth of two final 12.5 -> 34.1 points of worth",
                  probability_after=0.31)  # fmt: skip
    return one, two


def sample_forecast() -> Forecast:
    """Return a forecast as rich as the Kuril case of January 2019; its numbers are made up."""
    return Forecast(
        case=CaseLine(
            "kuril-2019",
            "A peace treaty and the South Kuril islands",
            "Will Japan and Russia sign a peace treaty that settles the islands by 30 September 2021?",
            AS_OF,
            UNTIL,
            "9f2c" * 16,
        ),
        run=Run("0.1.0", 1, 16384, 7),
        deal=deal(),
        ladder=(Rung("meet", 0.997), Rung("agree", 0.121), Rung("sign", 0.108), Rung("ratify", 0.093)),
        levers=levers(),
        tripwires=(
            Tripwire("parties.russia.home.public.approval", "approval of the president's work", 63.6, 71.4, "%", "two-and-joint", "russia", "public", True),
            Tripwire("parties.russia.home.public.pass_through", "pass-through of net opposition", 0.2, 0.07, "", "two-and-joint", "russia", "public", True),
            Tripwire("parties.russia.home.public.opposition.two-and-joint", "net opposition to two islands and joint activity", 57, 20, "points", "two-and-joint", "russia", "public", True),
            Tripwire("parties.japan.home.public.floor", "floor under the cabinet", 30, 28.5, "%", "two-final", "japan", "public", False),
        ),
        forms=forms(),
        packages=packages(),
        accepters=accepters(packages()),
        binding=(
            Binding("russia", "public", "capital", 0.61),
            Binding("", "meetings", "time", 0.14),
            Binding("", "", "several", 0.13),
            Binding("japan", "public", "capital", 0.05),
            Binding("japan", "leader", "leader", 0.04),
            Binding("", "vote", "vote", 0.03),
        ),
        keeping=(
            Kept(
                "two-final", "two final", True, 0.1,
                PowerShift(0.2, 0.5, 0.4, Spread(0.25, 0.1, 0.5), Spread(0.8, 0.3, 1.0)),
                Steps(1, 0.2, Spread(3.0, 2.0, None), 0.06),
            ),
        ),
        no_deal=(
            NoDeal("russia", 6.0, 6.0, "Talks go on; approval of the president's work ends between 47 and 80 %."),
            NoDeal("japan", 4.0, 1.5, "The claim stays open; approval of the cabinet ends between 26 and 59 %."),
        ),
        watch=(
            Watch(dt.date(2019, 6, 28), "meeting at the G20 summit in Osaka", "event"),
            Watch(dt.date(2019, 11, 20), "japan: becomes the longest-serving prime minister", "clock"),
            Watch(dt.date(2021, 9, 30), "japan: term as party leader ends", "end"),
        ),
        numbers=numbers(),
        outside_view=(
            BaseLine(
                "own-record", "this dispute", "this dispute's own record", "by 2021-09-30", 1, 0.04, 0.001, 0.148,
                "a declaration", "62 years without a treaty, 2.7 to go: T/(n+T)", closest=True,
            ),
            BaseLine(
                "agreement", "territory/bilateral", "attempts by negotiation", "per attempt", 720, 0.22, 0.19, 0.25,
                "a table", "territorial claims, attempts ended by agreement",
            ),
        ),
        experts=experts(),
        fans=fans(),
        gains=gains(),
        opinions=opinions(),
        assumptions=(
            "How approval moves matters most: a random walk gives 3 to 30%, mean reversion 1 to 4%.",
            "All sides know each other's limits; only the analyst is unsure.",
            "Signing joint activity alone does not end the talks.",
        ),
        not_modelled=("Waiting is not strategic.", "China's view of a Russian-Japanese treaty."),
        warnings=("1 number rests on hindsight: opposition of island residents was polled after 2019-01-23.",),
        sources=sources(),
    )  # fmt: skip


def experts() -> ExpertPools:
    """Return an expert who answers the question, one who answers another, and their pools."""
    mine = ExpertLine(
        "a columnist", dt.date(2019, 1, 20), "doubtful in time", "unlikely", 0.325, 0.2, 0.45, 1.0, "", True, ("op-ed",), True,
        "the word is our reading",
    )  # fmt: skip
    other = replace(mine, who="a diplomat", says="", text="0.1", probability=0.1, low=None, high=None, note="")
    aside = replace(mine, who="a scholar", about="a meeting this year", pooled=False)
    return ExpertPools((mine, other, aside), 0.2125, 0.142, 1.2915)


HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(2)> & \"quoted\" 'single' \x07 {{ 7*7 }}"


def hostile_forecast() -> Forecast:
    """Return the sample with every free text replaced by markup that tries to break out of the page."""
    sample = sample_forecast()
    return replace(
        sample,
        case=replace(sample.case, id="k</style><script>", title=HOSTILE, question=HOSTILE),
        deal=replace(sample.deal, words=HOSTILE),
        ladder=tuple(replace(rung, rung=HOSTILE) for rung in sample.ladder),
        levers=tuple(replace(lever, label=HOSTILE, words=HOSTILE, who=HOSTILE) for lever in sample.levers),
        tripwires=tuple(replace(wire, label=HOSTILE, unit=HOSTILE) for wire in sample.tripwires),
        packages=tuple(replace(result, label=HOSTILE, settings=((HOSTILE, HOSTILE),)) for result in sample.packages),
        accepters=tuple(replace(node, label=HOSTILE, rule=HOSTILE if node.rule else "") for node in sample.accepters),
        keeping=tuple(replace(part, label=HOSTILE) for part in sample.keeping),
        no_deal=tuple(replace(line, note=HOSTILE) for line in sample.no_deal),
        watch=tuple(replace(line, what=HOSTILE) for line in sample.watch),
        numbers=tuple(replace(number, text=HOSTILE, note=HOSTILE) for number in sample.numbers),
        outside_view=tuple(replace(line, label=HOSTILE, basis=HOSTILE) for line in sample.outside_view),
        experts=replace(
            sample.experts,
            forecasts=tuple(
                replace(part, who=HOSTILE, says=HOSTILE, text=HOSTILE, about=HOSTILE, sources=(HOSTILE,), note=HOSTILE)
                for part in sample.experts.forecasts
            ),
        ),
        fans=tuple(replace(made, label=HOSTILE, process=HOSTILE) for made in sample.fans),
        gains=replace(sample.gains, points=tuple(replace(point, label=HOSTILE) for point in sample.gains.points)),
        opinions=tuple(replace(line, house=HOSTILE, wording=HOSTILE, label=HOSTILE) for line in sample.opinions),
        assumptions=(HOSTILE,),
        not_modelled=(HOSTILE,),
        warnings=(HOSTILE,),
        sources=tuple(
            replace(source, title=HOSTILE, publisher=HOSTILE, date=HOSTILE, url="javascript:alert(3)")
            for source in sample.sources
        ),
    )


def bare_forecast() -> Forecast:
    """Return a forecast with nothing in it but the question: no felt public, no opinion, no package that counts."""
    sample = sample_forecast()
    return replace(
        sample,
        deal=Deal(0.0, 0.0, 0.0, 0.0, "almost impossible", "signed", ()),
        ladder=(), levers=(), tripwires=(), forms=(), packages=(), accepters=(), binding=(), keeping=(), no_deal=(), watch=(), numbers=(),
        outside_view=(), experts=ExpertPools(), fans=(), gains=Gains((), "", ()), opinions=(), assumptions=(), not_modelled=(),
        warnings=(), sources=(),
    )  # fmt: skip


def crowded_forecast(count: int = 60) -> Forecast:
    """Return the sample with many packages under long names, and a third party at the table."""
    sample = sample_forecast()
    long = "two islands, the rest under a joint administration with a review after twenty-five years, variant"
    base = sample.packages
    results = tuple(
        replace(base[i % len(base)], id=f"package-{i}", label=f"{long} {i}", counts=i < count // 2)
        for i in range(count)
    )
    points = tuple(
        Gain(f"package-{i}", f"{long} {i}", i < count // 2, ((i * 7) % 31 - 9.0, (i * 11) % 37 - 12.0, (i * 5) % 23 - 4.0),
             i % 9 == 0, i == 9)
        for i in range(count)
    )  # fmt: skip
    return replace(
        sample,
        packages=results,
        accepters=crowded_accepters(results),
        gains=Gains(("russia", "japan", "united-states"), "nash", points),
    )


def crowded_accepters(packages: Sequence[PackageResult], states: int = 28) -> tuple[AccepterNode, ...]:
    """Return plain homes beside a council of many states, each of which asks two houses."""
    ids = [package.id for package in packages]

    def at(chance: float) -> dict[str, float]:
        return dict.fromkeys(ids, chance)

    nodes = [rule("ratifiers", "all of", at(0.3)), rule("ratifiers.council", f"at least 20 of {states}", at(0.3))]
    for state in range(states):
        path = f"ratifiers.council.the-federal-republic-number-{state}"
        nodes.append(rule(path, "all of", at(0.4 + state / 60)))
        nodes.append(leaf(f"{path}.chamber-of-deputies-{state}", "body", at(0.5 + state / 60), -3.0 + state))
        nodes.append(
            leaf(f"{path}.senate-of-the-regions-{state}", "consent", at(0.6 + state / 80), -0.1, stops=state == 3)
        )
    return (*accepters(packages), *nodes)
