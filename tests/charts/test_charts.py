"""What every chart owes: a finding for a title, the numbers in words, its data as a table, the same bytes each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from builders import bare_forecast, crowded_forecast, hostile_forecast, sample_forecast
from winset.charts import CHARTS, Chart, charts, to_png, to_svg
from winset.forecasting.record import Deal, DealBy, Forecast

MAKERS = {"sample": sample_forecast, "crowded": crowded_forecast, "hostile": hostile_forecast}
SVG = "{http://www.w3.org/2000/svg}"


@cache
def drawn(kind: str) -> dict[str, tuple[Chart, str]]:
    """Return the charts of a test forecast with their pictures."""
    return {chart.id: (chart, to_svg(chart)) for chart in charts(MAKERS[kind]())}


def pictures() -> list[tuple[str, str]]:
    """Return every chart of every test forecast by name."""
    fans = ["approval-fan-russia-public", "approval-fan-japan-public"]
    others = [kind.id for kind in CHARTS if kind.id != "approval-fan"]
    return [(kind, id) for kind in MAKERS for id in [*others, *fans]]


def test_sample_has_one_chart_of_each_kind_and_a_fan_for_each_felt_public() -> None:
    assert sorted(drawn("sample")) == sorted(id for kind, id in pictures() if kind == "sample")


def test_ids_are_unique_and_start_with_their_kind() -> None:
    kinds = [kind.id for kind in CHARTS]
    assert len(set(kinds)) == len(kinds)
    assert all(any(id.startswith(kind) for kind in kinds) for id in drawn("sample"))


@pytest.mark.parametrize(("kind", "id"), pictures())
def test_a_picture_is_an_image_with_a_name_and_a_description(kind: str, id: str) -> None:
    chart, svg = drawn(kind)[id]
    root = ElementTree.fromstring(svg)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert description is not None
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == description.get("id")
    assert (title.text or "").split() == re.sub("[\x00-\x1f]", "", chart.title).split()
    assert (description.text or "").split() == re.sub("[\x00-\x1f]", "", chart.alt).split()


@pytest.mark.parametrize(("kind", "id"), pictures())
def test_a_picture_asks_for_nothing_and_runs_nothing(kind: str, id: str) -> None:
    _, svg = drawn(kind)[id]
    root = ElementTree.fromstring(svg)
    allowed = {"svg", "title", "desc", "g", "path", "rect", "line", "text", "tspan", "defs", "clipPath", "circle"}
    assert {part.tag.removeprefix(SVG) for part in root.iter()} <= allowed
    for part in root.iter():
        for name, value in part.attrib.items():
            assert not name.lower().startswith("on")
            assert "href" not in name
            assert not re.search(r"https?:|javascript:|data:|url\((?!#)", value)


@pytest.mark.parametrize(("kind", "id"), pictures())
def test_nothing_is_drawn_outside_the_picture(kind: str, id: str) -> None:
    """Every text starts inside the view box; the renderer grows the box around what it measures."""
    _, svg = drawn(kind)[id]
    root = ElementTree.fromstring(svg)
    _, _, width, height = map(float, str(root.get("viewBox")).split())

    def inside(part: ElementTree.Element, x: float, y: float) -> None:
        if moved := re.search(r"translate\(([-\d.e]+),([-\d.e]+)\)", part.get("transform", "")):
            x, y = x + float(moved[1]), y + float(moved[2])
        if part.tag == f"{SVG}text":
            assert -1 <= x <= width + 1
            assert -1 <= y <= height + 1
        for inner in part:
            inside(inner, x, y)

    inside(root, 0, 0)
    assert width <= 900


@pytest.mark.parametrize(("kind", "id"), pictures())
def test_a_table_has_a_cell_for_every_column_and_a_caption(kind: str, id: str) -> None:
    table = drawn(kind)[id][0].table
    assert table.rows
    assert table.caption
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert len({column.name for column in table.columns}) == len(table.columns)
    assert set(table.to_dict()) == {"columns", "rows"}


def test_equal_forecasts_give_equal_bytes_whatever_was_drawn_before() -> None:
    again = {chart.id: to_svg(chart) for chart in reversed(charts(sample_forecast()))}
    assert again == {id: svg for id, (_, svg) in drawn("sample").items()}


def test_the_time_zone_and_language_of_the_machine_change_no_byte() -> None:
    script = (
        "import hashlib, builders; from winset.charts import deal_by_date, to_svg;"
        "print(hashlib.sha256(to_svg(deal_by_date(builders.sample_forecast())[0]).encode()).hexdigest())"
    )
    elsewhere = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONPATH": "tests", "PYTHONHASHSEED": "7"}
    here = {**os.environ, "TZ": "America/Lima", "PYTHONPATH": "tests", "PYTHONHASHSEED": "8"}
    root = Path(__file__).parents[2]
    said = {
        subprocess.run([sys.executable, "-c", script], env=env, cwd=root, capture_output=True, check=True).stdout
        for env in (elsewhere, here)
    }
    assert len(said) == 1


def test_ids_inside_pictures_never_clash_on_one_page() -> None:
    ids = [id for _, svg in drawn("sample").values() for id in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(set(ids)) == len(ids)


def test_an_untitled_picture_keeps_its_accessible_name() -> None:
    chart, titled = drawn("sample")["deal-by-date"]
    untitled = to_svg(chart, titled=False)
    assert f">{chart.title}</title>" in untitled
    assert len(untitled) < len(titled)
    assert "title" in chart.spec


def test_png_is_written_whole_with_nothing_beside_it(tmp_path: Path) -> None:
    chart, _ = drawn("sample")["forms"]
    path = to_png(chart, tmp_path / "forms.png")
    assert path.read_bytes().startswith(b"\x89PNG")
    assert [found.name for found in tmp_path.iterdir()] == ["forms.png"]


def test_importing_charts_does_not_load_the_renderer() -> None:
    script = "import sys, winset.charts; print([m for m in ('altair', 'vl_convert', 'pandas') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True).stdout
    assert said.strip() == "[]"


@pytest.mark.parametrize("id", [id for kind, id in pictures() if kind == "sample"])
def test_a_chart_is_valid_vega_lite_that_altair_can_take_over(id: str) -> None:
    chart, _ = drawn("sample")[id]
    assert chart.to_altair().to_dict()["title"]["text"] == chart.spec["title"]["text"]


def test_a_notebook_gets_a_picture_and_words() -> None:
    chart, svg = drawn("sample")["forms"]
    assert chart._repr_mimebundle_() == {"image/svg+xml": svg, "text/plain": f"{chart.title}\n{chart.alt}"}


def test_a_forecast_with_nothing_in_it_has_no_charts() -> None:
    assert charts(bare_forecast()) == ()


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_certainties_can_be_drawn(chance: float) -> None:
    sample = sample_forecast()
    one = replace(
        sample,
        deal=Deal(
            chance, chance, chance, 0.0, "certain", "signed", (DealBy(sample.case.until, chance, chance, chance),)
        ),
        forms=tuple(replace(form, probability=chance) for form in sample.forms[:1]),
        fans=(),
        packages=tuple(
            replace(
                package,
                open_now=chance,
                blocked_by=tuple(replace(stand, probability=chance, gap=0.0) for stand in package.blocked_by),
            )
            for package in sample.packages[:1]
        ),
    )
    found = {chart.id: chart for chart in charts(one)}
    assert "forms" not in found
    assert f"{chance:.0%}" in found["deal-by-date"].title
    assert "form" not in found["deal-by-date"].title
    assert all(to_svg(chart) for chart in found.values())


def shuffled(forecast: Forecast) -> Forecast:
    """Return the forecast with its felt publics named so that their charts would share an id."""
    fans = tuple(replace(fan, accepter=f"public{'+' * place}") for place, fan in enumerate(forecast.fans))
    return replace(forecast, fans=tuple(replace(fan, party="russia") for fan in fans))


def test_felt_publics_with_like_names_have_charts_of_their_own() -> None:
    ids = [chart.id for chart in charts(shuffled(sample_forecast()))]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[a-z0-9-]+", id) for id in ids)
