"""A small shop's plan, to be changed by tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PLAN = """\
title: {fr: la boutique, en: the shop}
languages: [fr, en]
start: welcome
targets:
  support: sip:agent@127.0.0.1:5070
intents:
  hours:
    title: {fr: les horaires, en: opening hours}
    goto: hours
    examples:
      fr:
        - quels sont vos horaires
        - à quelle heure ouvrez-vous
        - vous fermez à quelle heure
        - êtes-vous ouverts le samedi
        - jusqu'à quand peut-on venir
        - vous ouvrez le dimanche
        - la boutique est ouverte demain
        - les heures d'ouverture
      en:
        - what are your opening hours
        - when do you open
        - what time do you close
        - are you open on Saturday
        - until when can I come
        - do you open on Sunday
        - is the shop open tomorrow
        - your opening times
  refund:
    title: {fr: un remboursement, en: a refund}
    channel: human
    goto: refund
    examples:
      fr:
        - je veux être remboursé
        - où en est mon remboursement
        - rendez-moi mon argent
        - on m'a débité deux fois
        - quand serai-je remboursée
        - vous me devez de l'argent
        - le montant remboursé est faux
        - je demande un remboursement
      en:
        - I want a refund
        - where is my refund
        - give me my money back
        - I was charged twice
        - when will I be refunded
        - you owe me money
        - the amount refunded is wrong
        - I am asking for my money
steps:
  welcome:
    say: {fr: Bonjour., en: Hello.}
    listen: true
  hours:
    say: {fr: De neuf heures à midi., en: From nine to noon.}
    done: true
  refund:
    say: {fr: Un collègue s'en occupe., en: A colleague settles that.}
    transfer: true
"""
TESTS = """\
- name: opening hours
  language: en
  lines:
    - {says: what are your opening hours, step: anything_else}
"""


def make_shop(
    folder: Path, changes: Mapping[str, str] | None = None, tests: str = TESTS, name: str = "shop"
) -> Path:
    """Write the plan below `folder` with texts replaced, and a route to it; the plan's folder."""
    plan = PLAN
    for before, after in (changes or {}).items():
        assert before in plan, before
        plan = plan.replace(before, after)
    (folder / name / "tests").mkdir(parents=True, exist_ok=True)
    (folder / name / "plan.yaml").write_text(plan, encoding="utf-8")
    if tests:
        (folder / name / "tests" / "some.yaml").write_text(tests, encoding="utf-8")
    if not (folder / "routes.yaml").exists():
        (folder / "routes.yaml").write_text(f'routes:\n  "100": {name}\n', encoding="utf-8")
    return folder / name
