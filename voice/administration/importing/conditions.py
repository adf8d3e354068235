"""Conditions of GotoIf that a plan can ask too."""

from __future__ import annotations

import re

from voice.administration.importing.names import plain_name

_COMPARED = re.compile(
    r"\$\[\s*\"?(?P<value>\$\{[^{}]+\})\"?\s*(?P<sign>==?|!=|<=|>=|<|>)\s*\"?(?P<text>[\w .+@-]*)\"?\s*\]"
)
_COUNTER = re.compile(
    r"\$\[\s*\"?\$\{(?P<name>\w+)\}\"?\s*(?P<sign><=?|>=?|==?)\s*\"?(?P<number>\d{1,2})\"?\s*\]"
)
_READ = re.compile(r"\$\{(\w+)\}")
_CALLER = re.compile(r"\$\{CALLERID\((?:num|number)\)\}", re.IGNORECASE)


def translated(condition: str, slots: set[str]) -> str | None:
    """The same in a plan's words; None when it asks for what a plan does not know."""
    found = _COMPARED.fullmatch(condition.strip())
    if not found:
        return None
    if _CALLER.fullmatch(found["value"]):
        name = "caller"
    else:
        read = _READ.fullmatch(found["value"])
        name = plain_name(read[1], "value") if read else ""
        if name not in slots:
            return None
    sign = "==" if found["sign"] == "=" else found["sign"]
    text = found["text"].strip()
    return f'{name} {sign} "{text}"'


def counted(condition: str, counters: set[str]) -> int | None:
    """How often something may be tried, where a counter is compared; None when it is no such thing."""
    found = _COUNTER.fullmatch(condition.strip())
    if not found or found["name"] not in counters:
        return None
    return max(0, min(9, int(found["number"]) - (0 if "=" in found["sign"] else 1)))
