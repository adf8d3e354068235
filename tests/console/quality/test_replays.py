"""Replays beside the calls: in a process of their own, one at a time, with the diff on the page."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.console.fakes import STARTED
from tests.console.quality.house import ASKS, ORDER, ORIGIN, SERVED, House
from voice.console.quality import replays as module
from voice.console.quality.plans import choices
from voice.console.quality.replays import MOST_WAITING, Asked, Replay, Replays
from voice.records.versions import Publication


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not true():
            await asyncio.sleep(0.02)


def scripted(folder: Path, body: str) -> Replays:
    """Stands for `voice replay` where its own work is not what is tested."""
    script = folder / "stand_in.py"
    script.write_text(f"import json, os, sys, time\nfolder = {str(folder)!r}\n{body}\n")
    return Replays(command=(sys.executable, str(script)))


def state(of: Replays, call_id: str = "a") -> Replay:
    return of.of_call(call_id)[0]


@pytest.mark.long
async def test_a_call_replayed_under_a_draft_shows_the_first_difference_on_its_page(
    at: House, web: httpx.AsyncClient
) -> None:
    draft = at.folder / "drafts" / "other" / "plan.yaml"
    text = draft.read_text("utf-8")
    assert "We are open" in text
    draft.write_text(text.replace("We are open", "<b>Closed</b> but"), "utf-8")
    page = f"/quality/calls/{SERVED}"
    offered = (await web.get(page)).text
    assert "call, as it is now" in offered and "draft other" in offered
    for plan in (str(draft.parent), "call"):
        answer = await web.post(f"{page}/replay?plan=call", data={"plan": plan}, headers=ORIGIN)
        assert answer.headers["location"] == f"{page}?plan=call#replay"
    assert 'data-refresh="2"' in (await web.get(page)).text
    await until(
        lambda: all(one.state not in ("waiting", "running") for one in at.room.replays.of_call(SERVED))
    )
    assert [one.problem for one in at.room.replays.of_call(SERVED)] == ["", ""]
    told = (await web.get(page, headers={"accept-language": "fr"})).text
    assert "data-refresh" not in told
    assert "Toutes les décisions sont les mêmes." in told
    assert "Première différence à l’échange 1" in told and "autres mots du bot" in told
    assert "&lt;b&gt;Closed&lt;/b&gt; but" in told and "<b>Closed" not in told
    assert "contrefactuel" in told


async def test_only_what_the_page_offers_can_be_replayed_under(at: House, web: httpx.AsyncClient) -> None:
    for plan in ("", "/etc", "../call", "call\0", str(at.folder / "drafts")):
        answer = await web.post(f"/quality/calls/{ASKS}/replay", data={"plan": plan}, headers=ORIGIN)
        assert answer.status_code == 400
    assert at.room.replays.of_call(ASKS) == []
    answer = await web.post("/quality/calls/nope/replay", data={"plan": "call"}, headers=ORIGIN)
    assert answer.status_code == 404


@pytest.mark.long
async def test_a_plan_that_cannot_be_used_is_told(at: House, web: httpx.AsyncClient) -> None:
    draft = at.folder / "drafts" / "other"
    (draft / "plan.yaml").write_text("title: nothing else")
    await web.post(f"/quality/calls/{ORDER}/replay", data={"plan": str(draft)}, headers=ORIGIN)
    await until(lambda: state(at.room.replays, ORDER).state == "failed")
    assert state(at.room.replays, ORDER).problem in (await web.get(f"/quality/calls/{ORDER}")).text
    assert "Traceback" not in state(at.room.replays, ORDER).problem


async def test_one_runs_at_a_time_and_only_when_nobody_else_wants_to(tmp_path: Path) -> None:
    running = scripted(
        tmp_path,
        """
time.sleep(0.3)
path = os.path.join(folder, "busy")
alone = not os.path.exists(path)
open(path, "w").close()
time.sleep(0.2)
os.unlink(path)
idle = os.sched_getscheduler(0) == os.SCHED_IDLE
now = {"alone": alone, "nice": os.getpriority(os.PRIO_PROCESS, 0), "idle": idle,
       "threads": os.environ["OMP_NUM_THREADS"], "arguments": sys.argv[1:], "error": None}
