"""Tables in KTAB's layout: what they say, and every complaint with its place."""

from __future__ import annotations

import pytest

from winset.collective import read_ktab
from winset.errors import InputError

TABLE = """Harbour,"Who pays, and when",2,2,
Actor,Description,Power,Share,Share Salience,Year,Year Salience,
City,The city,60,90,50,10,30,
Port,"The port, that is",40.5,20,20.5,80,79.5,
"""


def test_a_table_is_read_as_written_with_salience_as_shares():
    found = read_ktab(TABLE)
    assert (found.name, found.description) == ("Harbour", "Who pays, and when")
    assert found.dimensions == ("Share", "Year")
    assert found.actors == ("City", "Port")
    assert found.descriptions == ("The city", "The port, that is")
    assert found.positions == ((90.0, 10.0), (20.0, 80.0))
    assert found.salience == ((0.5, 0.3), (0.205, 0.795))
    assert found.capability == (60.0, 40.5)


@pytest.mark.parametrize(
    "changed",
    [
        TABLE.replace(",\n", "\n"),
        TABLE.replace("\n", "\n\n"),
        TABLE.replace("\n", "\r\n"),
        TABLE.replace(",60,", " ,   60 , "),
        "\ufeff" + TABLE,
    ],
    ids=["no final comma", "blank lines", "carriage returns", "spaces", "byte order mark"],
)
def test_commas_at_the_end_blanks_and_spaces_do_not_matter(changed):
    assert read_ktab(changed) == read_ktab(TABLE)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("90,50", "190,50", "line 3, column `Share`: found '190'; it is a number from 0 to 100"),
        ("90,50", "90,half", "line 3, column `Share Salience`: found 'half'; it is a number from 0 to 100"),
        ("90,50", "90,nan", "line 3, column `Share Salience`: found 'nan'"),
        (",60,", ",-60,", "line 3, column `Power`: found '-60'; it is a number at least 0"),
        (",60,", ",inf,", "line 3, column `Power`: found 'inf'"),
        ("79.5", "79.6", "line 4: the saliences of 'Port' add up to 100.1; they are at most 100 in all"),
        ("City", "", "line 3, column `Actor`: nothing is there; an actor needs a name"),
        ("City", "Port", "line 4, column `Actor`: 'Port' stands on line 3 already"),
        (",2,2,", ",3,2,", "line 1: the scenario has 3 actors, and 2 lines follow"),
        (",2,2,", ",2,3,", "line 2: 7 columns; 3 dimensions take 9, actor, description, power, then"),
        (",2,2,", ",two,2,", "line 1: the number of actors is 'two'; it is a whole number, at least 1"),
        (",2,2,", ",2,0,", "line 1: the number of dimensions is '0'"),
        (",2,2,", "," + "9" * 5000 + ",2,", "line 1: the number of actors is '999"),
        (",2,2,", ",2,", "line 1: 3 entries; it has 4: name, description, actors, dimensions"),
        ("60,90", "90", "line 3: 6 entries; there are 7 columns"),
    ],
)
def test_a_complaint_says_where_what_was_found_and_what_is_allowed(old, new, complaint):
    with pytest.raises(InputError) as told:
        read_ktab(TABLE.replace(old, new))
    assert complaint in str(told.value)


def test_all_complaints_come_at_once():
    with pytest.raises(InputError) as told:
        read_ktab(TABLE.replace("90,50", "190,half").replace("40.5", "-1"))
    assert [line[:6] for line in str(told.value).splitlines()] == ["line 3", "line 3", "line 4"]


def test_a_long_list_of_complaints_is_cut_short():
    rows = "".join(f"a{i},,x,x,x\n" for i in range(50))
    with pytest.raises(InputError) as told:
        read_ktab("s,d,50,1\nActor,Description,Power,P,S\n" + rows)
    assert len(str(told.value).splitlines()) == 21
    assert str(told.value).endswith("and 130 more")


@pytest.mark.parametrize("text", ["", "a,b,1,1\n", "a,b,1,1\nActor,Description,Power,P,S\n", None, 3])
def test_what_is_no_table_is_refused(text):
    with pytest.raises(InputError, match=r"the table has \d lines|must be the text"):
        read_ktab(text)
