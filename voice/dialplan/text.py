"""What the bot says: one text per language, with {values} in it, and a recording where there is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from voice.turn import LANGUAGES, Language

VALUE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\}")
"""A {slot} or a {lookup.column}; nothing else may stand in braces."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=\S)")


class Text(Mapping[Language, str]):
    """One text, by language. In YAML: fr and en below each other, or plain in a plan of one language.

    A language's text may be `{text: …, audio: prompts/hello.wav}`: then the recording is played in its place.
    """

    __slots__ = ("_by_language", "audio")

    def __init__(
        self, by_language: Mapping[Language, str], audio: Mapping[Language, str] | None = None
    ) -> None:
        self._by_language = dict(by_language)
        self.audio: Mapping[Language, str] = dict(audio or {})
        """Sound files, their paths from the plan's folder."""

    def __getitem__(self, language: Language) -> str:
        return self._by_language[language]

    def __iter__(self) -> Iterator[Language]:
        return iter(self._by_language)

    def __len__(self) -> int:
        return len(self._by_language)

    def __repr__(self) -> str:
        return f"Text({self._by_language!r})"

    def dump(self) -> dict[str, Any]:
        """As it stands in YAML."""
        return {
            language: {"text": text, "audio": self.audio[language]} if language in self.audio else text
            for language, text in self._by_language.items()
        }

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            _text, serialization=core_schema.plain_serializer_function_ser_schema(cls.dump)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        recorded = {
            "type": "object",
            "properties": {"text": {"type": "string"}, "audio": {"type": "string"}},
            "required": ["text", "audio"],
            "additionalProperties": False,
        }
        one = {"anyOf": [{"type": "string"}, recorded]}
        many = {
            "type": "object",
            "properties": dict.fromkeys(LANGUAGES, one),
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {"anyOf": [{"type": "string"}, many]}


def _text(raw: Any, info: ValidationInfo) -> Text:
    if isinstance(raw, Text):
        return raw
    languages = info.context["languages"] if info.context else None
    if isinstance(raw, str):
        if languages is None or len(languages) > 1:
            names = ", ".join(languages or LANGUAGES)
            raise PydanticCustomError("language", "give it per language: {names}", {"names": names})
        raw = {languages[0]: raw}
    if not isinstance(raw, Mapping):
        raise PydanticCustomError("text", "a text is missing here")
    if languages is not None:
        _check_languages(raw, languages)
    texts: dict[Any, str] = {}
    audio: dict[Any, str] = {}
    for language, said in raw.items():
        if isinstance(said, Mapping):
            audio[language] = _recorded(said)
            said = said["text"]
        texts[language] = _words(said)
    return Text(texts, audio)


def _check_languages(raw: Mapping[Any, Any], languages: tuple[Language, ...]) -> None:
    missing = [language for language in languages if language not in raw]
    if missing:
        raise PydanticCustomError("language", "no text for {names}", {"names": ", ".join(missing)})
    surplus = [str(language) for language in raw if language not in languages]
    if surplus:
        why = "{names} is not one of the plan's languages"
        if any(" " in name for name in surplus):
            why += "; between braces a comma ends a text: put the text in quotes"
        raise PydanticCustomError("language", why, {"names": ", ".join(surplus)})


def _recorded(said: Mapping[Any, Any]) -> str:
    if set(said) != {"text", "audio"} or not isinstance(said["audio"], str):
        raise PydanticCustomError("text", "a recorded text has the keys text and audio, and no others")
    return str(said["audio"])


def _words(said: Any) -> str:
    if isinstance(said, (int, float)) and not isinstance(said, bool):
        said = str(said)
    if not isinstance(said, str) or not said.strip():
        raise PydanticCustomError("text", "a text is missing here")
    if re.search(r"[{}]", VALUE.sub("", said)):
        raise PydanticCustomError("text", "only {{slot}} or {{lookup.column}} may stand in braces")
    return said


def values_in(text: str) -> list[str]:
    """Names of the values that a text needs."""
    return VALUE.findall(text)


def sentences(text: str) -> list[str]:
    """A text as single sentences, each of which is spoken and kept by itself."""
    return [part.strip() for part in _SENTENCE_END.split(" ".join(text.split())) if part.strip()]


def fill(text: str, value: Callable[[str], str]) -> str:
    """A text with its values put in; values are never looked at again, so they cannot bring in others."""
    return VALUE.sub(lambda match: value(match.group(1)), text)
