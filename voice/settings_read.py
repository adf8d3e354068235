"""Reads the settings; whatever is wrong with them is told at once, each with its place and what to write."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_settings.exceptions import SettingsError as EnvironmentProblem

from voice.errors import SettingsError
from voice.settings import Settings
from voice.wrong_values import wrong_value

FILE = Path("voice.toml")
_PREFIX = "VOICE_"
_FORMS: Mapping[str, str] = {
    "handoff.fluent_url": "http://… or https://…",
    "handoff.webhook_url": "http://… or https://…",
    "callback.allowed": 'beginnings of numbers, digits after a + or none: ["+33", "0800"]',
    "callback.refused": 'beginnings of numbers, digits after a + or none: ["+3389"]',
}
"""How values of a form of their own are written."""
_TABLE = re.compile(r"\s*\[+\s*([^\]]+?)\s*\]+")
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*(?:=|\.)""")


def read_settings() -> Settings:
    """All settings, from voice.toml and the environment. Raises SettingsError with all that is wrong."""
    text = _text()
    problems = list(_unknown_variables())
    try:
        settings = Settings()
    except ValidationError as error:
        problems += [
            _problem(text, detail) for detail in error.errors(include_input=False, include_url=False)
        ]
    except EnvironmentProblem:
        problems += list(_not_json()) or ["a VOICE_… variable of a list or table is not JSON"]
    else:
        if not problems:
            return settings
    raise SettingsError("settings cannot be used:\n  " + "\n  ".join(problems))


def _text() -> str:
    """voice.toml, empty when there is none."""
    try:
        text = FILE.read_text("utf-8")
        tomllib.loads(text)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError(f"{FILE}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{FILE}: not UTF-8 text; save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error))
        message, line, column = found.groups() if found else (str(error), None, None)
        end = text.splitlines()
        place = f"{line or max(1, len(end))}:{column or 1}"
        raise SettingsError(f'{FILE}:{place}: not TOML: {message} (texts stand in quotes: "…").') from error
    return text


def _problem(text: str, detail: Any) -> str:
    path = [str(part) for part in detail["loc"]]
    name = ".".join(part for part in path if not part.isdigit())
    place = _place(text, path)
    if detail["type"] == "extra_forbidden":
        return f"{place}: {name}: there is no such setting{_meant(path)}"
    form = f" (write {_FORMS[name]})" if name in _FORMS else ""
    message = (
        "it cannot be used" if form and detail["type"] == "string_pattern_mismatch" else wrong_value(detail)
    )
    return f"{place}: {name or 'settings'}: {message}{form}"


def _place(text: str, path: list[str]) -> str:
    """The variable that gives a setting, else its line in voice.toml, else the line of its section."""
    for variable, given in _variables():
        if given == path[: len(given)]:
            return variable
    section: list[str] = []
    best, place = 0, f"{FILE}"
    for number, line in enumerate(text.splitlines(), 1):
        if table := _TABLE.match(line):
            section, here = [part.strip("\"' ") for part in table[1].split(".")], []
        elif key := _KEY.match(line):
            here = [key[1]]
        else:
            continue
        known = section + here
        if len(known) > best and known == path[: len(known)]:
            best, place = len(known), f"{FILE}:{number}:{len(line) - len(line.lstrip()) + 1}"
    return place


def _meant(path: list[str]) -> str:
    """A hint with the name that comes nearest."""
    kind = _kind(path[:-1])
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return ""
    known = list(kind.model_fields)
    close = get_close_matches(path[-1], known, n=1, cutoff=0.6)
    return f" (did you mean {close[0]}?)" if close else f" (there are {', '.join(sorted(known))})"


def _kind(path: Sequence[str]) -> Any:
    """The type of the setting or section at a path; None where there is none."""
    kind: Any = Settings
    for part in path:
        fields = kind.model_fields if isinstance(kind, type) and issubclass(kind, BaseModel) else {}
        kind = fields[part].annotation if part in fields else None
    return kind


def _unknown_variables() -> Iterator[str]:
    """Variables of sections that do not exist: pydantic passes them over."""
    for variable, path in _variables():
        if len(path) > 1 and path[0] not in Settings.model_fields:
            yield f"{variable}: there is no section {path[0]}{_meant(path[:1])}"


def _not_json() -> Iterator[str]:
    """Variables of lists and tables that hold no JSON."""
    for variable, path in _variables():
        kind = _kind(path)
        if get_origin(kind) is None and not (isinstance(kind, type) and issubclass(kind, BaseModel)):
            continue
        try:
            json.loads(os.environ[variable])
        except ValueError:
            form = _FORMS.get(".".join(path), 'a list ["…", "…"], a table {"…": "…"}')
            yield f"{variable}: not JSON (write {form})"


def _variables() -> Iterator[tuple[str, list[str]]]:
    """The variables that give settings, and where each leads."""
    for variable in sorted(os.environ):
        if variable.upper().startswith(_PREFIX):
            yield variable, variable[len(_PREFIX) :].lower().split("__")
