"""The ledger on the command line: seal, list, resolve, score, verify, export."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from books import document
from winset.cli import app

RESOLVED = ("--outcome", "no", "--date", "2025-12-31", "--source", "no treaty")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the ledger in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WINSET_LEDGER", str(tmp_path / "book.db"))


def ledger(*words: str) -> Result:
    """Return what a command of the ledger says."""
    return CliRunner().invoke(app, ["ledger", *words])


def sealed(name: str = "north", probability: float = 0.3) -> Result:
    """Return what sealing a forecast says."""
    Path("forecast.json").write_text(json.dumps(document(name, probability)))
    return ledger("record", "forecast.json", "--json")


def test_a_case_is_forecast_and_sealed_with_its_question_and_rule() -> None:
    said = ledger("record", "wage-round", "--draws", "128", "--workers", "1")
    assert said.exit_code == 0
    told = " ".join(said.stdout.split())
    assert told.startswith("sealed as entry 1: ")
    assert "judged: yes if one of these is ratified by 2025-05-16" in told
    assert "the question closed on 2025-05-16: this is a forecast in hindsight" in told
    again = ledger("record", "wage-round", "--draws", "128", "--workers", "1", "--json")
    assert json.loads(again.stdout)["new"] is False


def test_a_record_from_sealing_to_its_scores() -> None:
    first = json.loads(sealed().stdout)
    assert (first["schema"], first["new"], first["entry"]["probability"]) == ("winset.sealed/1", True, 0.3)
    sealed("south", 0.9)
    assert "1 " in ledger("list").stdout
    resolved = json.loads(ledger("resolve", "north", *RESOLVED, "--json").stdout)
    assert resolved["entry"]["outcome"] == "no"
    listed = json.loads(ledger("list", "--json").stdout)
    assert (listed["schema"], [part["entry"]["kind"] for part in listed["entries"]]) == (
        "winset.ledger/1",
        ["forecast", "forecast", "resolution"],
    )
    scored = json.loads(ledger("score", "--json").stdout)
    assert (scored["questions"], scored["open"], scored["forecasts"]["brier"]) == (2, 1, pytest.approx(0.09))
    said = " ".join(ledger("score").stdout.split())
    assert (
        "Worse than the base rate, so far, on 1 forecast: too few to tell. [Brier score 0.0900 against 0.0400" in said
    )
    assert "0.0400 on 1 forecast with a base rate]" in said
    assert "1 of 1 forecasts sealed after their question was decided" in said


def test_a_page_of_scores_is_written_with_its_tables(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    sealed()
    ledger("resolve", "north", *RESOLVED)
    assert ledger("score", "--out", "page").exit_code == 0
    names = {path.name for path in (tmp_path / "page").iterdir()}
    assert names == {"score.html", "score.json", "score-forecasts.csv", "score-beside.csv"}
    page = (tmp_path / "page" / "score.html").read_text()
    assert "as far as 1 forecast can tell" in page
    assert "With 1 resolved question the scores are mostly luck" in page


def test_a_record_without_outcomes_has_a_page_that_says_so(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    sealed()
    assert "Nothing is resolved yet" in ledger("score", "--out", "page").stdout
    assert "Nothing is resolved yet" in (tmp_path / "page" / "score.html").read_text()


def test_the_experts_of_a_case_are_sealed_with_its_forecasts_and_scored_beside_them() -> None:
    for draws in ("128", "256"):
        ledger("record", "kuril-2019", "--draws", draws, "--workers", "1")
    one, two = (part["entry"]["experts"] for part in json.loads(ledger("list", "--json").stdout)["entries"])
    pooled = next(line["probability"] for line in one if line["who"] == "experts, pooled")
    assert one == two
    assert len(one) >= 2
    ledger("resolve", "kuril-2019", "--outcome", "no", "--date", "2021-09-30", "--source", "no treaty was signed")
    beside = {line["who"]: line for line in json.loads(ledger("score", "--json").stdout)["beside"]}
    assert {"base rate", *(line["who"] for line in one)} == set(beside)
    assert beside["experts, pooled"]["n"] == 2
    assert beside["experts, pooled"]["their_brier"] == pytest.approx(pooled**2)
    assert "beside experts, pooled, on the forecasts that both made" in ledger("score").stdout


def test_an_export_is_verified_and_a_change_in_it_found() -> None:
    head = json.loads(sealed().stdout)["hash"]
    wrote = json.loads(ledger("export", "book.jsonl", "--json").stdout)
    assert (wrote["schema"], wrote["entries"], wrote["head"]) == ("winset.export/1", 1, head)
    assert ledger("export").stdout == Path("book.jsonl").read_text()
    assert "is there already" in ledger("export", "book.jsonl").output
    whole = json.loads(ledger("verify", "book.jsonl", "--json").stdout)
    assert (whole["schema"], whole["whole"], whole["head"]) == ("winset.verify/1", True, head)
    assert ledger("verify", "--head", head[:16]).stdout.startswith("whole: 1 entries")
    Path("book.jsonl").write_text(Path("book.jsonl").read_text().replace("0.3", "0.4"))
    found = ledger("verify", "book.jsonl")
    assert (found.exit_code, found.stdout.startswith("entry 1 was changed")) == (2, True)
    assert ledger("verify", "--head", "0123456789").exit_code == 2


def test_mistakes_end_in_a_sentence() -> None:
    assert "there is no ledger at" in ledger("list").output
    Path("broken.json").write_text("{")
    assert "broken.json cannot be read as JSON" in ledger("record", "broken.json").output
    assert "gives no chance that could be scored" in ledger("record", "emission-standards").output.replace(
        "give no", "gives no"
    )
    sealed()
    for words, said in (
        (("verify", "none.jsonl"), "none.jsonl cannot be read"),
        (("verify", "forecast.json"), "this is no exported ledger"),
        (("resolve", "nort", *RESOLVED), "did you mean `north`"),
        (("resolve", "north", "--outcome", "no", "--date", "soon", "--source", "x"), "take a date such as"),
        (("score", "--out", "forecast.json"), "is no folder"),
    ):
        found = ledger(*words)
        assert found.exit_code == 2
        assert said in " ".join(found.output.split())
