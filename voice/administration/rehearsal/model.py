"""Conversations written down beside a plan: what the caller does, and what must come of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from voice.dialplan.model import Name
from voice.turn import EndReason, ErrandOutcome, Language, Outcome, TransferReason

MOST_PATTERN = 200
"""Characters of a regular expression at most."""
MOST_REPEATS = 3
"""Parts of it that may stand any number of times; more, or repeats within repeats, could search for hours."""
_REPEATED = re.compile(r"(?<!\\)(?:\\\\)*(?:[*+]|\{\d*,\d*\})")
_REPEATED_GROUP = re.compile(r"(?<!\\)(?:\\\\)*\)(?:[*+]|\{)")
MOMENT = datetime(2026, 3, 4, 10, 0)  # wall clock where the plan's people are
"""When a caller phones where nothing else is said: a Wednesday morning."""
CALLER = "+33612345678"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _listed(raw: Any) -> Any:
    return raw if isinstance(raw, list) else [raw]


def _as_text(raw: Any) -> Any:
    return str(raw) if isinstance(raw, (int, float)) and not isinstance(raw, bool) else raw


Plain = Annotated[str, BeforeValidator(_as_text)]
Keys = Annotated[str, BeforeValidator(_as_text), Field(pattern=r"^[0-9*#]{1,40}$")]
Words = Annotated[tuple[Plain, ...], BeforeValidator(_listed)]


class Wanted(_Model):
    """Words contained in what the bot says, or a /regular expression/ that finds something there."""

    text: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What is searched for; letters, blanks and apostrophes count alike in all their forms."""
        if self.is_regex:
            return re.compile(self.text[1:-1], re.IGNORECASE)
        return re.compile(re.escape(plain(self.text)), re.IGNORECASE)

    @property
    def is_regex(self) -> bool:
        """True for text between slashes."""
        return len(self.text) > 2 and self.text[0] == self.text[-1] == "/"

    @field_validator("text")
    @classmethod
    def _sound(cls, text: str) -> str:
        if not text.strip():
            raise PydanticCustomError("words", "words are missing here")
        if len(text) > 2 and text[0] == text[-1] == "/":
            if len(text) > MOST_PATTERN:
                raise PydanticCustomError("regex", "the regular expression is too long")
            _check_regex(text[1:-1])
        return text


def _check_regex(pattern: str) -> None:
    if _REPEATED_GROUP.search(pattern) or len(_REPEATED.findall(pattern)) > MOST_REPEATS:
        raise PydanticCustomError(
            "regex", "this could search for hours: no repeated ( ), and at most {most} times * or +",
            {"most": MOST_REPEATS},
        )  # fmt: skip
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise PydanticCustomError("regex", "no regular expression: {why}", {"why": str(error)}) from None


def plain(text: str) -> str:
    """A text with single blanks and straight apostrophes."""
    return " ".join(text.replace("’", "'").split())


def _all_heard(raw: Any) -> Any:
    return [item if isinstance(item, dict) else {"text": _as_text(item)} for item in _listed(raw)]


AllHeard = Annotated[tuple[Wanted, ...], BeforeValidator(_all_heard)]


class Limits(_Model):
    """Between which values a score lies."""

    above: float | None = Field(default=None, ge=0, le=1)
    below: float | None = Field(default=None, ge=0, le=1)


class Given(_Model):
    """A call given to a person."""

    reason: TransferReason | None = None
    target: Name | None = None
    attempt: int | None = Field(default=None, ge=1)
    never: bool = False
    """True: the call stays with the bot."""


def _given(raw: Any) -> Any:
    if raw is False:
        return {"never": True}
    return {"reason": raw} if isinstance(raw, str) else raw


class Answer(_Model):
    """What a lookup finds."""

    row: Mapping[Name, Plain] = Field(default_factory=dict)
    """Columns; empty when nothing is found."""
    fails: bool = False
    """True: the data cannot be reached."""


def _answers(raw: Any) -> Any:
    if not _listed(raw):
        raise PydanticCustomError("lookup", "write what is found, or nothing, or fails")
    return [_answer(item) for item in _listed(raw)]


def _answer(raw: Any) -> Any:
    if raw in ("nothing", "fails"):
        return {"fails": raw == "fails"}
    if isinstance(raw, dict) and raw:
        return {"row": raw}
    raise PydanticCustomError("lookup", "write what is found as {{column: value}}, or nothing, or fails")


