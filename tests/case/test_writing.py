"""What is written can be read again, with its comments and in its order; files are written whole or not at all."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from winset.case.reading import check_file, read_case, read_text, shipped_cases
from winset.case.stories import with_values
from winset.case.writing import case_data, case_text, new_case, write_case, write_text
from winset.errors import CaseError


@pytest.mark.parametrize("name", shipped_cases())
def test_a_case_is_written_as_it_was_read_byte_for_byte(name, tmp_path):
    case = read_case(name)
    write_case(case, tmp_path / "case.yaml")
    assert (tmp_path / "case.yaml").read_text(encoding="utf-8") == case.written.text


def test_values_are_set_in_the_text_with_comments_and_order_kept(template):
    changed = with_values(read_text(template), {"meetings.rate": "4 per year", "lead_times.signature": "2 weeks"})
    text = case_text(changed)
    assert read_text(text) == changed
    assert "rate: 4 per year" in text
    assert "lead_times:\n  signature: 2 weeks" in text
    comments = [line.partition("#")[2] for line in template.splitlines() if "#" in line]
    assert [line.partition("#")[2] for line in text.splitlines() if "#" in line] == comments
    keys = [key for key in YAML().load(text) if key != "lead_times"]
    assert keys == list(YAML().load(template))


@pytest.mark.parametrize("name", shipped_cases())
def test_a_case_built_in_python_is_written_so_that_it_reads_the_same(name):
    case = read_case(name)
    data = case_data(case)
    built = type(case).model_validate(data).model_copy(update={"series": case.series})
    assert built == case
    assert read_text(case_text(built), "case.yaml", case.written.folder) == case


def test_every_written_form_of_a_number_survives(template):
    forms = [
        "{low: 1, mode: 2, high: 3, note: a}",
        "{triangular: [1, 2, 3]}",
        "{normal: [5, 2], from: port-poll}",
        "[{value: 5 to 7, chance: 0.4}, {value: {low: 1, mode: 2, high: 3}, chance: 0.6}]",
        "{value: 5 to 7, confidence: L, hindsight: true}",
        "{value: 5 to 7, known_to: northland}",
        "0.1 to 0.30000000000000004",
    ]
    for form in forms:
        case = read_text(template.replace("modest: 5 to 15, ", f"modest: {form}, "))
        built = type(case).model_validate(case_data(case))
        assert read_text(case_text(built)) == case
    for form in ("{in_favour: 52, against: 0, n: 100, error: 3, wording: Agree?}", "{beta: [2, 3]}"):
        case = read_text(template.replace("{low: 0.2, mode: 0.4, high: 0.6}", form))
        assert read_text(case_text(type(case).model_validate(case_data(case)))) == case


def test_a_new_case_is_valid_and_named_like_its_file(tmp_path):
    path = tmp_path / "Cod war 2025.yaml"
    new_case(path)
    assert check_file(path) == ()
    assert read_case(path).id == "cod-war-2025"
    assert path.read_text().splitlines()[3].startswith("id: cod-war-2025  ")


def test_a_new_case_may_be_a_copy_of_one_that_ships(tmp_path):
    new_case(tmp_path / "kuril-again.yaml", like="kuril-2019")
    copied, shipped = read_case(tmp_path / "kuril-again.yaml"), read_case("kuril-2019")
    assert copied.id == "kuril-again"
    assert copied.quantities() == shipped.quantities()
    with pytest.raises(CaseError, match="did you mean kuril-2019"):
        new_case(tmp_path / "x.yaml", like="kuril-2018")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("no", "no"),
        ("Yes", "yes"),
        ("on", "on"),
        ("y", "y"),
        ("null", "null"),
        ("true", "true"),
        ("1", "1"),
        ("1e3", "1e3"),
        ("2019-01-23", "2019-01-23"),
        ("0x1f", "0x1f"),
        ("ünïcode", "unicode"),
        ("my case (2)", "my-case-2"),
        ('it\'s "mine": or not', "it-s-mine-or-not"),
        ("{a", "a"),
        ("- a #b", "a-b"),
    ],
)
def test_any_file_name_makes_an_id_that_every_reader_of_yaml_takes_for_text(tmp_path, name, made):
    path = tmp_path / f"{name}.yaml"
    new_case(path)
    assert check_file(path) == ()
    assert read_case(path).id == made
    [line] = [line for line in path.read_text().splitlines() if line.startswith("id:")]
    for version in ("1.1", "1.2"):
        reader = YAML(typ="safe", pure=True)
        reader.version = version
        assert reader.load(line)["id"] == made


@pytest.mark.parametrize("name", ["_.yaml", "дом.yaml"])
def test_a_file_name_that_is_no_id_leaves_the_id_alone(tmp_path, name):
    new_case(tmp_path / name)
    assert read_case(tmp_path / name).id == "my-case"


def test_a_file_that_is_there_is_not_overwritten_unless_forced(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("mine\n")
    with pytest.raises(CaseError, match="this file is there already; --force overwrites it"):
        new_case(path)
    assert path.read_text() == "mine\n"
    new_case(path, force=True)
    assert check_file(path) == ()


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("mine\n")
    with pytest.raises(CaseError, match="cannot be written"):
        write_text(path, "no text: \ud800", force=True)
    assert path.read_text() == "mine\n"
    assert [file.name for file in tmp_path.iterdir()] == ["case.yaml"]


@pytest.mark.parametrize("name", [".", "no/such/folder/case.yaml", "a\0b", "x" * 5000])
def test_places_where_nothing_can_be_written_are_refused(tmp_path, name):
    with pytest.raises(CaseError, match=r"cannot be written|this is a folder"):
        new_case(f"{tmp_path}/{name}")
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_followed_when_a_file_is_overwritten(tmp_path):
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_text("mine\n")
    link.symlink_to(real)
    new_case(link, force=True)
    assert link.is_symlink()
    assert check_file(real) == ()
