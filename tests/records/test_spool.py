"""Summaries that the database had not got as the process died."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.handoff.calls import brief, order_call
from voice.handoff.after_call import AfterCall, Written, WrittenReply
from voice.records.spool import brief_path, keep_brief, store_orphan
from voice.records.store import Store

NOTHING = Written(did="rejected", proposed="", text="")
WRITTEN = AfterCall(
    agent="Marie", outcome="solved", note="done", meant="", summary=NOTHING, talk_seconds=60,
    reply=WrittenReply(**NOTHING.model_dump(), channel="email", to="", subject="", language="en"),
    wrap_up_seconds=5, written=datetime(2026, 3, 4, 10, 0, tzinfo=UTC),
)  # fmt: skip


@pytest.mark.parametrize("fluent", ["", "The caller tracks an order."])
@pytest.mark.parametrize("after", [(), (WRITTEN,)])
async def test_a_summary_left_behind_is_posted_under_its_own_revision(
    store: Store, tmp_path: Path, fluent: str, after: tuple[AfterCall, ...]
) -> None:
    made = brief(order_call("Your order left on Tuesday.", "en"))
    made = made.model_copy(update={"fluent": fluent, "after": after})
    keep_brief(tmp_path, made)
    await store_orphan(brief_path(tmp_path, made.id), store, deliver=True)
    (delivery,) = await store.due_deliveries(datetime.now(UTC))
    assert delivery.id == (f"{made.id}.{made.revision}" if made.revision else made.id)
