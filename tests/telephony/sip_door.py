"""A SIP door in a process of its own, and the phones around it: sipp and Debian's baresip, on loopback."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.phones import BaresipPhone, JsonProcess, Sipp

SCENARIOS = Path(__file__).parent / "sipp"
PORT = 22100
DOOR = f"127.0.0.1:{PORT}"
AGENT = "127.0.0.1:22140"
USER_TO_USER = "1234abcd;encoding=hex"


@asynccontextmanager
async def door_process(folder: Path, port: int = PORT, **settings: Any) -> AsyncIterator[JsonProcess]:
    """A door in a process of its own, ready."""
    values = {
        "port": port,
        "rtp_first": 23000,
        "rtp_last": 23200,
        "expose_headers": ["X-Customer"],
        **settings,
    }
    worker = Path(__file__).parent / "door_worker.py"
    document = JsonProcess.python(worker, json.dumps(values), log=folder / f"door-{port}.log")
    async with document as door:
        await door.wait(kind="ready")
        yield door


def caller(scenario: str, folder: Path, *, port: int = 22110, **more: Any) -> Sipp:
    values = {"number": "echo", "to": DOOR, "rtp": 23300, **more}
    return Sipp(SCENARIOS / f"{scenario}.xml", folder / f"sipp-{port}", port=port, **values)


def baresip(folder: Path, **more: Any) -> BaresipPhone:
    return BaresipPhone(folder / "baresip", port=22120, control=22190, rtp=(23400, 23440), **more)


def agent(scenario: str, folder: Path, **more: Any) -> Sipp:
    return Sipp(SCENARIOS / f"{scenario}.xml", folder / "agent", port=22140, rtp=23500, **more)
