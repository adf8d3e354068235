"""The shipped plans: what callers say who were not asked for examples, and the data beside them."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from tests.conversation.talk import PLANS, Talk, plan
from voice.dialplan.load import load_all
from voice.turn import HangUp, Heard, Language, Listen, NoteRequest, Transfer, TransferReason
from voice.understanding.understander import Understander

NAMES = ("retail", "insurance", "hospital")
HELD_OUT = [
    ("retail", "fr", "bonjour, je voudrais savoir quand mon colis va arriver", "order_status"),
    ("retail", "fr", "ça fait une semaine que j'attends ma livraison", "order_status"),
    ("retail", "fr", "vous ouvrez à quelle heure demain", "opening_hours"),
    ("retail", "fr", "je souhaite renvoyer une paire de chaussures", "start_return"),
    ("retail", "fr", "j'attends mon remboursement", "refund"),
    ("retail", "en", "can you tell me where my parcel is", "order_status"),
    ("retail", "en", "how late are you open on Saturday", "opening_hours"),
    ("retail", "en", "I would like to return a pair of shoes", "start_return"),
    ("retail", "en", "I want my money back", "refund"),
    ("insurance", "fr", "j'aimerais savoir où en est mon dossier de sinistre", "claim_status"),
    ("insurance", "fr", "est-ce que je suis assuré contre le vol", "coverage"),
    ("insurance", "fr", "il me faut une attestation d'assurance pour l'école", "certificate"),
    ("insurance", "en", "I'm calling to check on my claim", "claim_status"),
    ("insurance", "en", "does my policy cover water damage", "coverage"),
    ("insurance", "en", "could you send me a certificate of insurance", "certificate"),
    ("hospital", "fr", "je voudrais connaître l'heure de mon rendez-vous", "appointment"),
    ("hospital", "fr", "comment venir chez vous en bus", "directions"),
    ("hospital", "fr", "je veux payer la facture que j'ai reçue", "invoice"),
    ("hospital", "fr", "je voudrais annuler mon rendez-vous", "change_appointment"),
    ("hospital", "en", "I forgot what time my appointment is", "appointment"),
    ("hospital", "en", "how do I get to your hospital", "directions"),
    ("hospital", "en", "how can I pay my bill", "invoice"),
]  # fmt: skip
FOREIGN = [
    ("fr", "quel temps va-t-il faire demain"), ("fr", "je voudrais une pizza quatre fromages"),
    ("fr", "qui a gagné le match hier soir"), ("en", "what's the weather like in Paris"),
    ("en", "tell me something funny"), ("en", "who won the election"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "language", "text", "intent"), HELD_OUT)
def test_requests_in_other_words(name: str, language: Language, text: str, intent: str) -> None:
    understood = Understander(plan(name)).understand(Heard(text, language=language))
    assert understood.intents and understood.intents[0].name == intent, understood
    assert understood.out_of_scope < 0.5


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("language", "text"), FOREIGN)
def test_what_the_plan_does_not_serve(name: str, language: Language, text: str) -> None:
    understood = Understander(plan(name)).understand(Heard(text, language=language))
    assert not understood.intents
    assert understood.out_of_scope > 0.5


@pytest.mark.parametrize("name", NAMES)
def test_the_database_is_the_one_its_sql_makes(name: str) -> None:
    with sqlite3.connect(":memory:") as fresh:
        fresh.executescript((PLANS / name / f"{name}.sql").read_text(encoding="utf-8"))
        expected = list(fresh.iterdump())
    fresh.close()
    with sqlite3.connect(f"file:{PLANS / name / f'{name}.db'}?mode=ro", uri=True) as shipped:
        assert list(shipped.iterdump()) == expected
    shipped.close()


def test_the_routes_lead_to_the_plans_without_a_warning() -> None:
    loaded = load_all(PLANS)
    assert loaded.warnings == ()
    assert [getattr(loaded.plan_for(number), "name", None) for number in ("100", "200", "300", "400")] == [
        *NAMES,
        None,
    ]
    assert {target.address for target in loaded.unmapped().chain()} == {
        "sip:agent@127.0.0.1:5070",
        "sip:agent@127.0.0.1:5072",
    }


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_enough_and_each_in_one_place(name: str) -> None:
    for intent in plan(name).intents.values():
        for language, examples in intent.examples.items():
            assert len(examples) >= 6, (intent.title, language)
    every = [e for i in plan(name).intents.values() for examples in i.examples.values() for e in examples]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_short_enough_to_be_heard(name: str) -> None:
    for text, language in plan(name).fixed_prompts():
        assert len(text.split()) <= 28, (language, text)


def test_french_texts_use_french_letters() -> None:
    texts = " ".join(Path(PLANS / name / "plan.yaml").read_text(encoding="utf-8") for name in NAMES)
    assert not re.search(
        r"\b(?:numero|etes|deja|ca va|a quelle heure|desole|horaires d'ouverture s'il vous plait)\b", texts
    )


@pytest.mark.parametrize(
    ("name", "lines", "heard"),
    [
        ("retail", ["je veux retourner un article", "B2001"], "étiquette"),
        ("retail", ["I want to return an item", "A1042"], "hasn't been delivered"),
        ("retail", ["où est ma commande", "A1043"], "du retard"),
        ("insurance", ["où en est mon sinistre", "S 48 21"], "L'expert passe mercredi 18 mars"),
        ("insurance", ["am I covered for theft"], "The excess is 200 euros"),
        ("insurance", ["j'ai besoin d'une attestation", "730152"], "l'adresse e-mail de votre dossier"),
        ("hospital", ["what time is my appointment", "five two zero one seven"], "Doctor Morel"),
        ("hospital", ["comment venir à l'hôpital"], "rue des Tilleuls"),
        ("hospital", ["combien dois-je payer", "81451"], "déjà payée"),
    ],
)
def test_requests_served_to_the_end(name: str, lines: list[str], heard: str) -> None:
    talk = Talk(name)
    for line in lines:
        talk.say(line)
    assert heard in talk.said
    assert isinstance(talk.waiting, Listen) and talk.conversation.step == "anything_else"
    talk.say("non merci" if talk.conversation.language == "fr" else "no thank you")
    assert isinstance(talk.waiting, HangUp)


def test_a_certificate_is_promised_and_noted_for_a_colleague() -> None:
    talk = Talk("insurance", language="fr")
    talk.say("j'ai besoin d'une attestation")
    talk.say("730152")
    (noted,) = [action for action in talk.decision.actions if isinstance(action, NoteRequest)]
    assert noted.values == {"numéro de contrat": "730152"}
    assert set(noted.title) == {"fr", "en"} and "collègue" in talk.said


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("retail", ["je veux être remboursé"]), ("retail", ["I want to cancel my order"]),
        ("retail", ["I want to return an item", "B2002"]), ("insurance", ["je conteste votre décision"]),
        ("insurance", ["what is the status of my claim", "S4840"]),
        ("insurance", ["I want to report a claim"]),
        ("hospital", ["can I stop taking my medicine"]), ("hospital", ["je voudrais prendre un rendez-vous"]),
        ("hospital", ["there is an error on my bill"]),
    ],
)  # fmt: skip
def test_what_is_not_served_goes_to_a_person_with_a_word(name: str, lines: list[str]) -> None:
    talk = Talk(name)
    for line in lines:
        talk.say(line)
    assert isinstance(talk.waiting, Transfer) and talk.waiting.reason is TransferReason.PLAN
    assert len(talk.said) > 40
