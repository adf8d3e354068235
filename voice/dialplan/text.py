"""What the bot says: one text per language, with {values} in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from voice.turn import Language

VALUE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\}")
"""A {slot} or a {lookup.column}; nothing else may stand in braces."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=\S)")


def _text(raw: Any, info: ValidationInfo) -> Any:
    languages = info.context["languages"] if info.context else None
    if languages is None:
        return raw
    if isinstance(raw, str):
        if len(languages) > 1:
            raise PydanticCustomError(
                "language", "give it per language: {names}", {"names": ", ".join(languages)}
            )
        raw = {languages[0]: raw}
    if isinstance(raw, dict):
        _check_text(raw, languages)
    return raw


def _check_text(raw: dict[Any, Any], languages: tuple[Language, ...]) -> None:
    missing = [language for language in languages if language not in raw]
    if missing:
        raise PydanticCustomError("language", "no text for {names}", {"names": ", ".join(missing)})
    surplus = [str(language) for language in raw if language not in languages]
    if surplus:
        raise PydanticCustomError(
            "language", "{names} is not one of the plan's languages", {"names": ", ".join(surplus)}
        )
    for text in raw.values():
        if not isinstance(text, str) or not text.strip():
            raise PydanticCustomError("text", "a text is missing here")
        if re.search(r"[{}]", VALUE.sub("", text)):
            raise PydanticCustomError("text", "only {{slot}} or {{lookup.column}} may stand in braces")


Text = Annotated[Mapping[Language, str], BeforeValidator(_text)]
"""In YAML: fr and en below each other, or one plain text in a plan of one language."""


def values_in(text: str) -> list[str]:
    """Names of the values that a text needs."""
    return VALUE.findall(text)


def sentences(text: str) -> list[str]:
    """A text as single sentences, each of which is spoken and kept by itself."""
    return [part.strip() for part in _SENTENCE_END.split(" ".join(text.split())) if part.strip()]


def fill(text: str, value: Callable[[str], str]) -> str:
    """A text with its values put in; values are never looked at again, so they cannot bring in others."""
    return VALUE.sub(lambda match: value(match.group(1)), text)
