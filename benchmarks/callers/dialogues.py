"""What the callers say, and what is to come of it: written beforehand, in the YAML files beside."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from ruamel.yaml import YAML

from voice.turn import EndReason, Language, TransferReason

PLANS = ("retail", "insurance", "hospital")
KINDS = (
    "served", "keys", "barge_in", "no_input", "no_match", "demand", "emotion", "complexity", "for_people",
)  # fmt: skip
Kind = Literal[
    "served", "keys", "barge_in", "no_input", "no_match", "demand", "emotion", "complexity", "for_people"
]
Words = Annotated[tuple[str, ...], BeforeValidator(lambda raw: raw if isinstance(raw, list) else [raw])]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Model):
    """One thing that the caller does, once the bot has said its say."""

    says: str = ""
    presses: str = Field(default="", pattern=r"^[0-9*#]*$")
    silent: float = Field(default=0, ge=0, le=120)
    """Seconds in which nothing is said; the last line of its dialogue."""
    cuts_in: bool = False
    """True: says it while the bot is speaking."""

    @model_validator(mode="after")
    def _one_deed(self) -> Line:
        if sum((bool(self.says), bool(self.presses), bool(self.silent))) != 1:
            raise ValueError("a line says something, presses keys or is silent: one of them")
        return self


class Expected(_Model):
    """What is to come of a call; what is left out may be anything."""

    ends: EndReason
    reason: TransferReason | None = None
    """Why a person gets the call."""
    request: str = ""
    """Understood at any turn, as the likeliest."""
    slots: dict[str, str] = Field(default_factory=dict)
    """Values understood at any turn."""
    hears: Words = ()
    """Words in what the bot said."""
    barged_in: bool = False
    """True: the bot noticed that it was interrupted."""


class Dialogue(_Model):
    """One caller's words and the outcome expected."""

    name: str
    plan: str
    kind: Kind
    language: Language
    lines: tuple[Line, ...]
    expect: Expected

    @property
    def id(self) -> str:
        """Fit for the name of a file."""
        return f"{self.plan}-{self.language}-" + "-".join(
            "".join(char if char.isalnum() else " " for char in self.name.lower()).split()
        )


@cache
def dialogues() -> tuple[Dialogue, ...]:
    """All of them, plan by plan."""
    yaml = YAML(typ="safe")
    found: list[Dialogue] = []
    for plan in PLANS:
        entries: list[dict[str, Any]] = yaml.load(Path(__file__).with_name(f"{plan}.yaml"))
        found += [Dialogue.model_validate({**entry, "plan": plan}) for entry in entries]
    return tuple(found)
