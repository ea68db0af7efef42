import json

from analyzer.signals.taxonomy import SIGNAL_IDS
from tests.cli.conftest import Run


def test_the_taxonomy_is_a_table_of_all_twelve(partnerlens: Run) -> None:
    out = partnerlens("signals").out
    assert all(signal in out for signal in SIGNAL_IDS)


def test_the_taxonomy_as_json_names_polarity_and_meaning(partnerlens: Run) -> None:
    rows = json.loads(partnerlens("signals", "--json").out)
    assert [row["id"] for row in rows] == list(SIGNAL_IDS)
    assert [row["polarity"] for row in rows] == ["strength"] * 8 + ["red_flag"] * 4
