"""A gateway's quality pages over real records: scripted calls with their sound, and one hostile one."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import numpy as np
from fastapi import FastAPI

from tests.console.fakes import CALL, events, numbers, status
from tests.fakes import RATE
from tests.replay.recorded_calls import live
from voice.console.app import create_app
from voice.console.quality.replays import Replays, environment
from voice.console.quality.room import Room
from voice.events import CallEvent, CallStarted
from voice.records.store import Store
from voice.replay.tape import write_stereo
from voice.settings import (
    ModelsSettings,
    QualitySettings,
    RecordsSettings,
    ReplaySettings,
    Settings,
    WebSettings,
)

PLAN = Path(__file__).parents[2] / "call" / "plan.yaml"
ORIGIN = {"origin": "http://localhost:24010"}
SERVED, ASKS, ORDER = "a" * 32, "b" * 32, "c" * 32
BEGAN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class House:
    folder: Path
    store: Store
    room: Room
    app: FastAPI


@asynccontextmanager
async def house(
    folder: Path, web: WebSettings | None = None, quality: QualitySettings | None = None
) -> AsyncIterator[House]:
    """Records with four ended calls, latest first: hostile (retail), then three of the plan `call`."""
    settings = _settings(folder, quality)
    plans = folder / "dialplans"
    for place in (plans / "call", folder / "drafts" / "other"):
        place.mkdir(parents=True)
        shutil.copy(PLAN, place / "plan.yaml")
    (plans / "routes.yaml").write_text("routes: {'100': call}\n")
    store = await Store.open(settings.records.url)
    await store.migrate()
    for number, (call_id, name) in enumerate(((ORDER, "order by keys"), (ASKS, "asks"), (SERVED, "served"))):
        scene = await asyncio.to_thread(live, name)  # it has a loop of its own
        sound = settings.records.recordings / f"{call_id}.wav"
        write_stereo(sound, scene.stereo, RATE)
        named = _named(scene.events, call_id, BEGAN + timedelta(days=number))
        await store.save_events(call_id, named, recording=str(sound))
    sound = settings.records.recordings / f"{CALL}.wav"
    write_stereo(sound, np.zeros((95 * RATE, 2), "<i2").tobytes(), RATE)
    await store.save_events(CALL, events(), recording=str(sound))
    replays = Replays(environment(settings))
    room = Room(store, settings.quality, settings.dialplans, replays)
    app = create_app(
        web=web or WebSettings(), browser=None, store=store, numbers=numbers, status=status, quality=room
    )
    try:
        yield House(folder, store, room, app)
    finally:
        await replays.close()
        await store.close()


def client(built: House) -> httpx.AsyncClient:
    """Asks the pages without a server."""
    transport = httpx.ASGITransport(built.app, raise_app_exceptions=True)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost:24010")


def _settings(folder: Path, quality: QualitySettings | None) -> Settings:
    (folder / "recordings").mkdir()
    return Settings(
        dialplans=folder / "dialplans",
        records=RecordsSettings(
            url=f"sqlite+aiosqlite:///{folder}/voice.db", recordings=folder / "recordings"
        ),
        replay=ReplaySettings(folder=folder / "replay"),
        models=ModelsSettings(folder=Path("models").resolve()),
        quality=quality or QualitySettings(drafts=folder / "drafts"),
    )


def _named(told: Sequence[CallEvent], call_id: str, began: datetime) -> list[CallEvent]:
    return [
        event.model_copy(update={"call_id": call_id, "started": began})
        if isinstance(event, CallStarted)
        else event
        for event in told
    ]
