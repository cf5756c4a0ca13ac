"""The documentation holds: its examples run, its links lead somewhere, nothing that users meet is missing from it."""

from __future__ import annotations

import dataclasses
import json
import re
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

import winset
from builders import sample_forecast
from deu_folder import made_folder
from pages import Page, blocks
from winset.backtest.deu.run import backtest_deu
from winset.backtest.entries import sealed_forecast, sealed_resolution
from winset.backtest.record_scores import RecordScores
from winset.case import case, home, parties, public, voting, world
from winset.case.parts import Part
from winset.case.quantity import Quantity
from winset.case.series import MISSING_SIZE
from winset.chance import design, jumps, moves, pooled, readings, search
from winset.cli import app
from winset.forecasting.record import Forecast
from winset.registry import AXIOMS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def text(*parts: str) -> str:
    """Return a page of the docs."""
    return DOCS.joinpath(*parts).read_text("utf-8")


def section(page: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one of its level."""
    level = heading.split(" ")[0]
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{len(level)}}} |\Z)", page, re.M | re.S)
    assert found, f"there is no heading {heading!r}"
    return found[1]


def in_code(page: str) -> set[str]:
    """Return everything that stands between backticks."""
    return set(re.findall(r"`([^`\n]+)`", page))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_of_a_page_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    work = Page(page, tmp_path)
    work.work_through()
    assert not work.complaints, "\n" + "\n".join(work.complaints)


def links(page: Path) -> Iterator[tuple[str, str]]:
    """Yield the relative links of a page as file and anchor."""
    prose = re.sub(r"^ *```.*?^ *```", "", page.read_text("utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if not re.match(r"[a-z]+:", target):
            file, _, anchor = target.partition("#")
            yield file, anchor


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page):
    for file, anchor in links(page):
        target = (page.parent / file).resolve() if file else page
        assert target.exists(), f"{page.name} links to {file}, which is not there"
        if anchor:
            assert anchor in anchors(target), f"{page.name} links to {file}#{anchor}, which is no heading there"


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md" and page.exists():
            reached.add(page)
            waiting += [(page.parent / file).resolve() for file, _ in links(page) if file]
    assert not set(PAGES) - reached


def commands() -> dict[str, typing.Any]:
    """Return every command by name, those of a group with the group's name before theirs."""
    found = dict(typer.main.get_command(app).commands)
    for name, command in list(found.items()):
        found |= {f"{name} {inner}": part for inner, part in getattr(command, "commands", {}).items()}
    return found


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_documented_with_all_its_options(name):
    said = section(text("reference", "cli.md"), f"## winset {name}")
    options, arguments = set(), set()
    for parameter in commands()[name].params:
        if parameter.param_type_name == "option":
            options.update(parameter.opts)
        else:
            arguments.add(parameter.metavar or parameter.human_readable_name.upper())
    for option in options - {"--help"}:
        assert re.search(rf"`{option}[` ]", said), f"{option} is not documented"
    for argument in arguments:
        assert argument in said, f"{argument} is not documented"
    mentioned = {code.split()[0] for code in in_code(said) if code.startswith("--")}
    assert mentioned <= options | {"--help"}, "an option is documented that is not there"


def test_every_schema_of_a_json_document_is_documented():
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    named = set(re.findall(r"[\"'](winset\.[a-z]+/\d+)[\"']", sources))
    assert {"winset.forecast/1", "winset.check/1"} <= named
    assert named <= in_code(text("reference", "cli.md") + text("reference", "json.md"))


def records(kind: object) -> Iterator[type]:
    """Yield the records that a type is made of, outermost first."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        yield kind
        for inner in typing.get_type_hints(kind).values():
            yield from records(inner)
    for part in typing.get_args(kind):
        yield from records(part)


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Forecast)])
def test_every_field_of_a_forecast_is_documented(name):
    page = text("reference", "json.md")
    said = in_code(section(page, f"## {name}"))
    assert f"`{name}`" in section(page, "## The document")
    for record in records(typing.get_type_hints(Forecast)[name]):
        missing = {field.name.removesuffix("_") for field in dataclasses.fields(record)} - said
        assert not missing, f"{record.__name__}: {missing}"


def test_every_field_of_a_comparison_is_documented():
    page = text("reference", "json.md")
    said = in_code(page.split("# A comparison\n")[1].split("\n# ")[0]) | in_code(section(page, "## sources"))
    for record in records(winset.Comparison):
        missing = {field.name for field in dataclasses.fields(record)} - said
        assert not missing, f"{record.__name__}: {missing}"


def test_the_json_page_tells_of_no_field_that_is_not_there():
    page = text("reference", "json.md").split("# A comparison\n")[0]
    fields = {field.name for record in records(Forecast) for field in dataclasses.fields(record)}
    real = {name.removesuffix("_") for name in fields} | {"schema"}
    told = {name for row in re.findall(r"^\|([^|]*)\|", page, re.M) for name in in_code(row)}
    assert told <= real


def told_in_tables(part: str) -> set[str]:
    """Return the names in the first column of the tables of a part."""
    return {name for row in re.findall(r"^\|([^|]*)\|", part, re.M) for name in in_code(row)}


def part_of(page: str, head: str) -> str:
    """Return what stands below a heading of the first rank, up to the next one."""
    return page.split(f"# {head}\n")[1].split("\n# ")[0]


def test_every_field_of_a_backtest_is_documented_and_no_other(tmp_path):
    page = part_of(text("reference", "json.md"), "A backtest")
    document = json.loads(backtest_deu(made_folder(tmp_path, 12)).record.to_json())
    whole, miss = document["models"][0], document["misses"][0]
    inner = {*document["by"][0], *document["data"][0], *whole["intervals"], *whole["versus_mean"], *miss["camps"][0]}
    plain = {"schema", "issue", "dossier", "wave", "procedure", "name"}
    assert {*document, *whole, *inner, *miss} - plain <= in_code(page)
    assert told_in_tables(page) <= {*document, *whole}


def test_every_field_of_a_ledger_is_documented_and_no_other():
    page = text("reference", "json.md")
    entry, scores = part_of(page, "An entry of a ledger"), part_of(page, "Scores of a ledger")
    sealed, resolved = sealed_forecast(sample_forecast()), sealed_resolution("a", "yes", "2025-01-01", "a paper")
    fields = {"number", "previous", "sealed", *sealed, *resolved}
    assert {*fields, *sealed["question"], *sealed["case"], *sealed["run"], *sealed["forms"][0]} <= in_code(entry)
    assert told_in_tables(entry) <= fields
    named = {field.name for record in records(RecordScores) for field in dataclasses.fields(record)}
    assert named - {"is_consistent"} <= in_code(scores)
    assert told_in_tables(scores) <= named


def test_every_model_has_a_page_and_stands_in_the_index_with_its_status():
    index = text("explanation", "models", "README.md")
    for model in winset.models():
        assert (DOCS / "explanation" / "models" / f"{model.id}.md").exists(), model.id
        rows = [line for line in index.splitlines() if line.startswith("|")]
        row = next((line for line in rows if f"]({model.id}.md)" in line), None)
        assert row is not None, f"{model.id} is not in the index"
        assert model.status in row, f"the index does not say that {model.id} is {model.status}"
    pages = {path.stem for path in (DOCS / "explanation" / "models").glob("*.md")} - {"README"}
    assert pages == {model.id for model in winset.models()}


def test_every_axiom_stands_in_the_table_with_its_meaning():
    rows = re.findall(r"^\| `([^`]+)` \| (.*) \|$", text("explanation", "axioms.md"), re.M)
    assert dict(rows) == dict(AXIOMS)


def test_every_model_is_found_by_a_question():
    page = text("explanation", "choosing-a-model.md")
    assert [model.id for model in winset.models() if f"`{model.id}`" not in page] == []


def test_every_chart_is_documented():
    charts = pytest.importorskip("winset.charts")
    page = text("reference", "charts.md")
    assert [kind.id for kind in (*charts.CHARTS, *charts.DECISION_CHARTS) if kind.id not in page] == []


def defaults() -> Iterator[tuple[str, str]]:
    """Yield every default of a case file that is a quantity: its key and how it is written."""
    for module in (case, home, parties, public, voting, world):
        for part in vars(module).values():
            if isinstance(part, type) and issubclass(part, Part):
                for name, info in part.model_fields.items():
                    if isinstance(info.default, Quantity):
                        yield info.alias or name, str(info.default)
    for constant in (public.INDIFFERENT, public.WORDING_ERROR, parties.UNKNOWN_WORTH):
        yield "", str(constant)


@pytest.mark.parametrize(("key", "written"), sorted(set(defaults())))
def test_every_default_is_documented(key, written):
    rows = [line for line in text("explanation", "defaults.md").splitlines() if line.startswith("|")]
    assert any((not key or f"`{key}`" in row) and written in row for row in rows), f"{key} {written}"


PRIORS = {
    "volatility": f"half-normal, {moves.VOLATILITY_SCALE:g} points per root month",
    "error beyond sampling": f"half-normal, {moves.EXTRA_SCALE:g} points",
    "a walk, against a pull to a mean": f"{moves.RANDOM_WALK:g}",
    "half-life of a pull": "{:g}, {:g} or {:g} months".format(*moves.HALF_LIVES),
    "lean of a house": f"normal, {world.Series.model_fields['house_spread'].default:g} points",
    "slope of another wording": f"normal, 1 ± {search.SLOPE_SD:g}",
    "own error of another wording": f"half-normal, {search.LINK_SCALE:g} points",
    "size of a shift or of a stray reading": f"normal, {design.EFFECT_SD:g} points",
    "jumps": f"{jumps.PRIOR_JUMPS:g} in {jumps.PRIOR_YEARS:g} years",
    "mean square of a jump": f"as of {jumps.PRIOR_SIZES:g} jumps of {jumps.PRIOR_SIZE:g} points",
    "readings that count for the level now": (
        f"those of the last {design.MEMORY:g} years, at least {design.LEAST_REMEMBERED}"
    ),
    "a shift or stray reading is found": f"from a false alarm of {pooled.FALSE_ALARM:g} a series",
}
"""What is said of polls before they are read, as the table of defaults has it."""


def test_the_priors_of_pooling_are_those_in_use():
    told = section(text("explanation", "defaults.md"), "## What polls are taken to be like before they are read")
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in told.splitlines() if line.startswith("|")]
    assert dict(rows[2:]) == PRIORS
    assert f"| {MISSING_SIZE:,} |" in text("explanation", "defaults.md")
    assert MISSING_SIZE == readings.MISSING_SIZE


def test_every_public_name_is_documented():
    said = text("reference", "python.md")
    for name in winset.__all__:
        assert f"winset.{name}" in said, name


def test_no_page_tells_of_a_machine():
    for page in PAGES:
        assert not re.search(r"(?<![\w.])/(?:home|work|tmp|Users)/", page.read_text("utf-8")), page


def test_every_block_of_a_page_is_closed():
    for page in PAGES:
        fences = re.findall(r"^ *```", page.read_text("utf-8"), re.M)
        assert len(fences) == 2 * len(list(blocks(page.read_text("utf-8")))), page
