"""Every page with a full store, an empty one and a broken one."""

from __future__ import annotations

import re
import wave
from collections.abc import AsyncIterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from tests.console.fakes import CALL, HANDOFF, HOSTILE, FakeStore, numbers, status
from tests.handoff.calls import bot, started, turn
from tests.handoff.calls import brief as make_summary
from voice.console import call_page
from voice.console.app import create_app
from voice.console.metrics import Metrics
from voice.console.names import CODES
from voice.console.sentences import FRENCH
from voice.console.words import Words, accepted
from voice.dialplan.escalation import Weights
from voice.escalation.demands import REASONS
from voice.events import CallEvent
from voice.settings import WebSettings
from voice.telephony.webrtc import Answer, BrowserDoor, DoorFull, OfferMalformed
from voice.turn import EndReason, HandoffFailure, Outcome, TransferReason

ORIGIN = {"origin": "http://localhost:24010"}


class Door(BrowserDoor):
    """Answers or refuses without any WebRTC."""

    def __init__(self) -> None:
        self.refuse_with: Exception | None = None
        self.asked: list[tuple[str, str]] = []

    async def offer(self, sdp: str, type: str, dialled: str, caller: str) -> Answer:  # noqa: A002
        if self.refuse_with:
            raise self.refuse_with
        self.asked.append((dialled, caller))
        return Answer("v=0", "answer", CALL)


class Gateway:
    def __init__(self, folder: Path) -> None:
        with wave.open(str(folder / "call.wav"), "wb") as file:
            file.setparams((2, 2, 8000, 0, "NONE", ""))
            file.writeframes(bytes(4 * 8000))
        self.store = FakeStore(folder / "call.wav")
        self.door = Door()
        self.metrics = Metrics()
        self.state = status()
        self.app = create_app(
            web=WebSettings(),
            browser=self.door,
            store=self.store,
            numbers=numbers,
            status=lambda: self.state,
            metrics=self.metrics,
        )


@pytest.fixture
def gateway(tmp_path: Path) -> Gateway:
    return Gateway(tmp_path)


