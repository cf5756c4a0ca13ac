"""`winset backtest deu` prints scores, goes on where it stopped, writes its files, and says mistakes in one line."""

from __future__ import annotations

import csv
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import winset
from deu_folder import made_folder, made_rows, write_folder
from winset.backtest.deu import points
from winset.cli import app

DOSSIERS = 12

RUN = f"""
import signal, sys
sys.path.insert(0, {str(Path(winset.__file__).parents[1])!r})
signal.signal(signal.SIGINT, signal.default_int_handler)
from winset.cli import main
main()
"""
"""The command line in a process of its own, which hears Ctrl-C even where the tests run in the background."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small invented folder, with one for finished work beside it."""
    return made_folder(tmp_path_factory.mktemp("decisions") / "deu", DOSSIERS)


@pytest.fixture(scope="module")
def undisturbed(folder: Path) -> str:
    """The JSON of a run that nothing stopped."""
    found = asked("--data", folder, "--cache", folder / "kept", "--json")
    assert found.exit_code == 0, found.output
    return found.output


def words(*more: object) -> list[str]:
    """The words of the command."""
    return ["backtest", "deu", *map(str, more)]


def asked(*more: object) -> Result:
    """What the command answers, on one worker."""
    return CliRunner().invoke(app, words("--workers", 1, *more))


def test_json_is_the_documented_shape_and_nothing_else(undisturbed: str) -> None:
    document = json.loads(undisturbed)
    assert (document["schema"], document["backtest"]) == ("winset.backtest/1", "deu")
    ids = [line["id"] for line in document["models"]]
    assert {"mean", "mean-by-salience", "median", "reference-point", "compromise", "challenge", "pool"} <= set(ids)
    assert len(ids) == len(set(ids))
    asked_for = {"id", "n", "mae", "median_error", "within_10", "crps", "log_score", "coverage", "versus_mean"}
    for line in [*document["models"], *(line for part in document["by"] for line in part["models"])]:
        assert asked_for <= line.keys()
        assert list(line["coverage"]) == ["50", "80", "95"]
        assert list(line["versus_mean"]) == ["difference", "low", "high"]
    assert {(part["by"], part["value"]) for part in document["by"]} == {
        ("wave", "DEU1"), ("wave", "DEU2"), ("procedure", "COD"), ("procedure", "CNS"), ("dichotomous", "yes"),
        ("dichotomous", "no"),
    }  # fmt: skip


def test_scores_are_printed_by_method_and_by_part(folder: Path, undisturbed: str) -> None:
    found = asked("--data", folder, "--cache", folder / "kept")
    document, said = json.loads(undisturbed), found.output
    assert f"24 of 24 issues of {DOSSIERS} dossiers, each forecast fitted on other dossiers" in said
    for line in document["models"]:
        start = line["label"] + (f" ({line['n']})" if line["n"] < 24 else "")
        (row,) = [row for row in said.splitlines() if row.startswith(f"  {start[:33]:33}")]
        inside = [f"{100 * share:.0f}" for share in line["coverage"].values()]
        assert row[35:].split() == [
            f"{line['mae']:.1f}", f"{100 * line['within_10']:.0f}", f"{line['crps']:.1f}", f"{line['log_score']:.2f}",
            *inside,
        ]  # fmt: skip
    for part in document["by"]:
        lines = {line["id"]: line for line in part["models"]}
        name = {"wave": "Wave", "procedure": "Procedure", "dichotomous": "Two positions"}[part["by"]]
        (row,) = [row for row in said.splitlines() if row.startswith(f"  {name}: {part['value']} ")]
        assert row[24:].split()[:5] == [
            str(lines["pool"]["n"]), f"{lines['mean-by-salience']['mae']:.1f}", f"{lines['pool']['mae']:.1f}",
            f"{lines['mean-with-normal-error']['crps']:.1f}", f"{lines['pool']['crps']:.1f}",
        ]  # fmt: skip
    assert max(map(len, said.splitlines())) <= 80


