"""What is said of the ladder and does not fit together is refused where it stands."""

from __future__ import annotations

import pytest

LEADER = "worth: {hotline: -5 to 5, modest: 5 to 15, generous: 20 to 40}"


@pytest.mark.parametrize(
    ("added", "says"),
    [
        ("stage: signed", "stage: it is not said which package is signed; add agreed_package: modest"),
        ("stage: signed\nagreed_package: modst", "agreed_package: there is no package `modst`"),
        ("agreed_package: modest", "nothing is agreed while talks go on; add stage: agreed"),
        ("stage: ratified\nagreed_package: modest", "question.counted: the case is past that rung"),
        ("stage: sined", "did you mean `signed`?"),
        ("after_a_no: {retries: 0}", "after_a_no.retries: found 0; allowed: 1 or more"),
        ("after_a_no: {retries: 11}", "after_a_no.retries: found 11; allowed: 10 or less"),
        ("after_a_no: {package: modst}", "after_a_no.package: there is no package `modst`"),
        ("after_a_no: {other_ratifier: senate}", "there is no ratifier `senate`"),
        ("after_a_no: {other_ratifier: northland.voters}", "`northland.voters` is a public that is only felt"),
        ("after_a_no: {other_ratifier: {all_of: [{consents: 0.5}]}}", "only someone who votes or consents can decide"),
        (
            "after_a_no: {other_ratifier: {votes: body, seats: 9}}",
            "other_ratifier: a body has either `in_favour` or `blocs`",
        ),
        ("after_a_no: {asks: senate}", "after_a_no.asks: there is no ratifier `senate`"),
        ("after_a_no: {asks: northland.voters}", "`northland.voters` has no vote that could be held again"),
        ("after_a_no: {asks: parliament, other_ratifier: {consents: 0.5}}", "`asks` does not go with `other_ratifier`"),
        ("mediator: {proposes: [modst]}", "mediator.proposes: there is no package `modst`"),
        ("mediator: {pays: {eastland: 5}}", "there is no party `eastland`"),
        ("mediator: {since: 2025-05-01, until: 2025-04-01}", "this mediation ends before it begins"),
        (
            "keeping: {enforcement: {power_now: 0.2, power_after: {x: 1}, destroys: 0.1, discount: 0.9}}",
            "no package `x`",
        ),
        ("keeping: {enforcement: {power_now: 2, power_after: {modest: 1}, destroys: 0.1, discount: 0.9}}", "found 2"),
        (
            "keeping: {exchange: {worth: {x: 1}, relation: 1, discount: 0.9}}",
            "exchange.worth.x: there is no package `x`",
        ),
        (
            "keeping: {exchange: {worth: {modest: 1}, relation: 1, discount: 0.9, in_steps: {bold: 2}}}",
            "keeping.exchange.in_steps.bold: it is not said what is handed over with `bold`",
        ),
        ("keeping: {exchange: {worth: {modest: 1}, relation: 1, discount: 0.9, in_steps: {modest: 0}}}", "in_steps"),
        ("keeping: {exchange: {worth: {modest: -1}, relation: 1, discount: 0.9}}", "found -1"),
        ("keeping: {exchange: {worth: {modest: 1}, relation: 1, discount: 9}}", "found 9"),
    ],
)
def test_what_does_not_fit_is_refused(template, complaints, added, says):
    keys = {line.split(":")[0] for line in added.splitlines()}
    kept = [block for block in template.split("\n\n") if not any(block.lstrip().startswith(f"{key}:") for key in keys)]
    text = "\n\n".join(kept)
    found = complaints(f"{text}\n{added}\n")
    assert any(says in str(complaint) for complaint in found), "\n".join(map(str, found))
    assert all(complaint.line for complaint in found)