print(json.dumps({"calls": [now]}))
""",
    )
    for call_id in "ab":
        assert running.start(Asked(call_id, "-plan", sound=call_id == "a"))
    assert running.start(Asked("a", "-plan", sound=True))  # asked twice, run once
    await until(lambda: all(state(running, call_id).state == "done" for call_id in "ab"))
    for call_id, words in (("a", []), ("b", ["--words"])):
        told = state(running, call_id).call
        assert told["alone"] and told["idle"] and told["nice"] == 19 and told["threads"] == "1"
        assert told["arguments"] == ["--plan=-plan", "--json", "--each", *words, "--", call_id]
    assert len(running.of_call("a")) == 1


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("sys.exit('voice replay: there is no plan x')", "The replay could not be run."),
        ("print('voice replay: no call', file=sys.stderr); sys.exit(2)", "no call"),
        ("print('no json')", "The replay could not be run."),
        ("print('[]')", "The replay could not be run."),
        (
            "print(json.dumps({'calls': []})); print('the sound is gone', file=sys.stderr)",
            "the sound is gone",
        ),
        ("print(json.dumps({'calls': [{'error': 'it broke'}]})); sys.exit(1)", "it broke"),
        ("os.kill(os.getpid(), 9)", "The replay could not be run."),
    ],
)
async def test_what_goes_wrong_is_told_and_the_next_one_runs(tmp_path: Path, body: str, problem: str) -> None:
    running = scripted(
        tmp_path,
        f"if sys.argv[-1] == 'a':\n    {body}\n"
        "else:\n    print(json.dumps({'calls': [{'error': None}]}))",
    )
    running.start(Asked("a", "x", sound=False))
    running.start(Asked("b", "x", sound=False))
    await until(lambda: state(running, "b").state == "done")
    assert (state(running).state, state(running).problem) == ("failed", problem)


async def test_one_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SECONDS", 1.0)
    running = scripted(tmp_path, "open(folder + '/pid', 'w').write(str(os.getpid())); time.sleep(600)")
    running.start(Asked("a", "x", sound=False))
    await until(lambda: state(running).state == "failed")
    assert "too long" in state(running).problem
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


async def test_closing_ends_what_runs(tmp_path: Path) -> None:
    running = scripted(tmp_path, "open(folder + '/pid', 'w').write(str(os.getpid())); time.sleep(600)")
    running.start(Asked("a", "x", sound=False))
    await until(lambda: (tmp_path / "pid").exists() and bool((tmp_path / "pid").read_text()))
    await running.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert state(running).state == "failed"


async def test_too_many_and_ids_of_nobody_s_making_are_refused(tmp_path: Path) -> None:
    running = scripted(tmp_path, "time.sleep(600)")
    try:
        for call_id in ("--json", "../x", "", "a b"):
            assert not running.start(Asked(call_id, "x", sound=False))
        started = [running.start(Asked(f"c{number}", "x", sound=False)) for number in range(MOST_WAITING + 1)]
        assert started == [True] * MOST_WAITING + [False]
    finally:
        await running.close()


def test_plans_to_choose_from(tmp_path: Path) -> None:
    for name in ("dialplans/retail", "drafts/b", "drafts/a", "drafts/not a name"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "plan.yaml").write_text("")
    (tmp_path / "drafts" / "empty").mkdir()
    (tmp_path / "plan.yaml").write_text("")
    published = [Publication(12, "c0ffee" * 8, "publish", "ana", "Summer", STARTED)]
    found = choices("retail", tmp_path / "dialplans", tmp_path / "drafts", published)
    assert [(one.kind, one.value.removeprefix(f"{tmp_path}/")) for one in found] == [
        ("folder", "retail"), ("draft", "drafts/a"), ("draft", "drafts/b"), ("version", "12"),
    ]  # fmt: skip
    assert "Summer" in found[-1].name and "c0ffee" in found[-1].name
    for nobody in ("..", "", "retail/../..", "gone"):
        assert choices(nobody, tmp_path / "dialplans", tmp_path / "nowhere", []) == []
