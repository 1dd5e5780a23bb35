"""Finding, filtering and sorting say what looking through every row would say."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dingsetup.bindings import chunk, edits, sorting
from dingsetup.bindings.chunk import Chunk
from dingsetup.bindings.finder import SORTS, Finder
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import COLUMNS, BindingState, Person
from tests.bindings.furnish import add_users, put_people, row, user


def found(table: Table, text: str = "", *states: BindingState, **order: object) -> list[str]:
    view = Finder.load(table).find(table, text, states, **order)  # type: ignore[arg-type]
    return [one.username for one in table.rows(view.ids(0, len(view)))]


@pytest.fixture
def company(table: Table) -> Table:
    add_users(
        table,
        [
            user("zhangwei", name="张伟", email="ZhangWei@corp.example", mobile="138 0013 8000"),
            user("lina", name="李娜", email="li.na@corp.example", job_number="P10086"),
            user("wangfang", name="王芳（外包）", note="财务 兼职\n周五，Ｂｏｂ"),
            user("Chenjie", name="陈杰", mobile="180****5310"),
        ],
    )
    lina = Person("lina01", "un77", "李娜娜", "13900112233", departments=(2, 3))
    put_people(table, lina)
    edits.bind(table, row(table, "lina").id, "lina01")
    return table


@pytest.mark.parametrize(
    ("text", "usernames"),
    [
        ("", ["zhangwei", "lina", "wangfang", "Chenjie"]),
        ("张", ["zhangwei"]),
        ("zhangwei@CORP", ["zhangwei"]),
        ("13800138000", ["zhangwei"]),
        ("138 0013", ["zhangwei"]),
        ("１３８００１３", ["zhangwei"]),
        ("+86 138-0013-8000", ["zhangwei"]),
        ("chenJIE", ["Chenjie"]),
        ("180****5310", ["Chenjie"]),
        ("李娜娜", ["lina"]),
        ("un77", ["lina"]),
        ("13900112233", ["lina"]),
        ("市场部", ["lina"]),
        ("周五", ["wangfang"]),
        ("（外包）", ["wangfang"]),
        ("(外包)", ["wangfang"]),
        ("五，bob", ["wangfang"]),
        ("ＢＯＢ", ["wangfang"]),
        ("nobody", []),
        ("\0", ["zhangwei", "lina", "wangfang", "Chenjie"]),
    ],
)
def test_a_text_is_found_in_every_column(company: Table, text: str, usernames: list[str]) -> None:
    assert found(company, text) == usernames


def test_a_filter_keeps_the_rows_of_its_states_and_joins_with_a_text(company: Table) -> None:
    assert found(company, "", BindingState.BOUND) == ["lina"]
    assert found(company, "", BindingState.BOUND, BindingState.NOT_BOUND) == found(company)
    assert found(company, "corp", BindingState.NOT_BOUND) == ["zhangwei"]


def test_counts_are_of_all_rows_whatever_is_found(company: Table) -> None:
    finder = Finder.load(company)
    finder.find(company, "nobody")
    assert finder.counts() == company.counts()
    assert finder.counts()[BindingState.BOUND] == 1


def test_chinese_is_sorted_by_its_pinyin_and_empty_cells_come_last(company: Table) -> None:
    assert found(company, sort="name") == ["Chenjie", "lina", "wangfang", "zhangwei"]
    assert found(company, sort="name", descending=True)[0] == "zhangwei"
    assert found(company, sort="job_number")[0] == "lina"
    assert found(company, sort="username")[0] == "Chenjie"


def test_every_column_can_be_sorted_by(company: Table) -> None:
    assert set(SORTS) == set(COLUMNS)
    for column in COLUMNS:
        assert sorted(found(company, sort=column)) == sorted(found(company)), column


def test_an_edit_is_found_without_reading_the_whole_table_again(company: Table) -> None:
    finder = Finder.load(company)
    edits.edit(company, row(company, "wangfang").id, "note", "出差")
    again = finder.refresh(company)
    assert again is finder
    assert len(again.find(company, "出差")) == 1
    assert len(again.find(company, "周五")) == 0


def test_a_second_row_that_an_edit_brings_into_conflict_is_refreshed_too(company: Table) -> None:
    finder = Finder.load(company)
    edits.bind(company, row(company, "wangfang").id, "lina01")
    assert finder.refresh(company).counts()[BindingState.CONFLICT] == 2


def test_rows_that_came_or_went_are_seen_by_a_refresh(company: Table) -> None:
    finder = Finder.load(company)
    edits.delete(company, [row(company, "lina").id])
    fewer = finder.refresh(company)
    assert fewer.size == 3
    assert not fewer.same_rows(finder)
    company.undo()
    assert fewer.refresh(company).size == 4


def test_nothing_changed_means_the_same_finder(company: Table) -> None:
    finder = Finder.load(company)
    assert finder.refresh(company) is finder


LINES = st.lists(st.text(st.sampled_from("ab1张王\n "), max_size=12), min_size=1, max_size=60)


@given(LINES, st.text(st.sampled_from("ab1张王"), min_size=1, max_size=3))
def test_a_chunk_finds_what_looking_at_each_line_finds(lines: Sequence[str], needle: str) -> None:
    looked_through = Chunk([chunk.searchable(line) for line in lines])
    sought = needle.encode()
    holding = [number for number, line in enumerate(lines) if needle in line]
    assert list(looked_through.few(chunk.line_pattern(sought))) == holding
    assert list(looked_through.many(sought)) == holding


@pytest.mark.parametrize("dense", [0, 100])
def test_both_ways_of_looking_find_the_same_rows(
    company: Table, monkeypatch: pytest.MonkeyPatch, dense: int
) -> None:
    monkeypatch.setattr(chunk, "_DENSE", dense)
    assert found(company, "corp") == ["zhangwei", "lina"]


@given(st.lists(st.text(st.sampled_from("aB1张王李\n"), max_size=4), max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sorting_in_runs_is_sorting(texts: list[str]) -> None:
    keys = [text or "\xff" for text in texts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "_RUN", 3)
        assert sorting.sorted_places(keys) == sorted(range(len(keys)), key=keys.__getitem__)


def test_a_column_is_read_in_batches_whatever_stands_in_it(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["丁", "", "a\nb", "赵", "", "安", "B"]
    add_users(table, [user(f"u{place}", name=name) for place, name in enumerate(names)])
    monkeypatch.setattr(sorting, "_BATCH", 2)
    assert found(table, sort="name") == ["u2", "u6", "u5", "u0", "u3", "u1", "u4"]
