"""What callers say that asks for nothing, as tables."""

from __future__ import annotations

import pytest

from voice.conversation.remarks import Remark, bare, declines, leaves, plain_answer, remark, without_greeting


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("jeudi donc parfait", Remark.COMMENT),
        ("thursday then lovely", Remark.COMMENT),
        ("merci je le note", Remark.COMMENT),
        ("oh brilliant thank you", Remark.COMMENT),
        ("ah ben du retard tant pis c'est pas grave", Remark.COMMENT),
        ("neuf heures ouf j'ai eu chaud heureusement", Remark.COMMENT),
        ("non c'est tout merci", Remark.DONE),
        ("nope that's everything thanks", Remark.DONE),
        ("super merci au revoir", Remark.DONE),
        ("je vous remercie beaucoup", Remark.COMMENT),
        ("no gotta run", Remark.DONE),
        ("attendez je vais chercher mes lunettes", Remark.WAIT),
        ("un instant s'il vous plaît", Remark.WAIT),
        ("hold on it's in my bag somewhere", Remark.WAIT),
        ("bear with me", Remark.WAIT),
        ("je ne l'ai pas ce numéro", Remark.WITHOUT),
        ("i don't have it with me", Remark.WITHOUT),
    ],
)
def test_what_asks_for_nothing(said: str, kind: Remark) -> None:
    assert remark(said) is kind


@pytest.mark.parametrize(
    "said",
    [
        "jeudi mais c'est trop tard pour moi",
        "ok but why does it take so long",
        "merci mais ça ne répond pas à ma question",
        "si ça continue je vais voir ailleurs c'est tout",
        "je vous aurai prévenus c'est tout",
        "attendez c'est pas ce qu'on m'avait dit",
        "wait it says delivered on the website",
        "right and could you knock a bit off",
        "where is my order",
        "i'm getting married on saturday and the dress isn't here",
        "",
    ],
)
def test_what_says_something_that_counts(said: str) -> None:
    assert remark(said) is None
    assert not leaves(said)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("oui", True),
        ("oui oui c'est ça merci", True),
        ("yes that's right", True),
        ("yeah go on then", True),
        ("non", False),
        ("non merci c'est gentil", False),
        ("non je vous remercie", False),
        ("no that's not it", False),
        ("oui mais quarante euros de quoi", None),
        ("non mais vous ne répondez pas", None),
        ("right so can I get something back for the trouble", None),
        ("no the other one was with somebody else", None),
        ("i don't know what I should do about it", None),
    ],
)
def test_yes_and_no_count_when_nothing_else_is_said(said: str, answer: bool | None) -> None:
    assert plain_answer(said) is answer


@pytest.mark.parametrize("said", ["oui", "non merci", "d'accord parfait", "okay lovely thanks bye", "jeudi"])
def test_bare_words(said: str) -> None:
    assert bare(said)


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("bonjour c'est pour une facture", "c'est pour une facture"),
        ("Oui, bonjour madame, vos horaires ?", "vos horaires ?"),
        ("hi there, where's my parcel", "where's my parcel"),
        ("bonjour", "bonjour"),
        ("j'ai une question", "j'ai une question"),
    ],
)
def test_a_greeting_is_taken_off(said: str, rest: str) -> None:
    assert without_greeting(said) == rest


@pytest.mark.parametrize(
    "said",
    [
        "that's me done thank you",
        "c'est bon merci",
        "ça ira merci",
        "i'm fine thanks",
        "pas la peine",
        "no need thanks",
    ],
)
def test_an_offer_is_turned_down_without_a_no(said: str) -> None:
    assert declines(said)


@pytest.mark.parametrize(
    "said",
    [
        "d'accord",
        "yes that's fine thanks",
        "c'est tout ce que vous savez dire depuis tout à l'heure",
        "ok merci",
    ],
)
def test_what_turns_no_offer_down(said: str) -> None:
    assert not declines(said)
