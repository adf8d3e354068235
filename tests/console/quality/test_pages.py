"""The quality pages over real records."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from tests.console.fakes import CALL, HASH, HOSTILE, PASSWORD
from tests.console.quality.house import ASKS, ORDER, ORIGIN, SERVED, House, client, house
from tests.console.test_pages import Tags
from voice.console.app import create_app
from voice.console.quality.words import CODES, FRENCH
from voice.errors import SettingsError
from voice.records.labels import MOODS, OUTCOMES, Label
from voice.records.query import JUDGED
from voice.records.reviews import BOUNDS, Criterion
from voice.replay.compare import Change
from voice.settings import AgentSettings, DeskSettings, QualitySettings, WebSettings

CALL_PAGE = f"/quality/calls/{CALL}"


async def send(web: httpx.AsyncClient, path: str, **fields: object) -> httpx.Response:
    return await web.post(path, data={name: str(value) for name, value in fields.items()}, headers=ORIGIN)


@pytest.mark.parametrize("path", ["/quality", "/quality/criteria", CALL_PAGE, f"/quality/calls/{ASKS}"])
async def test_every_page_is_shown_in_both_languages_with_nothing_inline(
    web: httpx.AsyncClient, path: str
) -> None:
    for language in ("en", "fr"):
        answer = await web.get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text
        for tag, attributes in Tags(answer.text).found:
            assert tag != "style" and "style" not in attributes
            assert not any(name.startswith("on") for name in attributes)
            assert tag != "script" or (attributes.get("src") or "").startswith("/static/")


async def test_what_a_caller_said_stays_text_and_so_does_what_raters_write(
    at: House, web: httpx.AsyncClient
) -> None:
    await at.store.reviews.save_criterion(Criterion(0, HOSTILE))
    await at.store.labels.put(Label(CALL, HOSTILE, True))
    await send(web, f"{CALL_PAGE}/comments", text=HOSTILE, at="3.5", rater=HOSTILE)
    for path in (CALL_PAGE, "/quality", "/quality/criteria", f"/quality?words={HOSTILE}&score={HOSTILE}"):
        text = (await web.get(path)).text
        assert HOSTILE not in text
        assert "&lt;script&gt;" in text
        assert not [tag for tag, attributes in Tags(text).found if attributes.get("src") == "x"]


async def test_filters_stand_in_the_address_and_in_the_form(web: httpx.AsyncClient) -> None:
    text = (await web.get("/quality?plan=call&ended=transferred")).text
    assert f"/quality/calls/{ASKS}?plan=call&amp;ended=transferred" in text
    assert SERVED not in text and ORDER not in text
    assert "<option selected>call</option>" in text and 'value="transferred" selected' in text
    assert SERVED in (await web.get("/quality?words=opening+hours")).text
    assert "No call fits" in (await web.get("/quality?plan=nobody's")).text


async def test_a_filter_that_cannot_be_understood_is_told_beside_it(web: httpx.AsyncClient) -> None:
    answer = await web.get("/quality?score=very+angry&plan=call", headers={"accept-language": "fr"})
    assert answer.status_code == 400
    assert "Écrivez emotion" in answer.text and 'value="very angry"' in answer.text
    assert 'aria-describedby="score-problem"' in answer.text and SERVED not in answer.text


async def test_older_calls_are_a_page_away(web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.console.quality.routes.PAGE_CALLS", 2)
    seen: list[str] = []
    path: str | None = "/quality?since=2026-01-01"
    while path:
        tags = Tags((await web.get(path)).text).found
        seen += [
            (attributes["href"] or "")[15:47] for tag, attributes in tags if attributes.get("class") == "hit"
        ]
        path = next((attributes["href"] for tag, attributes in tags if attributes.get("rel") == "next"), None)
    assert seen == [CALL, SERVED, ASKS, ORDER]


async def test_the_next_call_keeps_the_filters(web: httpx.AsyncClient) -> None:
    text = (await web.get(f"/quality/calls/{SERVED}?plan=call")).text
    assert f'href="/quality/calls/{SERVED}/next?plan=call">Next call' in text
    assert 'href="/quality?plan=call"' in text
    for call_id, then in (
        (SERVED, f"/quality/calls/{ASKS}?plan=call"),
        (ORDER, "/quality?plan=call"),
        ("nope", "/quality?plan=call"),
    ):
        answer = await web.get(f"/quality/calls/{call_id}/next?plan=call")
        assert (answer.status_code, answer.headers["location"]) == (303, then)


async def test_a_call_shows_sound_scores_reasons_and_answer_times(web: httpx.AsyncClient) -> None:
    text = (await web.get(CALL_PAGE, headers={"accept-language": "fr"})).text
    for part in (
        "Voix de l’appelant",
        "l’émotion a atteint 64 % à 0:24, la complexité 31 %",
        "seuil 60 % / 70 %",
        "réponses : 2, en général après 1.0 s, au pire 1.5 s (échange 1)",
        f'src="/calls/{CALL}/audio"',
        'id="line-1" data-at="0.4" data-until="2.5"',
        "Vers une personne : émotion à 64 %, et le seuil du plan est 60 %",
        "force 90 %, poids 50 %",
        "Asked the same thing twice",
    ):
        assert part in text
    paths = [attributes["d"] for tag, attributes in Tags(text).found if tag == "path"]
    assert len(paths) == 6 and all(paths)


async def test_a_call_without_its_recording_is_still_told(at: House, web: httpx.AsyncClient) -> None:
    (at.folder / "recordings" / f"{CALL}.wav").write_bytes(b"broken")
    text = (await web.get(CALL_PAGE)).text
    assert "No recording was kept" in text and "<audio" not in text
    assert "Où est ma commande" in text and "emotion reached 64 %" in text
    assert (await web.get("/quality/calls/nope")).status_code == 404


async def test_judging_a_call(at: House, web: httpx.AsyncClient) -> None:
    await at.store.reviews.save_criterion(Criterion(0, "Greeted"))
    await at.store.reviews.save_criterion(Criterion(0, "Clear", "one_to_five", 3))
    await at.store.labels.put(Label(CALL, "bob", False, mood="upset"))
    before = (await web.get(CALL_PAGE)).text
    assert '<details class="card others" >' in before
    said = {"transfer": "yes", "turn": 2, "mood": "upset", "outcome": "unsolved"}
    answer = await send(
        web,
        f"{CALL_PAGE}/judgement?plan=retail",
        rater="  ana  b ",
        **said,
        **{"criterion-1": 1, "criterion-2": 3},
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{CALL_PAGE}?plan=retail#judgement"
    (label, _) = await at.store.labels.of_call(CALL)
    assert (label.rater, label.transfer, label.turn, label.mood, label.outcome) == (
        "ana b", True, 2, "upset", "unsolved",
    )  # fmt: skip
    # The name is remembered, others' judgements are open, and what agrees and differs is told.
    after = (await web.get(CALL_PAGE)).text
    assert 'value="ana b"' in after and '<details class="card others" open>' in after
    assert "Total 62 %" in after and "to a person by turn 2" in after
    assert ">agree</span>" in after and ">differ</span>" in after
    assert "not to be told from chance" in after or "κ" in after
    # What is left out is taken back.
    await send(web, f"{CALL_PAGE}/judgement", mood="calm")
    (label, _) = await at.store.labels.of_call(CALL)
    assert (label.transfer, label.mood) == (None, "calm")
    assert await at.store.reviews.marks([CALL]) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"transfer": "maybe"},
        {"transfer": "yes", "turn": "5"},
        {"transfer": "yes", "turn": "-1"},
        {"mood": "odd"},
        {"outcome": "x"},
        {"criterion-1": "2"},
    ],
)
async def test_what_no_form_of_ours_sends_changes_nothing(
    at: House, web: httpx.AsyncClient, fields: dict[str, str]
) -> None:
    await at.store.reviews.save_criterion(Criterion(0, "Greeted"))
    assert (await send(web, f"{CALL_PAGE}/judgement", **fields)).status_code == 400
    assert await at.store.labels.of_call(CALL) == []


async def test_a_comment_stands_at_its_moment_until_its_writer_removes_it(
    at: House, web: httpx.AsyncClient
) -> None:
    await send(web, f"{CALL_PAGE}/comments", text="asked twice", at="6.4", rater="ana")
    await send(web, f"{CALL_PAGE}/comments", text="   ", rater="ana")
    await send(web, f"{CALL_PAGE}/comments", text="nowhere", at="nan", rater="ana")
    one, two = await at.store.reviews.comments([CALL])
    assert (one.at, two.at) == (6.4, None)
    text = (await web.get(CALL_PAGE)).text
    assert "asked twice" in text and 'data-at="6.4" aria-label="Play from 0:06"' in text
    async with client(at) as stranger:
        await send(stranger, f"{CALL_PAGE}/comments/{one.id}/remove")
    assert len(await at.store.reviews.comments([CALL])) == 2
    await send(web, f"{CALL_PAGE}/comments/{one.id}/remove")
    assert [each.text for each in await at.store.reviews.comments([CALL])] == ["nowhere"]


async def test_criteria_are_edited_on_their_page(at: House, web: httpx.AsyncClient) -> None:
    await send(web, "/quality/criteria", id=0, title="  Greeted  ", scale="yes_no", weight=2)
    (made,) = await at.store.reviews.criteria()
    assert made == Criterion(1, "Greeted", "yes_no", 2)
    assert "Greeted" in (await web.get(CALL_PAGE)).text
    await send(web, "/quality/criteria", id=1, title="Greeted", scale="yes_no", weight=2, retired="yes")
    assert "Greeted" not in (await web.get(CALL_PAGE)).text
    for wrong in (
        {"title": " "},
        {"title": "x", "weight": "11"},
        {"title": "x", "id": "7"},
        {"title": "x", "id": "a"},
    ):
        assert (await send(web, "/quality/criteria", **wrong)).status_code == 400


async def test_the_table_of_scorecards_follows_the_filters(at: House, web: httpx.AsyncClient) -> None:
    await at.store.labels.put(Label(CALL, "ana", True))
    await at.store.labels.put(Label(ASKS, "ana", False))
    answer = await web.get("/quality/scorecards.csv?plan=call")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("call,started,plan") and len(lines) == 2 and lines[1].startswith(ASKS)
    assert (await web.get("/quality/scorecards.csv?score=x")).status_code == 400


async def test_the_table_does_not_end_where_one_search_does(
    at: House, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice.records.search._MOST", 1)
    monkeypatch.setattr("voice.records.search._BATCH", 1)
    for call_id in (CALL, SERVED, ASKS, ORDER):
        await at.store.labels.put(Label(call_id, "ana", True))
    lines = (await web.get("/quality/scorecards.csv")).text.splitlines()
    assert [line[:32] for line in lines[1:]] == [CALL, SERVED, ASKS, ORDER]


async def test_words_are_not_searched_where_the_operator_says_so(tmp_path: Path) -> None:
    async with house(tmp_path, quality=QualitySettings(search_words=False)) as built, client(built) as web:
        text = (await web.get("/quality?words=opening")).text
        assert 'name="words"' not in text and ORDER in text


async def _sign_in(web: httpx.AsyncClient, name: str) -> None:
    answer = await web.post(
        "/sign-in", data={"name": name, "password": PASSWORD, "next": "/"}, headers=ORIGIN
    )
    assert answer.status_code == 303


async def test_only_the_role_quality_judges_where_it_is_given(tmp_path: Path) -> None:
    web_settings = WebSettings.model_validate({"users": {"ana": HASH, "olga": HASH}})
    async with house(tmp_path, web_settings, QualitySettings(users=("ana",))) as built:
        async with client(built) as stranger:
            shared = await stranger.get(f"{CALL_PAGE}?plan=retail&score=emotion%3E0.6")
            asked = dict(parse_qsl(urlsplit(shared.headers["location"]).query))
            assert asked == {"next": f"{CALL_PAGE}?plan=retail&score=emotion%3E0.6"}
        async with client(built) as olga:
            await _sign_in(olga, "olga")
            for path in ("/quality", CALL_PAGE, "/quality/scorecards.csv"):
                assert (await olga.get(path)).status_code == 403
            assert (await send(olga, f"{CALL_PAGE}/judgement", mood="calm")).status_code == 403
            assert 'href="/quality"' not in (await olga.get("/calls")).text
        async with client(built) as ana:
            await _sign_in(ana, "ana")
            assert 'href="/quality"' in (await ana.get("/calls")).text
            # Whoever signed in judges in his own name, whatever the form says.
            await send(ana, f"{CALL_PAGE}/judgement", mood="calm", rater="olga")
            assert [label.rater for label in await built.store.labels.of_call(CALL)] == ["ana"]
            assert (await ana.post(f"{CALL_PAGE}/judgement", data={"mood": "angry"})).status_code == 403


async def test_a_role_for_nobody_is_refused_at_the_start_and_agents_of_the_desk_have_none(at: House) -> None:
    zoe = replace(at.room, settings=QualitySettings(users=("zoe",)))
    with pytest.raises(SettingsError, match=r"quality\.users: zoe"):
        create_app(web=WebSettings(), browser=None, store=at.store, numbers=list, status=dict, quality=zoe)
    agents = DeskSettings(agents={"olga": AgentSettings(desk_only=True)})
    web = WebSettings.model_validate({"users": {"olga": HASH}})
    app = create_app(
        web=web, browser=None, store=at.store, numbers=list, status=dict, agents=agents, quality=at.room
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://localhost:24010"
    ) as olga:
        await _sign_in(olga, "olga")
        assert (await olga.get("/quality")).status_code == 403


def test_every_typed_value_has_its_name() -> None:
    for kind, values in (
        ("judged", JUDGED),
        ("caller_mood", MOODS),
        ("solved", OUTCOMES),
        ("scale", BOUNDS),
        ("change", Change),
    ):
        assert {f"{kind}.{value}" for value in values} <= set(CODES)
    assert all(len(names) == 2 and all(names) for names in CODES.values())
    assert all(FRENCH.values())
