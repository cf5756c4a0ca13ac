"""What contradicts itself is refused: names that refer to nothing, sums that do not come out, dates that cannot be."""

from __future__ import annotations

import pytest

REFUSALS = [
    (
        "modest: 5 to 15, ",
        "modest: {value: 5 to 15, known_to: northlnd}, ",
        "leader.worth.modest.known_to: there is no party `northlnd`; allowed: northland, southland; did you mean",
    ),
    ("deal: [modest, generous]", "deal: [modest, generos]", "question.deal.1: there is no package `generos`"),
    ("modest:   {share: 36, inspection: in port}", "modest:   {}", "packages.modest: this package is empty; set share"),
    ("modest:   {share: 36, inspection: in port}", "modest:   {share: 36}", "does not set `inspection`"),
    ("modest:   {share: 36, inspection: in port}", "modest:   {share: 36, inspection: at sea}", "is no setting of"),
    ("modest:   {share: 36, inspection: in port}", "modest:   {share: 90, inspection: in port}", "from 30 to 50"),
    ("modest:   {share: 36, inspection: in port}", "modest:   {shre: 36, inspection: in port}", "no issue `shre`"),
    ("{hotline: -5 to 5,", "{hotlin: -5 to 5,", "worth.hotlin: there is no package `hotlin`"),
    ("quota: 61", "quota: 121", "quota: found 121; allowed: at most the 120 seats"),
    ("seats: 64", "seats: 60", "blocs: the blocs have 116 seats together; allowed: 120"),
    ("seats: 64", "seats: 70", "blocs: the blocs have 126 seats together"),
    ("quota: 61", "quota: 61\n        vetoes: [cost]", "vetoes.0: there is no bloc `cost`; allowed: government"),
    ("quota: 61", "quota: 61\n        in_favour: 0.5", "a body has either `in_favour` or `blocs`; found both"),
    ("quota: 61", "quota: 61\n        asked_on: [modist]", "asked_on: there is no package `modist`"),
    ("hotline: 0.9, modest: 0.2 to 0.5,", "modest: 0.2 to 0.5,", "coast.in_favour: nothing is said of hotline"),
    (
        "from: port-poll}\n          gen",
        "from: port-pol}\n          gen",
        "there is no source `port-pol`; did you mean",
    ),
    ("generous: {oppose: 61, support: 24,", "generous: {oppose: 81, support: 24,", "sum to 105 or more"),
    ("generous: {oppose: 61,", "generos: {oppose: 61,", "opposition.generos: there is no package"),
    ("approval: {value: 44 to 48, from: barometer}", "approval: {series: nix}", "there is no series `nix`"),
    ("helps: northland.voters", "helps: northland.voter", "there is no ratifier `northland.voter`"),
    ("helps: northland.voters", "helps: northland.parliament", "is no felt public: it has no approval to move"),
    ("until: 2026-02-28", "until: 2025-02-28", "until: the question ends before the forecast is made"),
    ("until: 2026-02-28", "until: 2075-03-03", "found 2075-03-03; allowed: within 50 years of 2025-03-01 (`as_of`)"),
    ("until: 2026-02-28", "until: 9999-12-31", "case.yaml:11: until: the question ends too far ahead"),
]

