"""Whom calls can be given to, when they are there, and how callers wait for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from voice.dialplan.base import Audio, Model, Name, Names, listed
from voice.dialplan.hours import Hours
from voice.turn import Language

_DIALLED = re.compile(r"^(?:sips?:|tel:|\+?[0-9][0-9 .-]*$)|@")
HoursOrName = Annotated[
    Annotated[Hours, Tag("hours")] | Annotated[Name, Tag("name")],
    Discriminator(lambda raw: "name" if isinstance(raw, str) else "hours"),
]
"""Hours written in place, or the name of some under `hours`."""


def _only_names(raw: Any) -> Any:
    """Names of targets; what would be dialled as it stands is told apart from a mistyped name."""
    for name in listed(raw) if isinstance(raw, (str, list)) else ():
        if isinstance(name, str) and "{" in name:
            raise PydanticCustomError(
                "dialled_by_caller",
                "{name} is what a caller says: whoever calls would choose the number that is dialled",
                {"name": name},
            )
        if isinstance(name, int) or (isinstance(name, str) and _DIALLED.search(name)):
            raise PydanticCustomError(
                "address", "a number or SIP address stands under targets only; write its name here"
            )
    return listed(raw)


TargetNames = Annotated[
    tuple[Name, ...], BeforeValidator(_only_names, json_schema_input_type=str | list[Name])
]
"""One target or queue, or a list of them in the order in which they are tried."""


def _fixed(raw: Any) -> Any:
    """An address that is the same for every caller."""
    if isinstance(raw, str) and "{" in raw:
        raise PydanticCustomError(
            "dialled_by_caller", "whoever calls would choose the number that is dialled; write it out"
        )
    return str(raw) if isinstance(raw, int) else raw


class TargetSpec(Model):
    """A person or group that calls can be given to. The only place for a number or a SIP address."""

    address: Annotated[str, BeforeValidator(_fixed), Field(pattern=r"^(sips?:[^\s<>\"{}]+|\+?[0-9]{2,15})$")]
    """SIP URI, or a telephone number, which is dialled through the trunk of the settings."""
    ring: float = Field(default=20.0, ge=3, le=180)
    """Seconds it may ring before the next target is tried."""
    language: Language | None = None
    """Language of the spoken summary; left out: the caller's."""
    hours: HoursOrName | None = None
    """When somebody is there: hours, or the name of some under `hours`; left out: as `handoff`."""


class CallbackSpec(Model):
    """The times at which callers can choose to be called back, besides as soon as somebody is free."""

    hours: HoursOrName | None = None
    """When people are called back: hours, or the name of some under `hours`; left out: `handoff`'s. Without
    either no times are offered."""
    offer: int = Field(default=3, ge=0, le=5)
    """Times that are offered in one sentence; 0: none, only as soon as somebody is free."""
    minutes: int = Field(default=120, ge=15, le=480)
    """How long each is."""
    most: int = Field(default=3, ge=1, le=500)
    """Callers who may agree on the same time; then it is not offered any more."""
    days: int = Field(default=7, ge=1, le=30)
    """How many days ahead they go."""


def _target(raw: Any) -> Any:
    return {"address": str(raw)} if isinstance(raw, (str, int)) else raw


Targets = Mapping[Name, Annotated[TargetSpec, BeforeValidator(_target)]]


class HandoffSpec(Model):
    """Who takes calls, in which order, and when."""

    to: TargetNames = ()
    """Targets in order; left out: all, in the order they are written."""
    hours: HoursOrName | None = None
    """When somebody is there: hours, or the name of some under `hours`; left out: always."""


class QueueSpec(Model):
    """A line of waiting callers, and who takes them."""

    to: TargetNames = ()
    """Targets that are rung, in order, when no agent of the queue is at the desk; left out: `handoff`'s."""
    skills: Names = ()
    """What an agent must be able to do besides serving the queue."""
    priority: int = Field(default=5, ge=1, le=9)
    """9 is served before 1; each step counts as a minute of waiting, so nobody waits for ever."""
    wait: float = Field(default=300.0, ge=10, le=3600)
    """Seconds that a caller waits at most; then a call back is offered."""
    announce: float = Field(default=45.0, ge=10, le=600)
    """Seconds between two words about the place in the queue."""
    music: Audio | None = None
    """Sound file played meanwhile; left out: a quiet tone."""
    most: int = Field(default=20, ge=1, le=500)
    """Callers that may wait; one more is offered a call back at once."""


class QueueCall(Model):
    """A step's way into a queue."""

    name: Name
    """The queue."""
    skills: Names = ()
    """What the agent must be able to do besides."""
    priority: int | None = Field(default=None, ge=1, le=9)
    """9 is served before 1; left out: the queue's."""
