"""A folder of dialplans for tests: a corner shop whose sentences name the edition they come from."""

from __future__ import annotations

from pathlib import Path

PLAN = """\
title: {en: the corner shop, fr: l'épicerie}
languages: [en, fr]
start: welcome
targets:
  support: {address: "sip:support@127.0.0.1:5070", ring: 10}
intents:
  opening_hours:
    title: {en: opening hours, fr: horaires}
    examples:
      en: [when are you open, what are your opening hours, are you open today, opening times please]
      fr: [quand êtes-vous ouverts, quels sont vos horaires, êtes-vous ouverts aujourd'hui, les horaires]
    goto: hours
  order_status:
    title: {en: where an order is, fr: suivi de commande}
    examples:
      en: [where is my order, track my parcel, my order has not arrived, order status]
      fr: [où est ma commande, suivre mon colis, ma commande n'est pas arrivée, statut de commande]
    goto: colleague
steps:
  welcome:
    say: {en: "Hello, this is edition EDITION of the corner shop.", fr: "Bonjour, ici l'épicerie, EDITION."}
    listen: true
  hours:
    say: {en: Edition EDITION opens at nine., fr: "EDITION : ouvert à neuf heures."}
    done: true
  colleague:
    transfer: support
"""
ROUTES = 'routes:\n  "100": shop\n'


def plan(edition: int | str) -> str:
    """The plan of one edition, always of the same length."""
    return PLAN.replace("EDITION", f"{edition:0>3}")


def write(folder: Path, edition: int | str = 0, name: str = "shop") -> Path:
    """The plan of one edition in a folder of dialplans."""
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "plan.yaml").write_text(plan(edition), encoding="utf-8")
    routes = folder / "routes.yaml"
    if not routes.exists():
        routes.write_text(ROUTES, encoding="utf-8")
    return folder