ADDITIONS = [
    ("clocks: {eastland: {2025-06-01: talks}}", "clocks.eastland: there is no party `eastland`"),
    ("clocks: {northland: {2025-06-31: talks}}", "there is no such day"),
    ("outside: {eu: {leans_on: northlan, by: 5}}", "outside.eu.leans_on: there is no party `northlan`; "),
    ("outside: {eu: {leans_on: northland, against: [modist], by: 5}}", "against: there is no package `modist`"),
    ("outside: {eu: {leans_on: northland.voters, against: meeting, by: 5}}", "`northland.voters` holds no meetings"),
    ("outside: {eu: {leans_on: northland, against: modest, in_favour_of: hotline, by: 5}}", "write it as two"),
    (
        "outside: {eu: {leans_on: northland, by: 5, since: 2025-05-01, until: 2025-04-01}}",
        "this pressure ends before it begins",
    ),
    ("deadlines: [{date: 2025-02-01}]", "deadlines.0.date: this deadline lies outside the time in question"),
    ("deadlines: [{date: 2026-12-01}]", "deadlines.0.date: this deadline lies outside the time in question"),
    ("sweeteners: {fund: {amount: 5, efficiency: {northlnd: 1}}}", "there is no party `northlnd`"),
    ("sweeteners: {fund: {amount: 5, comes_with: mdest, efficiency: {northland: 1}}}", "no package `mdest`"),
    ("exclude: [{share: 30}]", "packages are named, so nothing is combined"),
    ("forms: {solution: [egalitarian]}", "`egalitarian` compares the points of one leader with those of another"),
    ("correlations: [{between: [northland.voters, x.y], rank: 0.5}]", "no quantity or felt public `x.y`"),
    ("correlations: [{between: [meetings.rate, meetings.rate], rank: 0.5}]", "correlates a quantity with itself"),
    ("correlations: [{between: [meetings.rate, events.cod-subsidy.chance], rank: 0.5}]", "which cannot vary"),
    ("correlations: [{between: [meetings.rate, northland.voters], rank: 0.5}]", "two of the same kind"),
    ("correlations: [{between: [meetings.rate, meetings.closes], rank: 1.5}]", "from -1 to 1"),
    (
        "correlations: [{between: [meetings.rate, meetings.closes], rank: 0.5}, "
        "{between: [meetings.closes, meetings.rate], rank: 0.2}]",
        "this pair stands already at correlations.0",
    ),
]


@pytest.mark.parametrize(("old", "new", "says"), REFUSALS)
def test_contradictions_are_refused(mended, complaints, old, new, says):
    found = [str(complaint) for complaint in complaints(mended((old, new)))]
    assert len(found) == 1, "\n".join(found)
    assert says in found[0]


def test_a_question_may_run_for_half_a_century(mended, complaints):
    assert complaints(mended(("until: 2026-02-28", "until: 2075-03-01"))) == []


@pytest.mark.parametrize(("added", "says"), ADDITIONS)
def test_contradictions_of_added_parts_are_refused(template, complaints, added, says):
    found = [str(complaint) for complaint in complaints(f"{template}\n{added}\n")]
    assert len(found) == 1, "\n".join(found)
    assert says in found[0]


@pytest.mark.parametrize("name", ["meeting", "otherwise", "value"])
def test_words_with_a_meaning_of_their_own_are_no_names_of_packages(mended, complaints, name):
    found = complaints(mended(("hotline:  {share", f"{name}:  {{share")))
    assert f"`{name}` has a meaning of its own" in found[0].message


def home(template: str, who: str) -> str:
    """Return the template with someone at Southland's home."""
    end = "worth: {hotline: -5 to 5, modest: 5 to 15, generous: 20 to 40}"
    return template.replace(end, f"{end}\n    home: {{{who}}}")


@pytest.mark.parametrize(
    ("who", "says"),
    [
        (
            "all: {votes: referendum}",
            "a referendum has either a `poll` or `in_favour`, or `territories`; found neither",
        ),
        ("all: {votes: referendum, poll: 0.5, in_favour: 0.4}", "found both"),
        ("all: {votes: referendum, in_favour: {modest: 0.5}}", "in_favour: nothing is said of hotline, generous"),
        ("court: {consents: {modest: 0.5}}", "consents: nothing is said of hotline, generous"),
        ("court: {consents: {modst: 0.5, otherwise: 1}}", "there is no package `modst`"),
        ("assembly: {votes: body, seats: 20}", "a body has either `in_favour` or `blocs`; found neither"),
        (
            "all: {felt: capital, approval: 50, floor: 40, opposition: {modest: "
            "[{oppose: 40, support: 40, chance: 0.5}, {oppose: 30, support: 40, chance: 0.2}]}}",
            "the chances of these readings sum to 0.7",
        ),
        (
            "all: {felt: capital, approval: 50, floor: 40, opposition: {modest: "
            "[{oppose: 40, support: 40, chance: 0.5}, {oppose: 30, support: 40}]}}",
            "some of these readings have a chance and some have none",
        ),
    ],
)
def test_homes_that_do_not_add_up_are_refused(template, complaints, who, says):
    found = [str(complaint) for complaint in complaints(home(template, who))]
    assert len(found) == 1, "\n".join(found)
    assert says in found[0]


@pytest.mark.parametrize(
    "who",
    [
        "all: {votes: referendum, poll: {in_favour: 52, against: 41, n: 1000}}",
        "all: {votes: referendum, in_favour: {modest: 0.5}, asked_on: [modest]}",
        "court: {consents: 0.9}",
        "court: {consents: {modest: 0.2, otherwise: 1}}",
        "assembly: {votes: body, seats: 20, in_favour: 0.4 to 0.6}",
    ],
)
def test_homes_that_add_up_are_read(template, complaints, who):
    assert complaints(home(template, who)) == []


