"""One telephone of the demonstration: a process that does what it is told, a JSON object a line each way.

Started as `python -m voice.demo.puppet USER HOST PORT FIRST-LAST RECORDING`. Commands on stdin, done one
after the other, each ended by `{"kind": "done", "ok": …}` on stdout; `ok` tells whether it was possible:

    {"do": "call", "uri": …, "seconds": …}      ring, until the answer
    {"do": "answer"}
    {"do": "listen", "seconds": …, "quiet": …}  until the other side has spoken and then is quiet for so long
    {"do": "play", "file": …}
    {"do": "keys", "keys": …}
    {"do": "hang_up"}

What happens at the phone is told in between, as `{"kind": "ringing", …}`. The end of stdin switches it off.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from voice.errors import LineError
from voice.phone.phone import Phone, PhoneEvent


async def main(user: str, host: str, port: int, rtp: tuple[int, int], recording: Path) -> None:
    """Be a telephone until stdin ends."""
    stdin = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stdin), sys.stdin)
    async with Phone(port=port, host=host, user=user, rtp=rtp, record=recording, on_event=_told) as phone:
        _tell(kind="on")
        commands: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        working = asyncio.create_task(_work(phone, commands))
        try:
            while line := await stdin.readline():
                commands.put_nowait(json.loads(line))
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)


async def _work(phone: Phone, commands: asyncio.Queue[dict[str, Any]]) -> None:
    while True:
        command = await commands.get()
        try:
            ok = await _do(phone, command)
        except LineError as error:
            _tell(kind="done", ok=False, why=error.message)
        else:
            _tell(kind="done", ok=ok)


async def _do(phone: Phone, command: dict[str, Any]) -> bool:
    match command["do"]:
        case "call":
            await phone.call(command["uri"], ring_seconds=command["seconds"])
        case "answer":
            await phone.answer()
        case "listen":
            return await phone.listen(command["seconds"], quiet=command["quiet"])
        case "play":
            await phone.play(Path(command["file"]))
        case "keys":
            await phone.keys(command["keys"])
        case "hang_up":
            await phone.hang_up()
    return True


def _told(event: PhoneEvent) -> None:
    _tell(kind=event.kind, detail=event.detail)


def _tell(**what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _user, _host, _port, _rtp, _recording = sys.argv[1:]
    _first, _, _last = _rtp.partition("-")
    asyncio.run(main(_user, _host, int(_port), (int(_first), int(_last)), Path(_recording)))
