"""Totals, agreement, and the table for spreadsheets."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pytest

from voice.console.quality.scorecard import as_csv, judgements, pairs, total
from voice.records.labels import Label
from voice.records.reviews import Comment, Criterion, Mark
from voice.records.rows import CallRow

NOW = datetime(2026, 3, 4, tzinfo=UTC)
GREETED = Criterion(1, "Greeted", "yes_no", 1)
CLEAR = Criterion(2, "=SUM(A1)", "one_to_five", 3)


def test_a_total_weighs_every_mark_on_its_own_scale() -> None:
    assert total([GREETED, CLEAR], {1: 1, 2: 3}) == pytest.approx((1 + 3 * 0.5) / 4)
    assert total([GREETED, CLEAR], {2: 1}) == 0
    assert total([GREETED, CLEAR], {}) is None
    assert total([Criterion(1, "x", "yes_no", 0)], {1: 1}) is None


def test_raters_are_compared_where_both_judged() -> None:
    labels = [
        Label("a", "ana", True), Label("a", "bob", True),
        Label("b", "ana", False), Label("b", "bob", False),
        Label("c", "ana", True), Label("d", "bob", True),
    ]  # fmt: skip
    marks = [
        *(Mark("a", rater, 1, 1, NOW) for rater in ("ana", "bob")),
        Mark("b", "ana", 1, 0, NOW), Mark("b", "bob", 1, 1, NOW),
        Mark("a", "ana", 2, 5, NOW), Mark("a", "bob", 2, 4, NOW),
        Mark("b", "ana", 2, 1, NOW), Mark("b", "bob", 2, 4, NOW),
    ]  # fmt: skip
    (pair,) = pairs([GREETED, CLEAR], judgements(labels, marks))
    assert (pair.first, pair.second) == ("ana", "bob")
    assert (pair.transfers, pair.transfer_kappa) == (2, 1.0)
    assert (pair.marks, pair.marks_kappa) == (2, 0.0)
    assert (pair.points, pair.close) == (2, 1)


def test_raters_who_judged_nothing_in_common_are_not_compared() -> None:
    labels = [Label("a", "ana", True), Label("b", "bob", True)]
    assert pairs([GREETED], judgements(labels, [])) == []


def test_the_table_has_a_line_for_each_rater_and_nothing_that_a_spreadsheet_computes() -> None:
    calls = [CallRow("b", NOW, "retail", handoff="accepted", ended="agent_hung_up"), CallRow("a", NOW, "=x")]
    labels = [Label("b", "ana", True, 2, "upset", "solved"), Label("a", "-bob", False)]
    marks = [Mark("b", "ana", 1, 1, NOW), Mark("b", "ana", 2, 5, NOW)]
    comments = [Comment("b", "ana", '@home, "quoted"\nline', 3.0), Comment("b", "eve", "not hers")]
    text = as_csv(calls, [GREETED, CLEAR], judgements(labels, marks), comments)
    head, first, second = csv.reader(io.StringIO(text, newline=""))
    assert head[-3:] == ["Greeted", "'=SUM(A1)", "comments"]
    assert first[0] == "b" and first[4:10] == ["transferred", "ana", "yes", "2", "upset", "solved"]
    assert first[10:] == ["1.000", "1", "5", '\'@home, "quoted"\nline']
    assert second[2] == "'=x" and second[5:7] == ["'-bob", "no"] and second[10:] == ["", "", "", ""]
