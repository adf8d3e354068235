"""`voice phone`: the small SIP phone on a command line, by script or by hand.

Exit codes: 0 the call took place (or the wait for calls was ended), 1 nobody was reached or no call came, 2
the arguments, the script or a file cannot be used.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import json
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from pathlib import Path

from voice.errors import DialFailed, LineClosed, LineError, PortInUse, VoiceError
from voice.phone.phone import Phone, PhoneEvent, Say
from voice.phone.script import ScriptError, Step, parse, perform
from voice.telephony.sip_stack import check_free

_LISTENING_PORT = 5070
_FREE_PORTS = range(5072, 5200, 2)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add this command's arguments to its parser."""
    parser.add_argument(
        "action", nargs="?", choices=["call"], help="call somebody; without it, wait for a call"
    )
    parser.add_argument("uri", nargs="?", help="whom to call, like sip:100@127.0.0.1:5060")
    parser.add_argument("--host", default="127.0.0.1", help="own address (default: %(default)s)")
    parser.add_argument(
        "--port", type=int, help=f"own SIP port (default: {_LISTENING_PORT}, to call any free one)"
    )
    parser.add_argument(
        "--rtp", default="32010-33998", metavar="FIRST-LAST", help="media ports (default: %(default)s)"
    )
    parser.add_argument("--name", default="phone", help="own user name, as the other side sees it")
    parser.add_argument("--answer", action="store_true", help="answer calls at once")
    parser.add_argument("--record", type=Path, metavar="WAV", help="write what is heard to this file")
    parser.add_argument(
        "--play", type=Path, metavar="FILE", help="play this first, once the call is answered"
    )
    parser.add_argument("--script", default="", help="steps, like: wait 3; keys 1; play hello.wav; hangup")
    parser.add_argument(
        "--header", action="append", default=[], metavar="NAME: VALUE", help="header of the INVITE"
    )
    parser.add_argument("--ring", type=float, default=30, metavar="SECONDS", help="how long to let it ring")
    parser.add_argument("--calls", type=int, default=1, help="calls to take before ending; 0: without end")
    parser.add_argument(
        "--wait", type=float, metavar="SECONDS", help="give up when no call comes in this time"
    )
    parser.add_argument("--info", action="store_true", help="send keys as SIP INFO")
    parser.add_argument("--json", action="store_true", help="print events as JSON lines")


def run(args: argparse.Namespace, say: Say | None = None) -> int:
    """Run the phone as told; the exit code. `say` turns words into sound for the script's `say` steps."""
    try:
        steps = _steps(args, with_voice=say is not None)
        first, last = (int(part) for part in args.rtp.split("-"))
        headers = dict(_header(text) for text in args.header)
        return asyncio.run(_run(args, steps, (first, last), headers, say))
    except VoiceError as error:
        sys.stderr.write(f"voice phone: {error.message}\n")
        return 1 if isinstance(error, LineError) else 2
    except ValueError as error:
        sys.stderr.write(f"voice phone: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 0


def _steps(args: argparse.Namespace, *, with_voice: bool) -> tuple[Step, ...]:
    if args.action == "call" and not args.uri:
        raise ScriptError("Whom to call? Give a SIP address after `call`, like sip:100@127.0.0.1:5060.")
    steps = parse(args.script)
    if args.play is not None:
        steps = (Step("play", str(args.play)), *steps)
    for step in steps:
        if step.verb == "play" and not Path(step.value).is_file():
            raise ScriptError(f"{step.value} is no file: nothing could be played.")
        if step.verb == "say" and not with_voice:
            raise ScriptError("This phone has no voice: use `play FILE` in place of `say`.")
    return steps


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise ScriptError(f"`{text}` is no header: write it as `Name: value`.")
    return name.strip(), value.strip()


async def _run(
    args: argparse.Namespace,
    steps: tuple[Step, ...],
    rtp: tuple[int, int],
    headers: dict[str, str],
    say: Say | None,
) -> int:
    port = args.port or (_free_port(args.host) if args.action else _LISTENING_PORT)
    async with Phone(
        port=port,
        host=args.host,
        user=args.name,
        rtp=rtp,
        auto_answer=args.answer,
        record=args.record,
        info_keys=args.info,
        say=say,
        on_event=_print_json if args.json else _print_text,
    ) as phone:
        work = asyncio.ensure_future(_work(phone, args, steps, headers))
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, work.cancel)
        with _keyboard(phone, work):
            try:
                return await work
            except asyncio.CancelledError:
                return 0


async def _work(
    phone: Phone, args: argparse.Namespace, steps: tuple[Step, ...], headers: dict[str, str]
) -> int:
    if args.action == "call":
        try:
            await phone.call(args.uri, headers, ring_seconds=args.ring)
        except DialFailed as error:
            _show(args, f"failed {error.failure}", {"kind": "failed", "detail": str(error.failure)})
            return 1
        await _in_call(phone, steps)
        return 0
    taken = 0
    while args.calls == 0 or taken < args.calls:
        try:
            await phone.wait_call(args.wait)
        except TimeoutError:
            _show(args, "no call came", {"kind": "no_call"})
            return 1
        await _in_call(phone, steps)
        taken += 1
    return 0


async def _in_call(phone: Phone, steps: tuple[Step, ...]) -> None:
    """Do the steps; the other side may hang up in the middle of any of them."""
    if not any(step.verb in ("answer", "decline") for step in steps):
        await phone.wait_answered()
    with contextlib.suppress(LineClosed):
        await perform(phone, steps)
    await phone.wait_end()


def _print_text(event: PhoneEvent) -> None:
    words = [f"{event.at:8.2f}", event.kind, event.detail]
    words += [f"{name}={value}" for name, value in event.headers.items() if name != "From"]
    sys.stdout.write("  ".join(word for word in words if word) + "\n")
    sys.stdout.flush()


def _print_json(event: PhoneEvent) -> None:
    sys.stdout.write(json.dumps(dataclasses.asdict(event), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _show(args: argparse.Namespace, text: str, data: dict[str, str]) -> None:
    sys.stdout.write((json.dumps(data) if args.json else f"          {text}") + "\n")
    sys.stdout.flush()


def _free_port(host: str) -> int:
    for port in _FREE_PORTS:
        with contextlib.suppress(PortInUse):
            check_free(host, port)
            return port
    raise ScriptError(f"No free SIP port from {_FREE_PORTS.start} on: give one with --port.")


@contextlib.contextmanager
def _keyboard(phone: Phone, work: asyncio.Future[int]) -> Iterator[None]:
    """On a terminal: a answers, d declines, 0-9 * # are keys, h hangs up, q quits."""
    if not sys.stdin.isatty():
        yield
        return
    sys.stdout.write("a answer · d decline · 0-9 * # keys · h hang up · q quit\n")
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()

    async def act(key: str) -> None:
        with contextlib.suppress(LineError):
            match key:
                case "a":
                    await phone.answer()
                case "d":
                    await phone.decline()
                case "h":
                    await phone.hang_up()
                case "q":
                    work.cancel()
                case _ if key in "0123456789*#":
                    await phone.keys(key)

    def pressed() -> None:
        task = loop.create_task(act(sys.stdin.read(1)))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    loop.add_reader(sys.stdin, pressed)
    try:
        yield
    finally:
        loop.remove_reader(sys.stdin)
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
