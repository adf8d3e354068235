"""What all parts of a plan are made of: strict models, names, lists."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from voice.dialplan.text import Text

NAME = r"^[a-z][a-z0-9_]*$"
Name = Annotated[str, Field(pattern=NAME, max_length=60)]
"""Small letters, digits and _, beginning with a letter."""
MOST_STARS = 3
"""A phrase with more * by themselves would take too long to look for."""
PERSON = "person"
"""The step that every plan has without writing it: it gives the call to those of `handoff`."""


class Model(BaseModel):
    """A part of a plan: unknown keys are errors, and nothing changes after loading."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=False,
        validate_by_alias=True,
        use_attribute_docstrings=True,
    )


def listed(raw: Any) -> Any:
    """One thing is a list of one."""
    return [raw] if isinstance(raw, (str, dict)) else raw


Key = Annotated[str, Field(pattern=r"^[1-9*#]$")]
"""A key of a menu; 0 always means a person."""
Share = Annotated[float, Field(ge=0, le=1)]
"""Between 0 and 1."""
Names = Annotated[tuple[Name, ...], BeforeValidator(listed, json_schema_input_type=str | list[Name])]
"""One name, or a list."""
Texts = Annotated[tuple[Text, ...], BeforeValidator(listed, json_schema_input_type=Text | list[Text])]
"""One text, or a list."""


def _phrase(text: str) -> str:
    if text.split().count("*") > MOST_STARS:
        raise PydanticCustomError(
            "words", "a phrase has at most {most} * by themselves", {"most": MOST_STARS}
        )
    return text


Phrase = Annotated[str, Field(max_length=120), AfterValidator(_phrase)]
Phrases = Annotated[tuple[Phrase, ...], BeforeValidator(listed, json_schema_input_type=str | list[str])]
"""One phrase, or a list; a * stands for up to six words, at the end of a word for its endings."""
Audio = Annotated[
    str,
    Field(pattern=r"^[^/\\.][^\\]*\.(wav|flac|ogg|opus|mp3|aiff|aif|au)$"),
    WithJsonSchema({"type": "string"}),
]
"""A sound file: its path from the plan's folder, or shared/… for those of all plans."""
