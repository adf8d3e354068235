"""`voice replay --on ray`: the same as here, on a cluster that is started for the test."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RAY
from tests.replay.recorded_calls import tone_wav
from tests.replay.test_command import IDS, replay, settings, stocked
from voice.cli import _parser
from voice.errors import ClusterError
from voice.replay.command import run
from voice.settings import Settings

__all__ = ["replay", "settings", "stocked"]

ROOT = Path.cwd()


def test_without_ray_it_is_told_what_to_install(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ClusterError, match=r"requirements-ray\.lock"):
        run(_parser().parse_args(["replay", "--plan", "call", "--words", "--on", "ray"]), settings)


def test_what_is_known_needs_no_cluster(
    settings: Settings, replay: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = replay("--plan", "call", "--words", "--json")
    monkeypatch.setitem(sys.modules, "ray", None)
    assert replay("--plan", "call", "--words", "--json", "--on", "ray") == here


def environment(address: str) -> dict[str, str]:
    paths = [str(ROOT / RAY), str(ROOT), os.environ.get("PYTHONPATH", "")]
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "RAY_ADDRESS": address,
        "RAY_USAGE_STATS_ENABLED": "0",
        "OMP_NUM_THREADS": "1",
    }


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster of two workers on this machine; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tmp_path_factory.mktemp("r", numbered=True))
    address = f"127.0.0.1:{port}"
    options = (
        "--head", "--node-ip-address=127.0.0.1", f"--port={port}", "--num-cpus=2",
        "--include-dashboard=false", "--disable-usage-stats", "--object-store-memory=100000000",
        f"--temp-dir={folder}", "--block",
    )  # fmt: skip
    head = subprocess.Popen(
        [sys.executable, "-m", "ray.scripts.scripts", "start", *options],
        env=environment(address), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield address
    finally:
        head.terminate()
        head.wait(60)


def voice(folder: Path, address: str, *words: str) -> tuple[int, Any]:
    """The verb as it is typed, in a process of its own that finds Ray."""
    env = environment(address) | {
        "VOICE_DIALPLANS": str(folder / "dialplans"),
        "VOICE_RECORDS__URL": f"sqlite+aiosqlite:///{folder}/voice.db",
        "VOICE_RECORDS__RECORDINGS": str(folder / "recordings"),
        "VOICE_REPLAY__FOLDER": str(folder / "kept"),
        "VOICE_MODELS__FOLDER": str(ROOT / "models"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "voice", "replay", *words, "--json"],
        env=env, cwd=folder, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.ray
@pytest.mark.long
def test_a_cluster_gives_the_same_as_this_machine(settings: Settings, cluster: str, replay: Any) -> None:
    folder = settings.dialplans.parent
    there = voice(folder, cluster, "--plan", "call", "--words", "--on", "ray")
    kept = sorted(path.name for path in (folder / "kept" / "results").rglob("*") if path.is_file())
    assert len(kept) == len(IDS), "results are kept where the run was started"
    shutil.rmtree(folder / "kept")
    code, out = replay("--plan", "call", "--words", "--json")
    assert (code, json.loads(out)) == there
    assert kept == sorted(path.name for path in (folder / "kept" / "results").rglob("*") if path.is_file())
    assert there[1]["totals"]["same"] == len(IDS)


@pytest.mark.ray
@pytest.mark.weights
def test_sound_travels_with_the_call(settings: Settings, cluster: str, tmp_path: Path) -> None:
    folder = settings.dialplans.parent
    sounds = tmp_path / "sounds"
    sounds.mkdir()
    for name, seconds in (("a.wav", 0.5), ("b.wav", 1.0)):
        tone_wav(sounds / name, seconds)
    here = voice(folder, cluster, str(sounds), "--plan", "call")
    shutil.rmtree(folder / "kept" / "results")
    assert voice(folder, cluster, str(sounds), "--plan", "call", "--on", "ray") == here
    assert [call["name"] for call in here[1]["calls"]] == ["a.wav", "b.wav"]


@pytest.mark.ray
@pytest.mark.long
def test_an_interrupted_run_loses_nothing(settings: Settings, cluster: str) -> None:
    folder = settings.dialplans.parent
    script = folder / "interrupted.py"
    script.write_text(INTERRUPTED, "utf-8")
    done = subprocess.run(
        [sys.executable, str(script), str(folder)],
        env=environment(cluster), cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    first, kept = json.loads(done.stdout)
    assert first == 1
    assert 2 <= kept <= len(IDS), "the one that was handed out, and the one that was running beside it"


INTERRUPTED = '''
"""Take one outcome of a run of three, then stop as an interrupt does."""
import asyncio, json, sys
from dataclasses import replace
from pathlib import Path
from voice.dialplan.load import load_plan
from voice.replay.batch import Job, Setting
from voice.replay.cluster import run_on_ray
from voice.records.query import Query
from voice.replay.sources import find
from voice.settings import CallSettings, HandoffSettings, ModelsSettings, RecordsSettings, SpeechSettings

folder = Path(sys.argv[1])
records = RecordsSettings(url=f"sqlite+aiosqlite:///{folder}/voice.db", recordings=folder / "recordings")
found = asyncio.run(find([], Query(plan="call"), records, kept=folder / "kept"))
plan = load_plan(folder / "dialplans" / "call")
setting = Setting(
    ModelsSettings(), SpeechSettings(), CallSettings(), HandoffSettings(), folder / "kept", words_only=True
)
running = run_on_ray([Job(call, plan) for call in found.calls], setting)
first = [next(running)]
running.close()
kept = [path for path in (folder / "kept" / "results").rglob("*") if path.is_file()]
print(json.dumps([len(first), len(kept)]))
'''