COURT, HOUSE = "{consents: 0.5}", "{votes: body, seats: 9, in_favour: 0.5}"


@pytest.mark.parametrize(
    ("who", "says"),
    [
        (f"all: {{at_least: 3, of: {{x: {COURT}, y: {HOUSE}}}}}", "home.all.at_least: found 3; allowed: at most the 2"),
        ("all: {any_of: {}}", "home.all.any_of: this is empty"),
        ("all: {all_of: {x: {all_of: []}}}", "home.all.all_of.x.all_of: this is empty"),
        (f"all: {{all_of: {{x: {COURT}, y: {{any_of: {{x: {HOUSE}}}}}}}}}", "`x` stands for two in southland"),
        (f"leader: {COURT}", "`leader` is the party's leader"),
        (
            f"all: {{all_of: {{x: {COURT}, y: {{follows: z, with: 0.9}}}}}}",
            "there is no `z` in this home; allowed: x",
        ),
        ("all: {all_of: {x: {follows: y, with: 1}, y: {follows: x, with: 1}}}", "these follow each other in a circle"),
        ("all: {all_of: {x: {follows: x, with: 1}}}", "these follow each other in a circle; found x -> x"),
        (
            f"all: {{any_of: {{x: {{felt: capital, approval: 50, floor: 40}}, y: {COURT}}}}}",
            "only felt stands where another",
        ),
        ("all: {stopped_only_if: {felt: capital, approval: 50, floor: 40}}", "only felt stands where another"),
        ("all: {stopped_only_if: {votes: body, seats: 9, quota: 10, in_favour: 0.5}}", "at most the 9 seats"),
        (
            "all: {stopped_only_if: {votes: body, seats: 9, in_favour: 0.5, amends: 0.1}}",
            "only stop a package has no `amends`",
        ),
        ("all: {each_consents: 0.9, how_many: 5, needed: 6}", "needed: found 6; allowed: at most the 5 of `how_many`"),
        ("all: {votes: body, seats: 9, in_favour: 0.5, abstains: 0.2}", "abstaining makes no difference"),
        (
            "all: {votes: body, seats: 9, in_favour: 0.5, quota_of: votes cast, quota: 5}",
            "counts votes cast has no `quota`",
        ),
        ("all: {votes: body, seats: 9, in_favour: 0.5, majority: 0.6}", "`majority` is of the votes cast"),
        ("all: {votes: body, seats: 9, blocs: {x: {seats: 9, in_favour: 0.5, loyalty: 0.9}}}", "loyalty is to a whip"),
        (
            "all: {votes: referendum, territories: {n: {share: 0.5, in_favour: 0.5}}}",
            "shares of the electorate sum to 0.5",
        ),
        (
            "all: {votes: referendum, needed_territories: 2, territories: {n: {share: 1, in_favour: 0.5}}}",
            "needed_territories: found 2; allowed: at most the 1 of `territories`",
        ),
        (f"all: {{any_of: [{COURT}, {{consent: 0.5}}]}}", "here stands none of `felt: capital`"),
    ],
)
def test_rules_that_do_not_add_up_are_refused_where_they_stand(template, complaints, who, says):
    found = complaints(home(template, who))
    assert says in str(found[0])
    assert all(complaint.line and "southland" in complaint.field for complaint in found)


def test_a_home_that_more_than_six_are_followed_in_is_refused(template, complaints):
    pairs = [f"x{i}: {COURT}, y{i}: {{follows: x{i}, with: 0.9}}" for i in range(7)]
    (found,) = complaints(home(template, ", ".join(pairs)))
    assert "7 here are followed by others; allowed: at most 6" in str(found)


