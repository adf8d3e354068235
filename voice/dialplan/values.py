"""Values that callers give, and how they are understood and spoken."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from voice.dialplan.base import Model, Name, Phrases
from voice.dialplan.text import Text
from voice.turn import Language


class ValueType(StrEnum):
    """What kind of value a slot or a column holds; decides how it is understood and spoken."""

    IDENTIFIER = "identifier"
    DIGITS = "digits"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    PHONE = "phone"
    YES_NO = "yes_no"
    CHOICE = "choice"
    POSTCODE = "postcode"
    NAME = "name"
    EMAIL = "email"
    TEXT = "text"


class SlotSpec(Model):
    """One value that callers give."""

    type: ValueType
    """What kind of value it is."""
    title: Text
    """In a few words: read by the agent."""
    pattern: tuple[str, ...] = ()
    """Shapes of an identifier or of digits: 9 is a digit, A a letter, anything else itself."""
    least: int = Field(default=1, ge=1, le=30)
    """Fewest digits, where there is no pattern."""
    most: int = Field(default=15, ge=1, le=30)
    """Most digits, where there is no pattern."""
    choices: Mapping[Name, Mapping[Language, Phrases]] = Field(default_factory=dict)
    """Of a choice: value, and the words for it in each language."""
    toward: Literal["future", "past"] = "future"
    """Of a date: which way a day lies that is said without its year or month."""
    sensitive: bool = False
    """True: shown to no one who does not need it, and cut from stored words."""
    confirm: Literal["unsure", "always", "never"] = "unsure"
    """When to read it back and ask whether it is right."""

    @field_validator("type")
    @classmethod
    def _understood(cls, kind: ValueType) -> ValueType:
        if kind is ValueType.TIME:
            raise PydanticCustomError(
                "slot", "callers cannot give a {kind}; only lookups can", {"kind": kind.value}
            )
        return kind

    @field_validator("pattern", mode="before")
    @classmethod
    def _patterns(cls, raw: Any) -> Any:
        return [str(raw)] if isinstance(raw, (str, int)) else raw
