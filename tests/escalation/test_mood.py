"""The mood of a sentence: what shows, what only looks like it, and the words that say so."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.escalation.mood import mood, moods
from voice.escalation.mood_command import run
from voice.turn import LANGUAGES, Language

ANGRY: list[tuple[Language, str]] = [
    ("en", "this is ridiculous, I have been waiting for weeks"),
    ("en", "you people are a joke"),
    ("en", "I'm fed up with your company"),
    ("en", "are you kidding me"),
    ("en", "this is not acceptable"),
    ("en", "thanks for nothing"),
    ("en", "oh great, it is broken again"),
    ("en", "fuck this, nothing works"),
    ("fr", "c'est inadmissible, ça fait trois fois que j'appelle"),
    ("fr", "vous vous moquez de moi"),
    ("fr", "vous êtes des incapables"),
    ("fr", "j'en ai marre de vous"),
    ("fr", "bravo, encore en retard"),
    ("fr", "c'est quoi ce service de merde"),
    ("fr", "putain, ça fait des semaines que j'attends"),
]
DISTRESSED: list[tuple[Language, str]] = [
    ("en", "I'm desperate, please help me"),
    ("en", "my husband passed away last week"),
    ("en", "I don't know what to do any more"),
    ("en", "I can't cope with this any more"),
    ("fr", "je n'en peux plus, je ne sais plus quoi faire"),
    ("fr", "mon mari est décédé"),
    ("fr", "mon fils pleure, son cadeau n'est jamais arrivé"),
    ("fr", "je suis complètement perdue et j'ai peur"),
]
CALM: list[tuple[Language, str]] = [
    ("en", "where is my order"),
    ("en", "I'd like to change my address"),
    ("en", "I lost my card"),
    ("en", "I'm not angry, just asking where my parcel is"),
    ("en", "fucking great, I love it, thanks"),
    ("en", "my order is killing me, I want it so badly"),
    ("en", "what a lovely day, damn good service"),
    ("en", "I'm dying to know when it comes"),
    ("fr", "où est ma commande"),
    ("fr", "putain c'est génial merci"),
    ("fr", "je ne suis pas en colère, je voudrais juste savoir"),
    ("fr", "je suis mort de rire"),
    ("fr", "j'ai perdu ma carte"),
    ("fr", "je voudrais changer mon adresse"),
    ("fr", "c'est pas grave, rien d'urgent"),
]


@pytest.mark.parametrize(("language", "said"), ANGRY)
def test_anger_shows(language: Language, said: str) -> None:
    found = mood(said, language)
    assert found.anger >= 0.5 and found.evidence


@pytest.mark.parametrize(("language", "said"), DISTRESSED)
def test_distress_shows(language: Language, said: str) -> None:
    found = mood(said, language)
    assert found.distress >= 0.5 and found.evidence


@pytest.mark.parametrize(("language", "said"), CALM)
def test_what_only_looks_like_a_mood_is_none(language: Language, said: str) -> None:
    found = mood(said, language)
    assert max(found.anger, found.distress, found.demand) < 0.35, found


def test_somebody_elses_anger_counts_less() -> None:
    own, other = mood("I am furious", "en"), mood("my husband was furious", "en")
    assert other.anger < own.anger - 0.3


def test_a_demand_comes_with_its_words() -> None:
    found = mood("j'en ai marre, passez-moi un conseiller", "fr")
    assert found.demand >= 0.5 and found.anger >= 0.5
    assert "passez moi un conseiller" in found.evidence and "marre" in " ".join(found.evidence)


def test_lines_together_are_judged_like_each_alone() -> None:
    said = [said for language, said in ANGRY + CALM if language == "en"]
    together = moods(said, "en")
    alone = [mood(line, "en") for line in said]
    assert [one.evidence for one in together] == [one.evidence for one in alone]
    assert [one.anger for one in together] == pytest.approx([one.anger for one in alone], abs=0.002)


def test_the_verb_prints_a_line_for_each_line() -> None:
    out = io.StringIO()
    lines = ["\ufeffthis is ridiculous\n", "\n", "« où »\r\n", *["hello\n"] * 70]
    assert run("en", io.BytesIO("".join(lines).encode()), out, io.StringIO()) == 0
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [row["line"] for row in rows[:3]] == ["this is ridiculous", "", "« où »"]
    assert len(rows) == 73
    assert set(rows[0]) == {"line", "anger", "distress", "demand", "evidence"}
    assert rows[0]["anger"] > 0.5 and (rows[1]["anger"], rows[1]["demand"]) == (0, 0)


def test_the_verb_reads_what_is_no_utf_8_and_says_so() -> None:
    out, told = io.StringIO(), io.StringIO()
    assert run("fr", io.BytesIO("c'est inadmissible, déjà\n".encode("cp1252")), out, told) == 0
    assert json.loads(out.getvalue())["line"] == "c'est inadmissible, déjà"
    assert "not UTF-8, read as Windows-1252: 1" in told.getvalue()


def test_a_line_without_an_end_is_read_for_as_long_as_callers_talk() -> None:
    endless = mood("this is ridiculous and " * 100_000, "en")
    assert endless.anger > 0.5


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120), st.sampled_from(LANGUAGES))
def test_any_text_has_a_mood(text: str, language: Language) -> None:
    found = mood(text, language)
    assert all(0 <= value <= 1 for value in (found.anger, found.distress, found.demand))
