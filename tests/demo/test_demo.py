"""`voice demo` against the real gateway, and what it says when it cannot take place."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import socket
import sys
from asyncio.subprocess import STDOUT
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
import soundfile

from tests.e2e.gateway import ROOT, Gateway, running
from tests.phones import until
from voice.demo import run_demo
from voice.demo.screen import Screen
from voice.events import BotSpoke, CallEnded, TurnTaken
from voice.settings import Settings
from voice.telephony.sip_stack import check_free
from voice.turn import EndReason, Heard, Outcome, Turn, Understanding

AGENT = 27470


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("gateway")
    with running(Gateway(folder, sip=27400, agents=(AGENT, AGENT + 4))) as made:
        yield made


@pytest.mark.weights
@pytest.mark.line
async def test_the_whole_call_is_shown_and_leaves_recording_and_summary(
    gateway: Gateway, tmp_path: Path
) -> None:
    done = gateway.run("demo", "--folder", str(tmp_path), seconds=280)

    assert done.returncode == 0, done.stderr + done.stdout + gateway.said()
    for shown in (
        "How can I help?",
        "only the agent hears this",
        "presses 1",
        "Goodbye!",
        "The written summary",
    ):
        assert shown in done.stdout
    summary = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert summary["reason"] == "caller_asked"
    assert summary["status"] == "accepted"
    assert f"/handoffs/{summary['id']}" in done.stdout
    assert summary["next_step"] in gateway.page(f"/handoffs/{summary['id']}")
    record = await gateway.record(summary["call_id"])
    assert [event.reason for event in record.events if isinstance(event, CallEnded)] == [
        EndReason.CALLER_HUNG_UP
    ]
    both, _ = soundfile.read(tmp_path / "call.wav", dtype="int16")
    assert both.ndim == 2
    assert (np.abs(both).max(axis=0) > 2000).all()
    for side in ("caller", "agent"):
        heard, _ = soundfile.read(tmp_path / f"{side}-heard.wav", dtype="int16")
        assert np.abs(heard).max() > 2000, side
    check_free("127.0.0.1", AGENT)


@pytest.mark.weights
@pytest.mark.line
async def test_ctrl_c_hangs_up_and_leaves_no_phone_behind(gateway: Gateway, tmp_path: Path) -> None:
    with (tmp_path / "shown").open("wb") as shown:
        demo = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "voice", "demo", "--folder", str(tmp_path)),
            cwd=gateway.folder,
            env=gateway._env,
            stdout=shown,
            stderr=STDOUT,
        )
    try:
        await until(lambda: (gateway.health().get("active_calls") or 0) > 0, 90)
        demo.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(demo.wait(), 40) == 130
    finally:
        with contextlib.suppress(ProcessLookupError):
            demo.kill()
        await demo.wait()
    assert "both phones have hung up" in (tmp_path / "shown").read_text("utf-8")
    await until(lambda: gateway.health().get("active_calls") == 0, 20)
    check_free("127.0.0.1", AGENT)


def test_without_a_gateway_it_says_how_to_start_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings = Settings.model_validate({"web": {"port": port}, "dialplans": ROOT / "dialplans"})

    assert run_demo(settings, tmp_path / "demo") == 1
    assert "make serve" in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()


class _Health(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@contextlib.contextmanager
def healthz(status: int) -> Iterator[int]:
    """Something that answers on a port like a gateway's pages."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Health) as server:
        server.status = status  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


def one_plan(folder: Path, target: str) -> Path:
    """Dialplans with the shop alone, and one person at this address."""
    plans = folder / "dialplans"
    shop = plans / "retail"
    shop.mkdir(parents=True)
    text = (ROOT / "dialplans/retail/plan.yaml").read_text("utf-8")
    (shop / "plan.yaml").write_text(text.replace("sip:agent@127.0.0.1:5070", target), "utf-8")
    (shop / "retail.db").write_bytes((ROOT / "dialplans/retail/retail.db").read_bytes())
    (plans / "routes.yaml").write_text('routes:\n  "100": retail\n', "utf-8")
    return plans


def test_an_agents_port_that_is_taken_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as phone, healthz(200) as web:
        phone.bind(("127.0.0.1", 0))
        port = phone.getsockname()[1]
        plans = one_plan(tmp_path, f"sip:agent@127.0.0.1:{port}")
        settings = Settings.model_validate({"web": {"port": web}, "dialplans": plans})
        assert run_demo(settings, tmp_path / "demo") == 1
    assert f"127.0.0.1:{port}, and that port is taken" in capsys.readouterr().err


def test_a_person_on_another_machine_cannot_be_played(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with healthz(200) as web:
        plans = one_plan(tmp_path, "sip:agent@192.0.2.7")
        settings = Settings.model_validate({"web": {"port": web}, "dialplans": plans})
        assert run_demo(settings, tmp_path / "demo") == 1
    assert "not on this machine" in capsys.readouterr().err


def test_a_gateway_that_stops_takes_no_demonstration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with healthz(503) as web:
        settings = Settings.model_validate({"web": {"port": web}, "dialplans": ROOT / "dialplans"})
        assert run_demo(settings, tmp_path / "demo") == 1
    assert "takes no calls now (503)" in capsys.readouterr().err


def test_the_screen_shows_words_gaps_and_what_was_understood(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen()
    turn = Turn(
        number=1,
        step="number",
        heard=Heard("A one \x1b[2Jzero"),
        understood=Understanding(slots={"order_number": "A1043"}),
        outcome=Outcome.FILLED,
    )
    screen.event(TurnTaken(at=3.0, turn=turn, assessment=None, step="found", why=""))
    screen.event(BotSpoke(at=4.0, step="found", text="Let me look.", language="en", seconds=1.0, gap=0.82))
    screen.says(9.0, "caller", "word " * 60)
    screen.result(None, [("the call", "http://127.0.0.1:8080/calls/" + "x" * 120)])

    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "order_number = A1043" in shown
    assert "   4.0 bot     Let me look.   after 0.8 s" in shown
    assert all(len(line) <= 100 for line in shown.splitlines() if "http" not in line)
    assert "/" + "x" * 120 in shown
    assert list(screen.gaps) == [0.82]
