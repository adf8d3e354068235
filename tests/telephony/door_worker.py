"""A SIP door in a process of its own, for tests: says what happens as JSON lines, does what it is told.

The dialled number decides what a caller gets:

    echo    its own sound back, until it hangs up
    bye     hung up on at once
    slow    a 1000 Hz tone for two seconds, then hung up on
    crash   the callback raises
    barge   a 1000 Hz tone of five seconds; a key cuts it off and 1500 Hz follows for half a second

stdin takes one order a line: {"dial": uri, "ring": s, "headers": {…}, "cancel": s or null, "name": …},
{"drain": s}, {"close": true}, or {"die": true}, which ends the native stack's thread behind the door's back.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from typing import Any

import numpy as np

from tests.phones import tone
from voice.errors import DialFailed, LineClosed, PortInUse
from voice.settings import SipSettings
from voice.telephony.port import Hold, HungUp, IncomingCall, Key, Line, Sound
from voice.telephony.sip import SipDoor
from voice.turn import Target

tasks: set[asyncio.Task[None]] = set()


def say(**data: Any) -> None:
    sys.stdout.write(json.dumps(data) + "\n")
    sys.stdout.flush()


async def on_call(call: IncomingCall) -> None:
    info, line = call.info, call.line
    say(
        kind="call",
        id=info.id,
        caller=info.caller,
        dialled=info.dialled,
        rate=line.rate,
        headers=dict(info.headers),
    )
    match info.dialled:
        case "crash":
            raise RuntimeError("the callback broke")
        case "bye":
            return
        case "slow":
            await line.send(tone(1000, 2, line.rate).tobytes())
        case "barge":
            await barge(line)
        case _:
            await follow(line, info.id)


async def barge(line: Line) -> None:
    speaking = asyncio.create_task(line.send(tone(1000, 5, line.rate).tobytes()))
    async for event in line.events():
        if isinstance(event, Key):
            await line.clear()
            await speaking
            await line.send(tone(1500, 0.5, line.rate).tobytes())
            await asyncio.sleep(0.5)
            return


async def follow(line: Line, name: str) -> None:
    """Echo and tell; counts frames, their length and how many were loud."""
    frames = loud = 0
    sizes: set[int] = set()
    began = asyncio.get_running_loop().time()
    async for event in line.events():
        match event:
            case Sound(pcm):
                frames += 1
                sizes.add(len(pcm))
                if np.abs(np.frombuffer(pcm, np.int16).astype(np.int32)).mean() > 500:
                    loud += 1
                    if loud in (1, 25):
                        say(kind="loud", id=name, frames=loud)
                with contextlib.suppress(LineClosed):
                    await line.send(pcm)
            case Key(key):
                say(kind="key", id=name, key=key)
            case Hold(held):
                say(kind="hold", id=name, held=held)
            case HungUp(lost):
                seconds = asyncio.get_running_loop().time() - began
                say(
                    kind="end",
                    id=name,
                    lost=lost,
                    frames=frames,
                    loud=loud,
                    sizes=sorted(sizes),
                    seconds=seconds,
                )


async def dial(door: SipDoor, order: dict[str, Any]) -> None:
    name = order.get("name", "dial")
    target = Target("agent", order["dial"], order.get("ring", 5.0))
    ringing = asyncio.create_task(door.dial(target, headers=order.get("headers", {})))
    if (seconds := order.get("cancel")) is not None:
        await asyncio.sleep(seconds)
        ringing.cancel()
    try:
        line = await ringing
    except asyncio.CancelledError:
        say(kind="cancelled", id=name)
        return
    except DialFailed as error:
        say(kind="failed", id=name, failure=error.failure)
        return
    say(kind="reached", id=name, rate=line.rate)
    if order.get("bye"):
        await line.hang_up()
    await follow(line, name)


async def main() -> None:
    settings = SipSettings.model_validate_json(sys.argv[1])
    door = SipDoor(settings, on_call, lambda: say(kind="dead"))
    try:
        await door.start()
    except PortInUse as error:
        say(kind="port_in_use", message=error.message)
        return
    say(kind="ready")
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    async for text in reader:
        order = json.loads(text)
        if "dial" in order:
            task = asyncio.create_task(dial(door, order))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        elif "drain" in order:
            say(kind="drained", all=await door.drain(order["drain"]))
        elif "die" in order:
            runtime = door._stack._runtime
            assert runtime is not None
            runtime._send_stop()
        elif "close" in order:
            break
    await door.close()
    say(kind="closed")


asyncio.run(main())
sys.stdout.flush()
os._exit(0)
