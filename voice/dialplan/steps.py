"""One place in the conversation: what is said there, and the one thing that is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag

from voice.dialplan.base import Key, Model, Name, Names, Texts
from voice.dialplan.conditions import When
from voice.dialplan.people import QueueCall, TargetNames
from voice.dialplan.text import Text


class Branch(Model):
    """One way out of an `if`."""

    when: When
    """A condition, as: order.status == "shipped"."""
    goto: Name
    """Step when it holds."""


class NoteSpec(Model):
    """Something that a colleague is to do after the call; shown on the console's first page."""

    title: Text
    """In a few words."""
    slots: Names = ()
    """Values that are needed for it."""


def _queue(raw: Any) -> Any:
    return {"name": raw} if isinstance(raw, str) else raw


Place = tuple[str | int, ...]
"""Keys and indexes that lead from the step to a value."""


class Step(Model):
    """One place in the conversation: what is said there, and the one thing that is done."""

    say: Text | None = None
    """What the bot says first."""
    interruptible: bool = True
    """False: the caller's voice does not stop what is said here. Keys always do."""

    listen: bool = False
    """Wait for a request."""
    when: Mapping[Name, Name] = Field(default_factory=dict)
    """Request to step, where it differs from the request's own `goto`."""
    menu: Mapping[Key, Name] = Field(default_factory=dict)
    """Key to step."""

    ask: Text | None = None
    """Question for the value of `slot`; skipped when it is known already."""
    slot: Name | None = None
    """Value that `ask` asks for."""

    lookup: Name | None = None
    """Data to fetch; goes on at `goto`, `none` or `failed`."""
    none: Name | None = None
    """Step when nothing was found."""
    failed: Name | None = None
    """Step when the data could not be reached; left out: a person."""

    branches: tuple[Branch, ...] = Field(default=(), alias="if")
    """Conditions, tried in order."""
    otherwise: Name | None = Field(default=None, alias="else")
    """Step when no branch holds; with ask and listen: step when retries are used up."""

    set_: Mapping[Name, str] = Field(default_factory=dict, alias="set")
    """Slots given a value here, after `say`."""
    forget: Names = ()
    """Slots emptied here, after `say`."""
    note: NoteSpec | None = None
    """What a colleague is to do, written down before `say`."""

    goto: Name | None = None
    """Next step."""
    plan: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)] | None = None
    """Go on at the start of another plan."""
    done: bool = False
    """The request is served: ask whether there is anything else."""
    transfer: Annotated[
        Annotated[bool, Tag("all")] | Annotated[TargetNames, Tag("names")],
        Discriminator(lambda raw: "all" if isinstance(raw, bool) else "names"),
    ] = False
    """Give the call to a person: targets in order; true means those of `handoff`."""
    queue: Annotated[QueueCall, BeforeValidator(_queue)] | None = None
    """Let the caller wait in a queue for a person."""
    callback: bool = False
    """Offer to call back."""
    voicemail: bool = False
    """Take a message."""
    survey: Name | None = None
    """Ask one question of `surveys` and store the answer; goes on at `goto`, answered or not."""
    hang_up: bool = False
    """End the call."""

    noinput: Texts = ()
    """Said one after the other when the caller says nothing; left out: the built-in ones."""
    nomatch: Texts = ()
    """Said one after the other when nothing fits."""
    help: Text | None = None
    """Said when the caller asks for help here; left out: what the plan serves."""
    retries: int | None = Field(default=None, ge=0, le=9)
    """How often to ask again before a person takes over; left out: the plan's."""
    timeout: float | None = Field(default=None, ge=1, le=60)
    """Seconds of silence that count as saying nothing here; left out: the plan's."""

    @property
    def waits(self) -> bool:
        """True when the step waits for the caller."""
        return self.listen or bool(self.menu) or self.ask is not None or self.survey is not None

    @property
    def hands_over(self) -> bool:
        """True when the step gives the call to a person."""
        return bool(self.transfer) or self.queue is not None

    @property
    def acts(self) -> list[str]:
        """The things done here; a sound step has exactly one."""
        acts = {
            "listen": self.listen or bool(self.menu),
            "ask": self.ask is not None,
            "lookup": self.lookup is not None,
            "if": bool(self.branches),
            "plan": self.plan is not None,
            "done": self.done,
            "transfer": bool(self.transfer),
            "queue": self.queue is not None,
            "callback": self.callback,
            "voicemail": self.voicemail,
            "survey": self.survey is not None,
            "hang_up": self.hang_up,
        }
        found = [name for name, is_there in acts.items() if is_there]
        return found or (["goto"] if self.goto else [])

    @property
    def exits(self) -> Iterator[tuple[Place, str]]:
        """Steps this one leads to, each with its place in the step."""
        for key in ("goto", "none", "failed"):
            if name := getattr(self, key):
                yield (key,), name
        if self.otherwise:
            yield ("else",), self.otherwise
        for intent, name in self.when.items():
            yield ("when", intent), name
        for digit, name in self.menu.items():
            yield ("menu", digit), name
        for index, branch in enumerate(self.branches):
            yield ("if", index, "goto"), branch.goto

    @property
    def texts(self) -> Iterator[tuple[Place, Text]]:
        """Everything said here, each with its place in the step."""
        for key in ("say", "ask", "help"):
            if text := getattr(self, key):
                yield (key,), text
        for index, text in enumerate(self.noinput):
            yield ("noinput", index), text
        for index, text in enumerate(self.nomatch):
            yield ("nomatch", index), text
