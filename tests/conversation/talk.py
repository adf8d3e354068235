"""Conversations as tables: what the caller does, and what must come of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from voice.conversation import Conversation
from voice.dialplan.load import load_plan
from voice.dialplan.model import Dialplan
from voice.turn import (
    Action,
    BackToAgent,
    Decision,
    HangUp,
    Heard,
    Language,
    Listen,
    Lookup,
    Record,
    Say,
    Transfer,
)

PLANS = Path(__file__).resolve().parents[2] / "dialplans"
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
WAITING = (Listen, Lookup, Transfer, Record, BackToAgent, HangUp)


@lru_cache
def plan(name: str) -> Dialplan:
    """A shipped plan."""
    return load_plan(PLANS / name)


class Talk:
    """One conversation over a shipped plan, its lookups answered from its own database."""

    def __init__(
        self, name: str | Dialplan, caller: str = "+33612345678", language: Language | None = None
    ) -> None:
        self.plan = plan(name) if isinstance(name, str) else name
        self.conversation = Conversation(self.plan, caller=caller, dialled="100", now=NOON)
        if language:
            self.conversation.language_found(language)
        self.decision = self.take(self.conversation.open())

    def take(self, decision: Decision) -> Decision:
        """Check what every decision owes, and answer lookups."""
        waits = [isinstance(action, WAITING) for action in decision.actions]
        assert waits and waits[-1] and sum(waits) == 1, decision.actions
        assert decision.why
        assert (decision.turn is None) or (decision.assessment is not None)
        self.decision = decision
        if isinstance(decision.actions[-1], Lookup):
            before = decision
            self.take(self.conversation.looked_up(self.rows(decision.actions[-1])))
            said = (*before.actions[:-1], *self.decision.actions)
            self.decision = Decision(
                self.decision.step,
                said,
                before.turn,
                self.decision.assessment or before.assessment,
                before.why,
            )
        return self.decision

    def rows(self, lookup: Lookup) -> list[Mapping[str, str]]:
        """What the plan's example database holds."""
        path = PLANS / self.plan.name / f"{self.plan.name}.db"
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            found = database.execute(self.plan.lookups[lookup.name].sql, dict(lookup.parameters)).fetchall()
        database.close()
        return [dict(row) for row in found]

    def say(self, text: str, confidence: float = 1.0, language: Language | None = None) -> Decision:
        """The caller says something; a text like #42 is keyed; an empty one is silence."""
        if not text:
            return self.take(self.conversation.silence(10.0))
        if text.startswith("#"):
            return self.take(self.conversation.keys(text[1:]))
        return self.take(self.conversation.hear(Heard(text, confidence, language)))

    @property
    def said(self) -> str:
        """Everything said in the last decision."""
        return " ".join(action.text for action in self.decision.actions if isinstance(action, Say))

    @property
    def waiting(self) -> Action:
        """What the last decision waits for."""
        return self.decision.actions[-1]
