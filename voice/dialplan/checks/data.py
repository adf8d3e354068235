"""Slots, lookups and surveys: what is fetched and asked, and that no secret stands in a plan."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from voice.dialplan.checks.notes import OWN_VALUES, Notes
from voice.dialplan.lookups import ENV, HttpSpec, LookupSpec
from voice.dialplan.model import SlotSpec, ValueType
from voice.dialplan.source import Location

_SECRET = re.compile(
    r"(?:^|[^a-z])(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|apikey|auth\w*|bearer|credentials?"
    r"|private[_-]?key|access[_-]?key|cookie|signature|sig|sas)(?:$|[^a-z])",
    re.IGNORECASE,
)
"""Names of what is secret."""
_HINT = "put it in the environment and write env:NAME"


def check(notes: Notes) -> None:
    """Every slot, lookup and survey."""
    for name, slot in notes.plan.slots.items():
        _slot(notes, name, slot)
    if notes.plan.data:
        _no_secret_in_url(notes, ("data",), notes.plan.data)
    for name, lookup in notes.plan.lookups.items():
        _lookup(notes, name, lookup)
    for name, survey in notes.plan.surveys.items():
        if survey.most <= survey.least:
            notes.problem(("surveys", name, "most"), "survey", "most is not more than least")
        for key in survey.words:
            if not (key.isdigit() and survey.least <= int(key) <= survey.most):
                message = f"{key} is no mark from {survey.least} to {survey.most}"
                notes.problem(("surveys", name, "words", key), "survey", message)


def _slot(notes: Notes, name: str, slot: SlotSpec) -> None:
    place: Location = ("slots", name)
    if name in notes.plan.lookups or name in notes.plan.hours or name in OWN_VALUES:
        notes.problem(place, "name", f"{name} is taken; choose another name")
    if slot.type is ValueType.IDENTIFIER and not slot.pattern:
        notes.problem(place, "slot", "an identifier needs a pattern, as A9999")
    if slot.pattern and slot.type not in (ValueType.IDENTIFIER, ValueType.DIGITS):
        notes.problem((*place, "pattern"), "slot", f"a {slot.type} has no pattern")
    if slot.type is ValueType.DIGITS and any(set(mask) - {*"0123456789"} for mask in slot.pattern):
        notes.problem((*place, "pattern"), "slot", "digits have only 9 in their pattern")
    if slot.most < slot.least:
        notes.problem((*place, "most"), "slot", "most is smaller than least")
    if (slot.type is ValueType.CHOICE) != bool(slot.choices):
        notes.problem(place, "slot", "choices belong to a choice, and a choice needs them")
    for value, words in slot.choices.items():
        for language in notes.plan.languages:
            if not words.get(language):
                notes.problem((*place, "choices", value), "language", f"no words for {value} in {language}")


def _lookup(notes: Notes, name: str, lookup: LookupSpec) -> None:
    place: Location = ("lookups", name)
    if name in notes.plan.hours or name in OWN_VALUES:
        notes.problem(place, "name", f"{name} is taken; choose another name")
    for parameter in lookup.parameters:
        if parameter not in ("caller", "dialled", "language"):
            source = ("sql",) if lookup.sql else ("http",)
            notes.known("slot", parameter, notes.plan.slots, (*place, *source))
    if lookup.http:
        _http(notes, (*place, "http"), lookup.http)
        if lookup.data:
            notes.problem((*place, "data"), "lookup", "data belongs to sql; http has its base")
        return
    _sql(notes, place, lookup)
    for column, field in lookup.gives.items():
        if field.at:
            notes.problem(
                (*place, "gives", column, "at"), "lookup", "at belongs to http; name the column in sql"
            )


def _sql(notes: Notes, place: Location, lookup: LookupSpec) -> None:
    words = lookup.sql.strip().rstrip(";").split()
    reads = bool(words) and words[0].lower() in ("select", "with")
    if not reads or ";" in lookup.sql.strip().rstrip(";"):
        notes.problem((*place, "sql"), "sql", "a lookup is one SELECT and changes nothing")
    if lookup.data:
        _no_secret_in_url(notes, (*place, "data"), lookup.data)
    elif not notes.plan.data:
        notes.problem(place, "data", "no database: give data: here or for the whole plan")


def _http(notes: Notes, place: Location, http: HttpSpec) -> None:
    _no_secret_in_url(notes, (*place, "base"), http.base)
    if http.base.startswith("http:") and urlsplit(http.base).hostname not in (
        "localhost",
        "127.0.0.1",
        "::1",
    ):
        notes.warn((*place, "base"), "unsafe", "http:// can be read on the way", "write https://")
    if http.body and http.method != "POST":
        notes.problem((*place, "body"), "lookup", "a body is sent with POST only", "write method: POST")
    for part, values in (("query", http.query), ("headers", http.headers), ("body", http.body)):
        for key, value in values.items():
            text = str(value)
            if _SECRET.search(key) and not ENV.search(text) and "{" not in text:
                notes.problem((*place, part, key), "secret", f"{key} looks like a secret", _HINT)
    for key, text in http.headers.items():
        if re.search(r"[\r\n]", key + text) or not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", key):
            notes.problem((*place, "headers", key), "lookup", f"{key!r} is no header")
        if "{" in text:
            notes.problem((*place, "headers", key), "lookup", "no value of the caller can stand in a header")


def _no_secret_in_url(notes: Notes, place: Location, url: str) -> None:
    try:
        parts = urlsplit(url)
        secret = bool(parts.password) or any(_SECRET.search(key) for key, _ in parse_qsl(parts.query))
    except ValueError:
        notes.problem(place, "data", f"{url[:60]} is no address")
        return
    if secret:
        notes.problem(place, "secret", "a secret stands in this address", _HINT)
