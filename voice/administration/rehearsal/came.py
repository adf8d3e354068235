"""What came of one line of a conversation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voice.conversation import Conversation
from voice.turn import (
    Action,
    Assessment,
    BackToAgent,
    Decision,
    EndReason,
    HangUp,
    Language,
    Lookup,
    NoteRequest,
    RequestCallback,
    Say,
    Transfer,
    Turn,
)


@dataclass(frozen=True, slots=True)
class Came:
    """Everything that the decisions after one line brought."""

    step: str
    language: Language
    slots: Mapping[str, str]
    actions: Sequence[Action]
    """Of all decisions, in order."""
    turn: Turn | None
    assessment: Assessment | None
    """The latest, also when this line brought none."""
    why: tuple[str, ...]
    accepted: bool = False
    """True when a person took the call."""

    @property
    def said(self) -> str:
        """Everything said, in one text."""
        return " ".join(action.text for action in self.actions if isinstance(action, Say))

    @property
    def transfer(self) -> Transfer | None:
        """The hand-over that is waited for, if one is."""
        last = self.actions[-1] if self.actions else None
        return last if isinstance(last, Transfer) else None

    @property
    def back(self) -> BackToAgent | None:
        """The caller's way back to the person who gave an errand, if it is over."""
        last = self.actions[-1] if self.actions else None
        return last if isinstance(last, BackToAgent) else None

    @property
    def ends(self) -> EndReason | None:
        """How the call ended, if it did."""
        if self.accepted:
            return EndReason.TRANSFERRED
        last = self.actions[-1] if self.actions else None
        return last.reason if isinstance(last, HangUp) else None

    @property
    def looked_up(self) -> list[str]:
        """Names of the lookups made."""
        return [action.name for action in self.actions if isinstance(action, Lookup)]

    @property
    def notes(self) -> list[str]:
        """Titles of what was written down, in the language spoken or the first there is."""
        titles = [action.title for action in self.actions if isinstance(action, NoteRequest)]
        return [title.get(self.language) or next(iter(title.values())) for title in titles]

    @property
    def callback(self) -> str | None:
        """Number noted to be called back."""
        numbers = [action.number for action in self.actions if isinstance(action, RequestCallback)]
        return numbers[-1] if numbers else None

    @property
    def request(self) -> str:
        """The request understood first, or none."""
        understood = self.turn.understood.intents if self.turn else ()
        return understood[0].name if understood else "none"

    @property
    def signals(self) -> list[str]:
        """Names of the signals seen so far."""
        return [signal.name for signal in self.assessment.signals] if self.assessment else []


def came_of(
    talk: Conversation, decisions: Iterable[Decision], before: Assessment | None, *, accepted: bool = False
) -> Came:
    """Sum up the decisions after one line."""
    decisions = list(decisions)
    turns = [decision.turn for decision in decisions if decision.turn]
    assessments = [decision.assessment for decision in decisions if decision.assessment]
    return Came(
        step=talk.step,
        language=talk.language,
        slots=talk.slots,
        actions=tuple(action for decision in decisions for action in decision.actions),
        turn=turns[-1] if turns else None,
        assessment=assessments[-1] if assessments else before,
        why=tuple(decision.why for decision in decisions if decision.why),
        accepted=accepted,
    )
