"""Data that steps fetch, from SQL databases and HTTP services. Nothing is ever changed there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from voice.dialplan.base import Model, Name
from voice.dialplan.text import VALUE, Text
from voice.dialplan.values import ValueType

_BOUND = re.compile(r"(?<![:\w]):([a-z][a-z0-9_]*)")
ENV = re.compile(r"env:([A-Z][A-Z0-9_]*)")
"""A value that is read from the environment when it is needed, so that it never stands in a plan."""


class FieldSpec(Model):
    """One column of what a lookup finds."""

    type: ValueType
    """How it is spoken."""
    at: Annotated[str, Field(pattern=r"^(/[^\s]*)?$")] = ""
    """Of an HTTP lookup: JSON Pointer (RFC 6901) to the value; left out: its name at the top."""
    spoken: bool = True
    """False: for conditions only; no text may hold it."""


def _field(raw: Any) -> Any:
    return {"type": raw} if isinstance(raw, str) else raw


class HttpSpec(Model):
    """One request to a web service that answers in JSON."""

    base: Annotated[str, Field(pattern=r"^(env:[A-Z][A-Z0-9_]*|https?://[^\s{}]+)$")]
    """Where the service is: an address, or env:NAME of the variable that holds it."""
    path: Annotated[str, Field(pattern=r"^/[^\s?#]*$")] = "/"
    """Path below it; {slot} stands for a value and is escaped."""
    method: Literal["GET", "POST"] = "GET"
    """GET, or POST for services that are asked so; it must change nothing there."""
    query: Mapping[str, str | int | float] = Field(default_factory=dict)
    """Parameters after the ?; {slot} stands for a value, env:NAME for a secret."""
    headers: Mapping[str, str] = Field(default_factory=dict)
    """Headers; a secret is written as env:NAME, as in Authorization: "Bearer env:TOKEN"."""
    body: Mapping[str, str | int | float | bool] = Field(default_factory=dict)
    """JSON object sent with POST; {slot} stands for a value, env:NAME for a secret."""
    rows: Annotated[str, Field(pattern=r"^(/[^\s]*)?$")] = ""
    """JSON Pointer to the object, or list of objects, that holds the fields; nothing there: none found."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Values that the request needs."""
        texts = [self.path, *map(str, self.query.values()), *map(str, self.body.values())]
        return tuple(dict.fromkeys(name for text in texts for name in VALUE.findall(text)))


class LookupSpec(Model):
    """Data that steps fetch: `sql` or `http`."""

    sql: str = ""
    """One SELECT; :slot stands for the value of a slot and is bound, never spliced in."""
    http: HttpSpec | None = None
    """A request to a web service; 404 means that nothing was found."""
    gives: Mapping[Name, Annotated[FieldSpec, BeforeValidator(_field)]]
    """Columns and how they are spoken; {lookup.column} in a text."""
    data: str = ""
    """Database of this lookup; empty: the plan's."""
    timeout: float = Field(default=3.0, gt=0, le=30)
    """Seconds after which it has failed."""
    waiting: Text | None = None
    """Said once when the answer takes longer than two seconds; left out: the built-in sentence."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if bool(self.sql) == (self.http is not None):
            raise PydanticCustomError("lookup", "a lookup has either sql or http")
        return self

    @property
    def parameters(self) -> tuple[str, ...]:
        """Slots that the query needs."""
        return self.http.parameters if self.http else tuple(dict.fromkeys(_BOUND.findall(self.sql)))
