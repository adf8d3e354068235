"""The labelled conversations: what callers say, and when a good supervisor would have taken over.

`conversations/{tune,report}/SITUATION.yaml` holds every conversation of one situation, so that no situation
is in both halves. Signals, words and weights are tuned on the first half; the second is only counted. Lines
stand as a recognizer gives them and stay sensible whatever this bot asks in that place.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from voice.dialplan.source import Document, read
from voice.errors import Problem
from voice.turn import Language

FOLDER = Path(__file__).parent / "conversations"

Half = Literal["tune", "report"]
HALVES: tuple[Half, ...] = ("tune", "report")
Kind = Literal["ordinary", "impatient", "emotional", "complex", "mixed", "trap", "demand"]
Share = Annotated[float, Field(ge=0, le=1)]
Text = Annotated[str, Field(min_length=1, pattern=r"^\S(.*\S)?$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Manner(_Strict):
    """How a line is said."""

    anger: Share


class Line(_Strict):
    """One thing the caller does: words, keys or silence."""

    say: Text | None = None
    keys: Annotated[str, Field(pattern=r"^[0-9*]+#?$")] | None = None
    silence: Literal[True] | None = None
    confidence: Share = 0.9
    """The recognizer's own estimate."""
    tone: Manner | None = None
    """None: the sound was not judged."""

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if sum(value is not None for value in (self.say, self.keys, self.silence)) != 1:
            raise ValueError("a line has exactly one of say, keys and silence")
        return self


def _spelled_out(line: Any) -> Any:
    return {"say": line} if isinstance(line, str) else line


class LabelledCall(_Strict):
    """One conversation with its labels; caller lines count from 1."""

    id: Annotated[str, Field(pattern=r"^[a-z-]+-(fr|en)-[1-9]$")]
    language: Language
    plan: Literal["retail", "insurance", "hospital"]
    kind: Kind
    lines: Annotated[list[Annotated[Line, BeforeValidator(_spelled_out)]], Field(min_length=2, max_length=9)]
    expect: Literal["stay", "transfer"]
    by: Literal["demand", "emotion", "complexity", "mixed", "plan"] | None = None
    """What calls for a person; `plan` where the plan itself gives the call away."""
    demand: Literal["person", "danger", "vulnerable", "legal", "data_protection", "fraud"] | None = None
    first_sign: Annotated[int, Field(ge=1)] | None = None
    """Line that shows it first."""
    latest: Annotated[int, Field(ge=1)] | None = None
    """Line by which a good supervisor would have taken over."""
    why: Text
    """The supervisor's reason, in a sentence."""

    @model_validator(mode="after")
    def _labels_fit(self) -> Self:
        labels = (self.by, self.first_sign, self.latest)
        if (self.expect == "transfer") != all(labels) or (self.expect == "stay") != (not any(labels)):
            raise ValueError("by, first_sign and latest belong to a transfer, all of them")
        if (self.by == "demand") != bool(self.demand) or (self.by == "demand") != (self.kind == "demand"):
            raise ValueError("kind: demand, by: demand and which demand: go together")
        if self.kind in ("impatient", "trap") and self.expect == "transfer":
            raise ValueError(f"a conversation of kind {self.kind} stays")
        if self.first_sign and self.latest and not self.first_sign <= self.latest <= len(self.lines):
            raise ValueError("first_sign comes no later than latest, and both are lines of the caller")
        return self


class Situation(_Strict):
    """One file."""

    about: Text
    conversations: Annotated[list[LabelledCall], Field(min_length=2)]


class Labelled(_Strict):
    """A conversation and where it comes from."""

    half: Half
    situation: str
    call: LabelledCall


class SetError(Exception):
    """The set cannot be used; says everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


def load(folder: Path = FOLDER) -> tuple[Labelled, ...]:
    """Every conversation, by half, situation and place in its file. Raises SetError with all problems."""
    found: list[Labelled] = []
    problems: list[Problem] = []
    ids: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.yaml")):
        document = read(path)
        situation = _situation(document)
        for place, call in enumerate(situation.conversations if situation else ()):
            at = ("conversations", place, "id")
            if call.id in ids:
                document.problem(at, "duplicate", f"{call.id} stands in {ids[call.id].name} too")
            if not call.id.startswith(f"{path.stem}-{call.language}-"):
                document.problem(at, "name", f"the id begins with {path.stem}-{call.language}-")
            ids[call.id] = path
            found.append(Labelled(half=_half(document), situation=path.stem, call=call))
        problems += document.problems
    problems += _in_both_halves(folder)
    if problems:
        raise SetError(problems)
    return tuple(sorted(found, key=lambda one: (HALVES.index(one.half), one.situation)))


def _situation(document: Document) -> Situation | None:
    if document.problems:
        return None
    try:
        return Situation.model_validate(document.data)
    except ValidationError as error:
        for wrong in error.errors(include_url=False):
            document.problem(wrong["loc"], wrong["type"], wrong["msg"])
        return None


def _half(document: Document) -> Half:
    for half in HALVES:
        if document.path.parent.name == half:
            return half
    document.problem((), "half", f"a situation belongs into one of the folders {' and '.join(HALVES)}")
    return "tune"


def _in_both_halves(folder: Path) -> list[Problem]:
    names = [{path.stem for path in (folder / half).glob("*.yaml")} for half in HALVES]
    return [
        Problem(folder / "report" / f"{name}.yaml", 0, 0, "half", "this situation is in both halves")
        for name in names[0] & names[1]
    ]