@pytest.mark.parametrize(
    "who",
    [
        f"all: {{at_least: 2, of: {{x: {COURT}, y: {HOUSE}, z: {{follows: y, with: 0.9}}}}}}",
        f"all: {{stopped_only_if: {{all_of: [{HOUSE}, {HOUSE}]}}}}",
        f"all: {{any_of: {{x: {{all_of: {{y: {COURT}, z: {{stopped_only_if: {HOUSE}}}}}}}, w: {COURT}}}}}",
        f"all: {{all_of: {{x: {{felt: capital, approval: 50, floor: 40}}, y: {COURT}}}}}",
        "all: {votes: referendum, poll: 0.5, quorum: {in_favour: 0.13 of electorate}}",
        "all: {votes: body, seats: 9, in_favour: 0.5, quota_of: votes cast, majority: 0.6, abstains: 0.1 to 0.2}",
    ],
)
def test_rules_that_add_up_are_read(template, complaints, who):
    assert complaints(home(template, who)) == []


def test_someone_deep_in_a_home_can_be_leaned_on_and_sweetened(template, complaints):
    text = home(template, f"all: {{any_of: [{COURT}, {{all_of: {{x: {HOUSE}}}}}]}}")
    more = "outside: {o: {leans_on: [southland.x, southland.all-1], by: 5}}\n"
    assert complaints(text + more) == []
    (found,) = complaints(text + more.replace("southland.x", "southland.all"))
    assert "there is no ratifier `southland.all`" in str(found)


def test_a_party_cannot_be_called_as_those_who_belong_to_none(mended, complaints):
    found = complaints(mended(("  southland:", "  ratifiers:")))
    assert any("`ratifiers` are those who belong to no party" in str(complaint) for complaint in found)


@pytest.mark.parametrize(
    ("worth", "says"),
    [
        ("worth_of_options: {inspection: {at sea: 5}}", "`at sea` is no option of `inspection`; allowed: none"),
        ("worth_of_options: {share: {much: 5}}", "`much` is no option of `share`; allowed: per_unit"),
        ("worth_of_options: {shre: {per_unit: 5}}", "there is no issue `shre`"),
        ("spatial: {ideal_point: {share: 90}, salience: {share: 1}}", "`90` is no setting of `share`"),
        ("spatial: {ideal_point: {share: 40}, salience: {inspection: 1}}", "`ideal_point` has no `inspection`"),
        (
            "spatial: {ideal_point: {share: 40}, salience: {share: 1}}\n      worth_of_options: {share: {per_unit: 1}}",
            "worth is said by options and by distance at once",
        ),
        ("red_lines: {cod: {crossed_by: [modst], costs: 5}}", "crossed_by: there is no package `modst`"),
        ("standing_offer: {package: modst}", "standing_offer.package: there is no package `modst`"),
    ],
)
def test_worths_that_refer_to_nothing_are_refused(mended, complaints, worth, says):
    old = "worth: {hotline: -5 to 5, modest: 5 to 15, generous: 20 to 40}"
    found = [str(complaint) for complaint in complaints(mended((old, worth)))]
    assert len(found) == 1, "\n".join(found)
    assert says in found[0]


def test_one_party_is_not_enough(template, complaints):
    text = template[: template.index("  southland:")] + "meetings: {rate: 3}\n"
    assert [complaint.message for complaint in complaints(text)] == ["an agreement needs two parties or more"]


def test_a_case_needs_something_to_bargain_over(complaints):
    text = """
    winset: 1
    id: bare
    title: Bare
    as_of: 2025-01-01
    until: 2026-01-01
    question: {text: Will they?, deal: [yes-deal]}
    parties: {a: {leader: {}}, b: {leader: {}}}
    """
    messages = [complaint.message for complaint in complaints(text)]
    assert messages == ["there is nothing to bargain over", "there is no package `yes-deal`"]


def test_no_part_of_the_grammar_can_refer_to_itself(template, complaints):
    """Events are needed by people, not by events, so only YAML's own aliases could make a cycle; they are refused."""
    text = template.replace("cod-subsidy: {helps", "cod-subsidy: {needs: collision, helps")
    assert complaints(text) == []
    messages = [complaint.message for complaint in complaints(template + "events: &a {b: *a}\n")]
    assert "`*a` refers to another part of the file" in messages


@pytest.mark.parametrize(
    ("who", "field"),
    [
        ("all: {all_of: [{consents: 1}], any_of: [{consents: 1}]}", "southland.home.all.any_of"),
        ("all: {all_of: {x: {consents: 1}, y: {follows: x}}}", "southland.home.all.all_of.y.with"),
        ("all: {at_least: 1}", "southland.home.all.of"),
    ],
)
def test_complaints_about_rules_name_no_more_than_the_file_has(template, complaints, who, field):
    (found,) = complaints(home(template, who))
    assert found.field == f"parties.{field}"
