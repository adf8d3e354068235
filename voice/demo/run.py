"""The demonstration from beginning to end: check, ring, talk, hand over, talk, show what is left."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voice.announce import program
from voice.demo.actor import Actor
from voice.demo.failed import DemoFailed
from voice.demo.follow import Follower, has
from voice.demo.place import Place, find_place
from voice.demo.screen import Screen
from voice.demo.script import SCRIPTS, Script
from voice.demo.voices import Spoken, speak_all
from voice.errors import VoiceError
from voice.records.store import Store
from voice.settings import Settings
from voice.turn import Language

MOST_SECONDS = 240.0
"""The whole of it; an idle machine needs about 70."""
ANSWER_SECONDS = 15.0
BOT_SECONDS = 30.0
"""How long the bot may take until it has spoken and is quiet."""
QUIET = 1.5
"""Seconds of silence after which the caller takes the bot to have finished."""
RING_SECONDS = 45.0
"""How long after the caller's last words the agent's phone may begin to ring."""
SUMMARY_SECONDS = 40.0
RECORDS_SECONDS = 15.0
CALLER_RTP, AGENT_RTP = (32010, 32998), (33000, 33998)


def run_demo(settings: Settings, folder: Path, language: Language = "en") -> int:
    """Hold the call, show it, and leave its recordings in `folder`; the exit code: 0, or 1 when it failed."""
    screen = Screen()
    try:
        asyncio.run(_until_told(_run(settings, folder, language, screen)))
    except VoiceError as error:
        screen.done()
        sys.stderr.write(f"voice demo: {error.message}\n")
        return 1
    except TimeoutError:
        screen.done()
        sys.stderr.write(f"voice demo: it was not over after {MOST_SECONDS:.0f} s and was ended.\n")
        return 1
    except asyncio.CancelledError:
        screen.done()
        screen.note("Ended; both phones have hung up.")
        return 130
    return 0


async def _until_told(work: Coroutine[None, None, None]) -> None:
    """Do the work; Ctrl-C and SIGTERM cancel it, so that the phones hang up."""
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    await task


async def _run(settings: Settings, folder: Path, language: Language, screen: Screen) -> None:
    place = await find_place(settings, language)
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    screen.note(f"A caller phones {place.uri}; {place.target.name} waits at {place.target.address}.")
    screen.note("Times are seconds since the answer; yellow is how long the caller waited for the bot.")
    screen.note("")
    with tempfile.TemporaryDirectory() as sounds:
        screen.waiting("the voices of caller and agent are being made…")
        lines = await _lines(settings, language, Path(sounds))
        async with asyncio.timeout(MOST_SECONDS), _opened(settings) as store:
            await _Demo(settings, place, lines, store, folder, screen).run()


@contextlib.asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Store]:
    store = await Store.open(settings.records.url)
    try:
        yield store
    finally:
        await store.close()


@dataclass(frozen=True, slots=True)
class _Lines:
    """The script as sound."""

    to_the_bot: tuple[Spoken, ...]
    greeting: Spoken
    answer: Spoken
    promise: Spoken


async def _lines(settings: Settings, language: Language, folder: Path) -> _Lines:
    script: Script = SCRIPTS[language]
    texts = [(text, script.caller_pitch) for text in (*script.to_the_bot, script.answer)]
    texts += [(text, script.agent_pitch) for text in (script.greeting, script.promise)]
    *to_the_bot, answer, greeting, promise = await speak_all(settings, language, texts, folder)
    return _Lines(tuple(to_the_bot), greeting, answer, promise)


class _Demo:
    """One call, with everything that takes part in it."""

    def __init__(
        self, settings: Settings, place: Place, lines: _Lines, store: Store, folder: Path, screen: Screen
    ) -> None:
        self._settings, self._place, self._lines, self._screen = settings, place, lines, screen
        self._folder = folder
        self._answered = time.monotonic()
        # A number of the block that the French regulator keeps free for fiction.
        number = f"+3319900{secrets.randbelow(10_000):04}"
        self._records = Follower(
            store, number, datetime.now(UTC) - timedelta(seconds=2), lambda event: screen.event(event)
        )
        self._caller = Actor(
            "caller",
            user=number,
            address=(place.caller_host, _free_port(place.caller_host)),
            rtp=CALLER_RTP,
            recording=folder / "caller-heard.wav",
            on_event=lambda kind, detail: None,
        )
        self._agent = Actor(
            "agent",
            user="agent",
            address=(place.agent_host, place.agent_port),
            rtp=AGENT_RTP,
            recording=folder / "agent-heard.wav",
            on_event=lambda kind, detail: None,
        )

    async def run(self) -> None:
        """Hold the call and show what is left of it."""
        self._screen.waiting("both phones are being switched on…")
        async with self._agent, self._caller:
            following = asyncio.create_task(self._records.run())
            try:
                await self._ask()
                await self._take()
                await self._talk()
                await self._finish()
            finally:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)
        self._show()

    async def _ask(self) -> None:
        """The caller's part up to the wish for a person."""
        self._screen.does(None, "caller", f"calls {self._place.uri}")
        await self._caller.call(self._place.uri, ANSWER_SECONDS)
        self._answered = time.monotonic()
        for line in self._lines.to_the_bot:
            self._screen.waiting("the bot is speaking, the caller listens…")
            if not await self._caller.listen(BOT_SECONDS, quiet=QUIET):
                raise DemoFailed(self._gone("The bot did not speak, or hung up"))
            await self._say(self._caller, line)

    async def _take(self) -> None:
        """The agent's: answer, hear the summary, press 1."""
        self._screen.waiting("the agent's phone will ring…")
        if not await self._agent.wait("ringing", RING_SECONDS, self._caller.over):
            raise DemoFailed(self._gone("The agent's phone was not rung"))
        await asyncio.sleep(1.5)
        if not await self._agent.answer():
            raise DemoFailed("The gateway stopped ringing before the agent picked up.")
        heard_from = self._now()
        self._screen.waiting("the summary is spoken to the agent; the caller does not hear it…")
        await self._records.until(1.0, has("handoff_answered"))
        if brief := self._records.handoff:
            self._screen.summary(heard_from, brief["spoken"])
        if not await self._agent.listen(SUMMARY_SECONDS, quiet=QUIET):
            raise DemoFailed(self._gone("The agent heard no summary"))
        self._screen.does(self._now(), "agent", "presses 1")
        await self._agent.keys("1")
        if not await self._records.until(RECORDS_SECONDS, has("handoff_accepted")):
            raise DemoFailed(self._gone("The agent pressed 1 and was not joined with the caller"))

    async def _talk(self) -> None:
        """The two with each other; then the caller hangs up."""
        await asyncio.sleep(0.5)
        for actor, line in (
            (self._agent, self._lines.greeting),
            (self._caller, self._lines.answer),
            (self._agent, self._lines.promise),
        ):
            await self._say(actor, line)
            await asyncio.sleep(0.6)
        self._screen.does(self._now(), "caller", "hangs up")
        await self._caller.hang_up()

    async def _finish(self) -> None:
        """Wait until the gateway has hung up on the agent and written down the end."""
        self._screen.waiting("the gateway writes down the end…")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._agent.over.wait(), RECORDS_SECONDS)
        if not await self._records.until(RECORDS_SECONDS, has("call_ended")):
            raise DemoFailed(
                "The call is over, and its end is not in the records. Does the gateway keep them at "
                f"{self._settings.records.url}, as the settings here say?"
            )

    def _show(self) -> None:
        record, brief = self._records.record, self._records.handoff
        if record is None:
            return
        web = self._settings.web.public_url or self._place.web
        places = [("the call", f"{web}/calls/{record.id}")]
        if brief:
            (self._folder / "summary.json").write_text(
                json.dumps(brief, ensure_ascii=False, indent=2) + "\n", "utf-8"
            )
            places.append(("the summary", f"{web}/handoffs/{brief['id']}"))
            places.append(("", str(self._folder / "summary.json")))
        recording = Path(record.row.recording or "")
        if recording.is_file():
            shutil.copyfile(recording, self._folder / "call.wav")
            places.append(
                ("the recording", f"{self._folder / 'call.wav'}  (left the caller, right bot and agent)")
            )
        places.append(("what each heard", str(self._folder / "caller-heard.wav")))
        places.append(("", str(self._folder / "agent-heard.wav")))
        places.append(("in the terminal", f"{program()} show {record.id[:8]}"))
        self._screen.result(brief, places)

    async def _say(self, actor: Actor, line: Spoken) -> None:
        self._screen.says(self._now(), actor.name, line.text)
        self._screen.waiting(f"the {actor.name} is speaking…")
        if not await actor.play(line.file, line.seconds):
            raise DemoFailed(self._gone(f"The call ended while the {actor.name} was speaking"))

    def _now(self) -> float:
        return time.monotonic() - self._answered

    def _gone(self, what: str) -> str:
        record = self._records.record
        if record is None:
            return f"{what}. Nothing of the call is in the records: see what the gateway's terminal says."
        ended = f"; it ended: {record.row.ended.replace('_', ' ')}" if record.row.ended else ""
        return f"{what}. `{program()} show {record.id[:8]}` tells what happened in the call{ended}."


def _free_port(host: str) -> int:
    """A port that the system just gave us."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port
