"""What may be written to the log: our own lines, and of libraries only that something happened and where.

Libraries quote what callers said in their messages, so those texts are never written.
"""

from __future__ import annotations

import logging
import sys
import warnings
from typing import TYPE_CHECKING

from loguru import logger

if TYPE_CHECKING:
    from loguru import Record

FORMAT = "<green>{time:HH:mm:ss.SSS}</green> <level>{level: <7}</level> {extra[text]}"
OWN = "voice"


def _prepare(record: Record) -> bool:
    """Keep our lines from INFO on; of others only the place of their errors."""
    own = (record["name"] or "").split(".")[0] in (OWN, "__main__")
    if own:
        record["extra"]["text"] = record["message"]
        return record["level"].no >= logger.level("INFO").no
    record["extra"]["text"] = f"{record['name']}:{record['line']}"
    return record["level"].no >= logger.level("ERROR").no


class _ToLoguru(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        def place(line: Record) -> None:
            line["name"], line["line"] = record.name, record.lineno

        level = record.levelname if record.levelname in ("ERROR", "CRITICAL") else "WARNING"
        logger.patch(place).log(level, "a library's message")


def set_up_logs(level: str = "INFO") -> None:
    """Write to stderr; call once per process, before anything else logs."""
    logger.remove()
    logger.add(sys.stderr, level=level, format=FORMAT, filter=_prepare, backtrace=False, diagnose=False)
    logging.basicConfig(handlers=[_ToLoguru()], level=logging.ERROR, force=True)
    # aiortc and websockets talk of deprecations that are theirs to mend.
    warnings.filterwarnings("ignore", category=DeprecationWarning)