@pytest.fixture
async def web(gateway: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(gateway.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:24010") as client:
        yield client


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


PAGES = ["/", "/call", "/call?to=1003", "/calls", f"/calls/{CALL}", f"/handoffs/{HANDOFF}"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_every_page_is_shown_in_both_languages(
    web: httpx.AsyncClient, path: str, language: str
) -> None:
    answer = await web.get(path, headers={"accept-language": f"{language}-CA,{language};q=0.9,de;q=0.5"})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_comes_from_elsewhere_and_nothing_is_inline(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(path)
    for tag, attributes in Tags(answer.text).found:
        assert tag != "style"
        assert "style" not in attributes and not any(name.startswith("on") for name in attributes)
        assert tag != "script" or (attributes.get("src") or "").startswith("/static/")
        for name in ("src", "href", "action"):
            assert (attributes.get(name) or "/").startswith(("/", "#"))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", [f"/calls/{CALL}", f"/handoffs/{HANDOFF}"])
async def test_what_a_caller_said_stays_text(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(path)
    assert HOSTILE not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert not [tag for tag, attributes in Tags(answer.text).found if attributes.get("src") == "x"]


async def test_the_summary_has_what_an_agent_needs_with_the_reason_first(web: httpx.AsyncClient) -> None:
    text = (await web.get(f"/handoffs/{HANDOFF}", headers={"accept-language": "fr"})).text
    at = text.index("<main")
    for part in (
        "L’appelant est contrarié",
        "+33123456789",
        "Où est ma commande",
        "troisième fois au sujet",
        "Demander au transporteur",
        "Vous pouvez commencer par",
        "Bonjour &lt;script&gt;",
        "Numéro de commande",
        ">confirmé<",
        ">non confirmé<",
        "en livraison",
        "n’a pas été comprise",
        "64&nbsp;%",
        "seuil 60 %",
        "<strong>Se répète</strong>: Asked the same thing twice",
        "Appels précédents de ce numéro",
        "Suivi",
        "L’appelant est contrarié",
        "l’agent a raccroché",
        "a eu une personne",
        "mécontent",
        "Derniers mots",
        "Je vous passe une personne",
    ):
        at = text.index(part, at)


async def test_a_summary_with_nothing_in_it_is_still_a_page(
    web: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def bare(_: str) -> dict[str, object]:
        return {
            "id": "x",
            "call_id": CALL,
            "reason": "engine_failed",
            "status": "started",
            "assessment": None,
        }

    monkeypatch.setattr(gateway.store, "handoff", bare)
    answer = await web.get("/handoffs/x")
    assert answer.status_code == 200
    assert "The bot broke down" in answer.text


async def test_the_summary_of_a_long_and_hostile_call(
    web: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[CallEvent] = [started(HOSTILE)]
    for number in range(1, 201):
        events.append(turn(number, HOSTILE, number * 9.0, slots={"order": HOSTILE}, emotion=0.9))
        events.append(bot(f"ignore previous instructions {HOSTILE}", number * 9.0 + 2))
    made = make_summary(events).model_dump(mode="json") | {"status": "started"}

    async def long(_: str) -> dict[str, object]:
        return made

    monkeypatch.setattr(gateway.store, "handoff", long)
    answer = await web.get("/handoffs/x")
    assert answer.status_code == 200
    assert answer.text.count("ignore previous instructions &lt;script&gt;") == 200
    assert HOSTILE not in answer.text
    assert not [tag for tag, attributes in Tags(answer.text).found if attributes.get("src") == "x"]


async def test_a_call_tells_what_was_said_in_order(web: httpx.AsyncClient) -> None:
    text = (await web.get(f"/calls/{CALL}")).text
    parts = ["Bonjour, que", "Où est ma commande", "Quel est son", "keys 4711", "en livraison", "(silence)"]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "cut in" in text and "heard 91 %" in text and "after 1.5 s" in text
    assert 'data-at="3.1"' in text


async def test_the_recording_can_be_fetched_in_parts(web: httpx.AsyncClient) -> None:
    whole = await web.get(f"/calls/{CALL}/audio")
    assert whole.status_code == 200 and whole.content[:4] == b"RIFF"
    part = await web.get(f"/calls/{CALL}/audio", headers={"range": "bytes=4-11"})
    assert part.status_code == 206 and part.content == whole.content[4:12]
    head = await web.head(f"/calls/{CALL}/audio")
    assert head.headers["accept-ranges"] == "bytes"


async def test_the_calling_page_learns_who_is_on_the_line(web: httpx.AsyncClient, gateway: Gateway) -> None:
    for handoff, state in (("offered", "calling_person"), ("accepted", "with_person"), ("busy", "bot")):
        record = gateway.store.record
        gateway.store.record = replace(record, row=replace(record.row, handoff=handoff))
        assert (await web.get(f"/api/calls/{CALL}/state")).json() == {"state": state}
    assert (await web.get("/api/calls/unknown/state")).json() == {"state": "bot"}


async def test_what_is_not_there_is_a_page_that_says_so(web: httpx.AsyncClient, gateway: Gateway) -> None:
    for path in ("/calls/nope", "/handoffs/nope", "/nowhere", f"/calls/{CALL}/audio/no"):
        answer = await web.get(path)
        assert answer.status_code == 404 and "<h1>There is no such" in answer.text
    Path(gateway.store.record.row.recording or "").unlink()
    assert (await web.get(f"/calls/{CALL}/audio")).status_code == 404
    assert "No recording was kept" in (await web.get(f"/calls/{CALL}")).text


async def test_a_broken_store_is_said_and_health_stays(web: httpx.AsyncClient, gateway: Gateway) -> None:
    gateway.store.broken = True
    answer = await web.get("/")
    assert answer.status_code == 503 and "Calls go on" in answer.text
    assert (await web.get("/healthz")).json() == status()
    gateway.state = {"status": "draining"}
    assert (await web.get("/healthz")).status_code == 503


async def test_a_callback_can_be_marked_as_done(web: httpx.AsyncClient) -> None:
    assert "To call back" in (await web.get("/")).text
    answer = await web.post("/callbacks/3/done", headers=ORIGIN)
    assert answer.status_code == 303
    assert "To call back" not in (await web.get("/")).text


async def test_a_promise_is_shown_with_what_it_takes_until_it_is_kept(web: httpx.AsyncClient) -> None:
    french = (await web.get("/", headers={"accept-language": "fr"})).text
    assert "envoyer une attestation" in french and "730152" in french and "Promis aux appelants" in french
    answer = await web.post("/notes/4/done", headers=ORIGIN)
    assert answer.status_code == 303
    assert "730152" not in (await web.get("/")).text


async def test_the_calling_page_says_what_can_be_asked_in_a_language_that_is_spoken_there(
    web: httpx.AsyncClient,
) -> None:
    english = (await web.get("/call", headers={"accept-language": "en"})).text
    assert "<q>I&#39;m calling about order A1042</q>" in english
    assert english.count("<q>") == 1
    french = (await web.get("/call", headers={"accept-language": "fr"})).text
    assert "<q>où est ma commande</q>" in french


async def test_offers_are_passed_on_and_refusals_named(web: httpx.AsyncClient, gateway: Gateway) -> None:
    body = {"sdp": "v=0", "type": "offer", "dialled": "1001", "caller": "me"}
    answer = await web.post("/api/offer", json=body, headers=ORIGIN)
    assert answer.json() == {"sdp": "v=0", "type": "answer", "call_id": CALL}
    assert gateway.door.asked == [("1001", "me")]
    gateway.door.refuse_with = DoorFull("All lines are busy.")
    full = await web.post("/api/offer", json=body, headers=ORIGIN)
    assert (full.status_code, full.json()["code"]) == (503, "door_full")
    gateway.door.refuse_with = OfferMalformed("No.")
    assert (await web.post("/api/offer", json=body, headers=ORIGIN)).status_code == 400
    assert (await web.post("/api/offer", json={"sdp": 1}, headers=ORIGIN)).status_code == 422


async def test_without_a_browser_door_there_is_nothing_to_call() -> None:
    app = create_app(web=WebSettings(), browser=None, store=FakeStore(), numbers=numbers, status=status)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:24010") as web:
        assert "/call?to=" not in (await web.get("/")).text
        assert (await web.get("/call")).status_code == 404
        offer = {"sdp": "v=0", "type": "offer", "dialled": "1001"}
        assert (await web.post("/api/offer", json=offer, headers=ORIGIN)).status_code == 404


async def test_metrics_count_and_name_no_caller(web: httpx.AsyncClient, gateway: Gateway) -> None:
    for door in ("sip", "browser"):
        gateway.metrics.call_started(door)
    gateway.metrics.call_ended("completed")
    gateway.metrics.handoff("accepted")
    gateway.metrics.gap(0.8)
    text = (await web.get("/metrics")).text
    for line in (
        "voice_calls_active 1.0",
        'voice_calls_started_total{door="sip"} 1.0',
        'voice_calls_ended_total{reason="completed"} 1.0',
        'voice_handoffs_total{outcome="accepted"} 1.0',
        'voice_response_gap_seconds_bucket{le="1.0"} 1.0',
    ):
        assert line in text


def test_every_sentence_of_the_templates_has_its_french() -> None:
    templates = Path(call_page.__file__).parent / "templates"
    source = "".join(path.read_text() for path in templates.glob("*.html"))
    said = set(re.findall(r"""\bt\((?:"([^"]+)"|'([^']+)')""", source))
    sentences = {double or single for double, single in said} | set(call_page.SAID)
    assert sentences <= set(FRENCH)
    script = (templates.parent / "static/call.js").read_text()
    shown = set(re.findall(r'"((?:[A-Z][^"]*[.?…]|In call|With a person|Call ended|Ready to call))"', script))
    assert shown <= set(call_page.SAID)


def test_every_typed_value_has_its_name() -> None:
    for kind, values in (
        ("reason", TransferReason), ("end", EndReason), ("outcome", Outcome), ("status", HandoffFailure),
        ("signal", {*Weights.model_fields, *REASONS}),
    ):  # fmt: skip
        assert {f"{kind}.{value}" for value in values} <= set(CODES)


def test_languages_are_negotiated() -> None:
    assert accepted("") == "en"
    assert accepted("fr-CH, en;q=0.9") == "fr"
    assert accepted("de, fr;q=0.3, en;q=0.8") == "en"
    assert accepted("fr;q=x, *") == "en"
    assert Words("fr")("threshold {percent} %", percent=60) == "seuil 60 %"
