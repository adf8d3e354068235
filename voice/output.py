"""Where the verbs print to: a terminal, or other programs that read JSON and XML."""

from __future__ import annotations

import json
import re
import sys

from rich.console import Console

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (section 2.2) cannot hold."""


def console() -> Console:
    """Standard output for text as it is; piped, for long lines rather than a window of 80 columns."""
    width = None if sys.stdout.isatty() else 200
    return Console(width=width, markup=False, highlight=False, emoji=False)


def print_json(value: object) -> None:
    """Print one JSON value; what has no UTF-8, as a file name may, becomes a question mark."""
    sys.stdout.write(printable(json.dumps(value, ensure_ascii=False, indent=2)) + "\n")


def printable(text: str) -> str:
    """A text that can be written as UTF-8."""
    return text.encode("utf-8", "replace").decode()


def xml_text(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