Answers = Annotated[tuple[Answer, ...], BeforeValidator(_answers)]
Person = Literal["answers", "declined", "busy", "no_answer", "unreachable", "agent_hung_up"]


class Line(_Model):
    """One thing the caller does, and what must come of it; without the former: the greeting."""

    says: Words = ()
    """Words; of several, each is tried in a conversation of its own."""
    presses: Keys | None = None
    """Keys, as 0 or 1042."""
    silent: Literal[True] | None = None
    """Nothing is said in time."""
    person: Person | None = None
    """What the person does who is being rung."""
    message: float | None = Field(default=None, ge=0, le=600)
    """Seconds of a message that the caller leaves."""
    gives: Name | None = None
    """The person has the call and gives the caller back to the bot: one of the plan's errands."""
    confidence: float = Field(default=1.0, ge=0, le=1)
    """How sure the recognizer is of the words."""

    step: Name | None = None
    """Where the conversation stands afterwards."""
    hears: AllHeard = ()
    """What the caller hears."""
    hears_not: AllHeard = ()
    slots: Mapping[Name, Plain | None] = Field(default_factory=dict)
    """Values known afterwards; nothing (an empty value): not known."""
    request: Name | None = None
    """The request understood; none: no request."""
    outcome: Outcome | None = None
    looks_up: Annotated[tuple[Name, ...], BeforeValidator(_listed)] = ()
    """Lookups that are made."""
    transfer: Annotated[Given, BeforeValidator(_given)] | None = None
    """The call is given to a person; false: it is not."""
    back: ErrandOutcome | None = None
    """The caller goes back to the person who gave the errand: how it ended."""
    signals: Annotated[tuple[Name, ...], BeforeValidator(_listed)] = ()
    """Signals seen so far."""
    emotion: Limits | None = None
    complexity: Limits | None = None
    notes: AllHeard = ()
    """What is written down for a colleague, by its title."""
    callback: Plain | None = None
    """Number that is noted to be called back."""
    language: Language | None = None
    """Language spoken afterwards."""
    ends: EndReason | None = None
    """How the call ends here."""

    @property
    def does(self) -> list[str]:
        """Keys of what the caller or the person does; a sound line has one, the greeting none."""
        done = {
            "says": bool(self.says),
            "presses": self.presses is not None,
            "silent": self.silent is not None,
            "person": self.person is not None,
            "message": self.message is not None,
            "gives": self.gives is not None,
        }
        return [name for name, is_there in done.items() if is_there]

    @property
    def expects(self) -> bool:
        """True when the line says what must come of it."""
        return bool(self.model_fields_set - DEEDS)


DEEDS = frozenset({"says", "presses", "silent", "person", "message", "gives", "confidence"})


class Scene(_Model):
    """One conversation."""

    name: str = Field(min_length=1, max_length=200)
    """What it shows, in a few words."""
    language: Language | None = None
    """What the caller speaks, and the bot from the start; left out: the bot finds out, as in a call."""
    caller: Plain = Field(default=CALLER, max_length=80)
    """The caller's number; "" when it is withheld."""
    dialled: Plain | None = Field(default=None, max_length=80)
    """The number dialled; left out: the plan's name."""
    at: datetime = MOMENT
    """When the call is answered; without a zone: the clock where the plan's people are."""
    lookups: Mapping[Name, Answers] = Field(default_factory=dict)
    """What lookups find here instead of in the database: a row, nothing or fails; of a list, one after the
    other, the last again and again."""
    lines: tuple[Line, ...]

    @field_validator("lines")
    @classmethod
    def _some(cls, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        if not lines:
            raise PydanticCustomError("lines", "write what the caller does, at least 1 line")
        return lines

    @field_validator("at", mode="before")
    @classmethod
    def _moment(cls, raw: Any) -> Any:
        try:
            return datetime.fromisoformat(raw) if isinstance(raw, str) else raw
        except ValueError:
            raise PydanticCustomError("moment", "write a moment as 2026-03-04T10:00") from None

    @property
    def variants(self) -> list[Scene]:
        """The conversation once for each of the words that one of its lines offers; else itself."""
        for index, line in enumerate(self.lines):
            if len(line.says) > 1:
                return [
                    self.model_copy(
                        update={"name": f"{self.name} [{words}]", "lines": self._with(index, words)}
                    )
                    for words in line.says
                ]
        return [self]

    def _with(self, index: int, words: str) -> tuple[Line, ...]:
        one = self.lines[index].model_copy(update={"says": (words,)})
        return (*self.lines[:index], one, *self.lines[index + 1 :])
