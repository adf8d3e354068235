"""Somebody who wants to be called back, and all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from voice.dialplan.model import Dialplan
from voice.events import CallEvent
from voice.records.rows import Callback
from voice.turn import Language, Queue, Target, TransferReason


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody who wants to be called back, and all that is known of it."""

    row: Callback
    events: tuple[CallEvent, ...]
    """Of the call in which it was asked for."""
    plan: Dialplan
    """The last that the call was in, with all that those knew that it was in before."""
    target: Target
    """The queue whose agents take it."""
    queue: Queue
    language: Language
    reason: TransferReason
    dialled: str
    plans: tuple[Dialplan, ...] = ()
    """Those that the call was in, as they were when this was read."""