def test_a_folder_that_holds_the_folder_will_do_and_another_seed_is_another_dealing(
    folder: Path, undisturbed: str
) -> None:
    kept = ("--cache", folder / "kept", "--json")
    assert asked("--data", folder.parent, *kept).output == undisturbed
    other = json.loads(asked("--data", folder, "--seed", 2, *kept).output)
    first = json.loads(undisturbed)
    assert other["settings"]["seed"] == 2
    assert [line["mae"] for line in other["models"][:4]] == [line["mae"] for line in first["models"][:4]]
    assert other["models"][-1]["crps"] != first["models"][-1]["crps"]


def test_a_run_that_is_interrupted_goes_on_where_it_stopped(
    folder: Path, undisturbed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    real = points.said_of_dossier

    def stops(issues):
        if len(done) == 5:
            raise KeyboardInterrupt
        done.append(issues[0].dossier)
        return real(issues)

    monkeypatch.setattr(points, "said_of_dossier", stops)
    found = asked("--data", folder, "--cache", tmp_path, "--json")
    assert (found.exit_code, found.stdout) == (130, "")
    assert len(list(tmp_path.iterdir())) == 5
    rest: list[str] = []
    monkeypatch.setattr(points, "said_of_dossier", lambda issues: rest.append(issues[0].dossier) or real(issues))
    assert asked("--data", folder, "--cache", tmp_path, "--json").output == undisturbed
    assert len(rest) == DOSSIERS - 5
    assert not set(rest) & set(done)


@pytest.mark.skipif(sys.platform == "win32", reason="processes are stopped in another way there")
@pytest.mark.parametrize(
    ("way", "workers"), [(signal.SIGINT, 1), (signal.SIGINT, 2), (signal.SIGKILL, 1), (signal.SIGKILL, 2)]
)
def test_a_process_that_is_stopped_leaves_whole_work_only(
    folder: Path, undisturbed: str, tmp_path: Path, way: signal.Signals, workers: int
) -> None:
    more = words("--data", folder, "--cache", tmp_path, "--workers", workers, "--json")
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    patience = time.monotonic() + 120
    while len(list(tmp_path.glob("*.json"))) < 2 and process.poll() is None and time.monotonic() < patience:
        time.sleep(0.005)
    time.sleep(random.Random(workers).uniform(0, 0.05))
    process.send_signal(way)
    said, complained = process.communicate(timeout=120)  # which lasts until every worker has gone, too
    assert (process.returncode, said, complained) == (130 if way == signal.SIGINT else -signal.SIGKILL, b"", b"")
    kept = list(tmp_path.glob("*.json"))
    assert len(kept) >= 2
    assert all(json.loads(file.read_text())["key"] == file.stem for file in kept)
    assert asked("--data", folder, "--cache", tmp_path, "--json").output == undisturbed


def test_a_page_with_tables_and_every_forecast_is_written(folder: Path, undisturbed: str, tmp_path: Path) -> None:
    pytest.importorskip("altair")
    kept = ("--cache", folder / "kept")
    found = asked("--data", folder, *kept, "--out", tmp_path / "out", "--table", tmp_path / "all.csv")
    assert found.exit_code == 0, found.output
    assert (tmp_path / "out" / "backtest-deu.json").read_text() == undisturbed
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "backtest-deu.html", "backtest-deu.json", "backtest-deu-scores.csv", "backtest-deu-parts.csv",
    }  # fmt: skip
    document = json.loads(undisturbed)
    with (tmp_path / "out" / "backtest-deu-scores.csv").open() as text:
        scores = {row["id"]: row for row in csv.DictReader(text)}
    assert [float(scores[line["id"]]["crps"]) for line in document["models"]] == pytest.approx(
        [line["crps"] for line in document["models"]]
    )
    with (tmp_path / "out" / "backtest-deu-parts.csv").open() as text:
        parts = [(row["by"], row["value"], row["id"], float(row["mae"])) for row in csv.DictReader(text)]
    assert parts == [
        (part["by"], part["value"], line["id"], pytest.approx(line["mae"]))
        for part in document["by"]
        for line in part["models"]
    ]


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
def test_every_forecast_is_a_row_with_the_parts_that_it_belongs_to(
    folder: Path, undisturbed: str, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"all.{ending}"
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    assert asked("--data", folder, "--cache", folder / "kept", "--table", file, "--json").output == undisturbed
    if ending == "csv":
        with file.open() as text:
            rows = [{**row, "error": float(row["error"])} for row in csv.DictReader(text)]
    elif ending == "json":
        rows = json.loads(file.read_text())
    else:
        import pyarrow.parquet as pq

        rows = pq.read_table(file).to_pylist()
    for part in json.loads(undisturbed)["by"]:
        for line in part["models"]:
            own = [
                row["error"]
                for row in rows
                if row["method"] == line["id"]
                and str(row[part["by"]]).lower() in {part["value"].lower(), str(part["value"] == "yes").lower()}
            ]
            assert len(own) == line["n"]
            assert sum(own) / len(own) == pytest.approx(line["mae"])


def test_decisions_of_another_body_are_scored_with_all_actors_alike(tmp_path: Path) -> None:
    pytest.importorskip("altair")
    issues, positions = made_rows(DOSSIERS)
    other = [{**row, "actor": f"party {row['actor']}"} for row in positions]
    mixed = [
        row if row["issue_id"] > issues[9]["issue_id"] else strange
        for row, strange in zip(positions, other, strict=True)
    ]
    for name, rows in (("other", other), ("mixed", mixed)):
        folder = write_folder(tmp_path / name, [{**row, "reference_point": ""} for row in issues], rows)
        found = asked("--data", folder, "--cache", tmp_path / "kept", "--out", tmp_path / f"page-{name}")
        assert found.exit_code == 0, found.output
        scored = json.loads((tmp_path / f"page-{name}" / "backtest-deu.json").read_text())["models"]
        assert {line["n"] for line in scored} == {24}
        assert "reference-point" not in {line["id"] for line in scored}


def test_one_folder_may_be_fitted_on_and_another_scored(folder: Path, tmp_path: Path) -> None:
    other = made_folder(tmp_path / "other", 4, seed=6)
    kept = ("--cache", folder / "kept")
    found = asked("--fit", folder, "--score", other, *kept, "--json")
    document = json.loads(found.output)
    assert document["counts"]["issues_scored"] == 7
    assert document["counts"]["issues_fitted_on"] == 24
    assert document["settings"] == {"seed": 1, "folds": 0, "fitted_on": "other data"}
    assert "7 of 7 issues of 4 dossiers, each forecast fitted on 24 issues of other data" in " ".join(
        asked("--fit", folder, "--score", other, *kept).output.split()
    )


def test_mistakes_are_told_in_one_line_before_any_work(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(points, "said_of_dossier", None)
    issues, positions = made_rows(4)
    blank = write_folder(tmp_path / "blank", [{**row, "outcome": ""} for row in issues], positions)
    wrong = write_folder(tmp_path / "wrong", issues, [*positions[:3], {**positions[3], "salience": "high"}])
    short = write_folder(tmp_path / "short", [{"issue_id": "a"}], positions)
    (tmp_path / "taken").write_text("mine")
    for more, says in (
        ((), "name one folder, --data DIR, or two, --fit DIR --score DIR"),
        (("--data", folder, "--fit", folder, "--score", folder), "name one folder, --data DIR, or two"),
        (("--fit", folder), "name one folder, --data DIR, or two"),
        (("--data", folder, "--score", folder), "name one folder, --data DIR, or two"),
        (("--data", tmp_path / "none"), "issues.csv cannot be read: no such file or directory"),
        (("--data", short), f"{short / 'issues.csv'} has no column dossier_id; it needs issue_id, dossier_id"),
        (("--data", wrong), f"{wrong / 'positions.csv'}, line 5: salience is 'high'; it lies from 0 to 100"),
        (("--data", blank), "no issue has an outcome and three positions; there is nothing to score"),
        (("--fit", blank, "--score", folder), "there are 0 issues to fit on; it takes 20 or more"),
        (("--data", folder, "--seed", -1), "`seed` is -1; take 0 or more"),
        (("--data", folder, "--table", "all.xls"), "the table all.xls ends in none of .csv, .parquet, .json"),
        (("--data", folder, "--out", tmp_path / "taken"), "is no folder"),
    ):
        found = asked(*more, "--json")
        assert (found.exit_code, found.stdout, found.stderr.count("\n")) == (2, "", 1), more
        assert says in found.stderr
