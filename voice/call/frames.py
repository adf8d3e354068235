"""Our frames: what the dialogue asks of the call, in order with the sentences around it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipecat.frames.frames import DataFrame

from voice.turn import BackToAgent, ErrandOutcome, HangUp, Language, Listen, Record, Transfer


@dataclass
class ListenFrame(DataFrame):
    """Everything before it has been played: the caller's turn."""

    listen: Listen = field(default_factory=Listen)


@dataclass
class TransferFrame(DataFrame):
    """Everything before it has been played: reach a person. Nothing the caller says takes it back."""

    transfer: Transfer
    language: Language
    interruptible: bool = field(default=False, init=False)


@dataclass
class BackFrame(DataFrame):
    """Everything before it has been played: the agent has the caller again. Nothing takes it back."""

    back: BackToAgent = field(default_factory=lambda: BackToAgent(ErrandOutcome.DONE))
    interruptible: bool = field(default=False, init=False)


@dataclass
class RecordFrame(DataFrame):
    """Everything before it has been played: take a message."""

    record: Record = field(default_factory=Record)
    interruptible: bool = field(default=False, init=False)


@dataclass
class HangUpFrame(DataFrame):
    """Everything before it has been played: end the call. A caller who speaks up in time keeps it alive."""

    hang_up: HangUp = field(default_factory=HangUp)