@pytest.mark.parametrize(
    ("leader", "says"),
    [
        ("leaves_on: 2024-01-01", "leaves_on: this leader has left already"),
        ("loses_office: 1\n      successor: {worth: {modst: 5}}", "successor.worth.modst: there is no package `modst`"),
        (
            "no_agreement: {believes: {x: {chance: 0.6, worth: 1}, y: {chance: 0.6, worth: 2}}}",
            "these chances sum to 1.2",
        ),
    ],
)
def test_what_is_said_of_leaders_is_checked(template, complaints, leader, says):
    (found,) = complaints(template.replace(LEADER, f"{LEADER}\n      {leader}"))
    assert says in str(found)


def test_a_step_is_stopped_by_someone_who_is_there(template, complaints):
    name = next(line for line in template.splitlines() if line.lstrip().startswith("modest:"))
    steps = "steps: [{what: withdraw, after: 1 year, stopped_by: {eastland: 0.5}}]"
    text = template.replace(name, name.replace("{share", f"{{{steps}, share"), 1)
    (found,) = complaints(text)
    assert "packages.modest.steps.0.stopped_by.eastland: there is no party or outsider `eastland`" in str(found)


@pytest.mark.parametrize(
    "rung", ["agreed", "applied", "in force", "kept 8 months", "kept for 1 month", "kept 0.5 years"]
)
def test_every_rung_can_count(mended, complaints, rung):
    assert complaints(mended(("counted: ratified", f"counted: {rung}"))) == []


def test_an_event_on_a_date_comes_neither_more_nor_less_often(mended, complaints):
    event = "events:\n  raid: {hurts: northland, by: 5, date: 2025-06-01, during_talks: 2}\n"
    (found,) = complaints(mended(("events:\n", event)))
    assert "events.raid.during_talks: an event on a date comes neither more nor less often" in str(found)


@pytest.mark.parametrize(
    ("added", "says"),
    [
        ("question: {text: Q, deal: [modest], counted: kept 2 years}", "a deal cannot be kept so long"),
        ("question: {text: Q, deal: [modest], counted: kept 0 years}", "this is no rung"),
        ("stage: signed\nagreed_package: hotline", "the package that is signed does not answer the question"),
        ("after_a_no: {other_ratifier: ratifiers.unlisted-blocker}\nunlisted_blocker: 0.1", "there is no ratifier"),
    ],
)
def test_questions_that_cannot_come_true_are_refused(template, complaints, added, says):
    keys = {line.split(":")[0] for line in added.splitlines()}
    kept = [block for block in template.split("\n\n") if not any(f"\n{key}:" in f"\n{block}" for key in keys)]
    found = complaints("\n\n".join(kept) + f"\n{added}\n")
    assert any(says in str(complaint) for complaint in found), "\n".join(map(str, found))


def test_a_successor_needs_someone_to_follow(template, complaints):
    (found,) = complaints(template.replace(LEADER, f"{LEADER}\n      successor: {{reneges: 0.5}}"))
    assert "nobody follows a leader who stays" in str(found)


HOME = "home: {v: {votes: body, seats: 9, in_favour: 0.5}, f: {follows: v, with: 0.9}}"


def test_who_follows_neither_decides_nor_can_be_leaned_on(template, complaints):
    text = template.replace(LEADER, f"{LEADER}\n    {HOME}")
    assert complaints(text) == []
    (found,) = complaints(f"{text}\nafter_a_no: {{other_ratifier: southland.f}}\n")
    assert "`southland.f` only follows `v`; write southland.v" in str(found)
    (found,) = complaints(f"{text}\nsweeteners: {{s: {{amount: 5, efficiency: {{southland.f: 1}}}}}}\n")
    assert "`southland.f` follows another and is moved through it; write southland.v" in str(found)
    both = text.replace("      parliament:", "      v: {consents: 0.5}\n      parliament:", 1)
    (found,) = complaints(f"{both}\nafter_a_no: {{other_ratifier: v}}\n")
    assert "`v` stands for two; allowed: northland.v or southland.v; write the party before it" in str(found)
    (found,) = complaints(f"{both}\nafter_a_no: {{asks: v}}\n")
    assert "after_a_no.asks: `v` stands for two; allowed: northland.v or southland.v" in str(found)
