from collections.abc import Sequence

from analyzer.documents.builder import DocumentBuilder
from analyzer.documents.document import Document
from analyzer.reports.tables import Table, places, tables

HEADER = ("Role", "People", "Days")


def table_of(*rows: tuple[Sequence[str], Sequence[str]]) -> Document:
    builder = DocumentBuilder(id="t" * 64, name="table", format="text")
    for cells, header in rows:
        builder.add_row(cells, header)
    return builder.build()


def tables_of(document: Document) -> list[Table]:
    return list(tables(document, list(enumerate(document.blocks))))


def test_a_first_row_with_the_names_of_the_columns_is_the_header() -> None:
    (table,) = tables_of(table_of((HEADER, ()), (("Lead", "1", "62"), HEADER)))
    assert table.headed
    assert table.columns == HEADER


def test_a_table_that_goes_on_after_a_page_has_its_columns_but_no_header_of_its_own() -> None:
    (table,) = tables_of(table_of((("Lead", "1", "62"), HEADER), (("Test", "1", "8"), HEADER)))
    assert not table.headed
    assert table.columns == HEADER


def test_a_cell_stands_under_its_name_where_cells_before_it_are_empty() -> None:
    (table,) = tables_of(table_of((HEADER, ()), (("Total", "", "62"), HEADER), (("", "", "9"), HEADER)))
    assert [places(row, table.columns) for _, row in table.rows] == [(0, 1, 2), (0, 2), (2,)]


def test_rows_without_names_fill_the_columns_from_the_left() -> None:
    (table,) = tables_of(table_of((("a", "b"), ()), (("c", "d", "e"), ())))
    assert table.columns == ("", "", "")
    assert [places(row, table.columns) for _, row in table.rows] == [(0, 1), (0, 1, 2)]


def test_equal_names_take_one_column_each() -> None:
    (table,) = tables_of(table_of((("1", "2", "3"), ("Day", "Day", "Rate"))))
    assert places(table.rows[0][1], table.columns) == (0, 1, 2)


def test_tables_with_other_columns_are_tables_of_their_own() -> None:
    risks = ("Risk", "Answer")
    document = table_of(
        (("Lead", "1"), HEADER[:2]), (risks, ()), (("Delay", "Tell"), risks), (("x",), ("Z",))
    )
    assert [table.columns for table in tables_of(document)] == [HEADER[:2], risks, ("Z",)]
