"""Dates as callers say them."""

from __future__ import annotations

from datetime import date

import pytest

from voice.turn import Language
from voice.understanding.dates import read_date

TUESDAY = date(2026, 3, 10)
"""The day of the calls in these tables."""


@pytest.mark.parametrize(
    ("language", "text", "iso"),
    [
        ("fr", "le 12 mars 1984", "1984-03-12"), ("fr", "le premier janvier deux mille un", "2001-01-01"),
        ("fr", "12/03/1984", "1984-03-12"), ("en", "March 12th, 1984", "1984-03-12"),
        ("en", "the 3rd of May 2001", "2001-05-03"), ("en", "31/02/2001", None),
        ("fr", "le vingt et un juin mille neuf cent quatre-vingt-quatre", "1984-06-21"),
        ("fr", "le douze mars dix-neuf cent quatre-vingt-quatre", "1984-03-12"),
        ("fr", "trois mai quatre-vingt-douze", "1992-05-03"), ("fr", "né le 2 août 75", "1975-08-02"),
        ("en", "the twenty third of march nineteen eighty four", "1984-03-23"),
        ("en", "March third nineteen oh four", "1904-03-03"), ("en", "26 of April 1929", "1929-04-26"),
        ("en", "seventh of the fourth nineteen ninety six", "1996-04-07"),
        ("en", "the 7th of April two thousand and six", "2006-04-07"), ("fr", "1984-03-12", "1984-03-12"),
        ("fr", "le 12 du 3 84", "1984-03-12"), ("en", "tomorrow", None), ("fr", "je ne sais plus", None),
    ],
)  # fmt: skip
def test_dates_with_their_year(language: Language, text: str, iso: str | None) -> None:
    found = read_date(text, language, asked=True)
    assert (found.value if found else None) == iso


@pytest.mark.parametrize(
    ("language", "text", "iso", "sure"),
    [
        ("fr", "aujourd'hui", "2026-03-10", True), ("fr", "demain matin", "2026-03-11", True),
        ("fr", "après-demain", "2026-03-12", True), ("fr", "hier soir", "2026-03-09", True),
        ("fr", "avant-hier", "2026-03-08", True), ("fr", "dans quinze jours", "2026-03-24", True),
        ("fr", "dans deux semaines", "2026-03-24", True), ("fr", "dans une semaine", "2026-03-17", True),
        ("fr", "il y a trois jours", "2026-03-07", True), ("fr", "d'ici huit jours", "2026-03-17", True),
        ("fr", "vendredi", "2026-03-13", True), ("fr", "mardi", "2026-03-10", False),
        ("fr", "lundi prochain", "2026-03-16", True), ("fr", "vendredi prochain", "2026-03-13", False),
        ("fr", "mardi prochain", "2026-03-17", True), ("fr", "jeudi de la semaine prochaine",
        "2026-03-19", True),
        ("fr", "mardi en huit", "2026-03-24", True), ("fr", "samedi dernier", "2026-03-07", True),
        ("fr", "le premier mai", "2026-05-01", True), ("fr", "le trois", "2026-04-03", True),
        ("fr", "le 15", "2026-03-15", True), ("fr", "03/05", "2026-05-03", True), ("fr", "le 9 mars",
        "2027-03-09", False),
        ("fr", "mardi non mercredi", "2026-03-11", True), ("fr", "dans un mois", "2026-04-10", False),
        ("fr", "à la fin du mois", "2026-03-31", False), ("fr", "la semaine prochaine", None, True),
        ("fr", "le 14 juillet à 15 heures", "2026-07-14", True), ("fr", "à 3 heures", None, True),
        ("en", "today", "2026-03-10", True), ("en", "tomorrow morning", "2026-03-11", True),
        ("en", "the day after tomorrow", "2026-03-12", True), ("en", "yesterday", "2026-03-09", True),
        ("en", "in two weeks", "2026-03-24", True), ("en", "in a week's time", "2026-03-17", True),
        ("en", "in a fortnight", "2026-03-24", True), ("en", "three days ago", "2026-03-07", True),
        ("en", "on Friday", "2026-03-13", True), ("en", "next Monday", "2026-03-16", True),
        ("en", "next Friday", "2026-03-20", False), ("en", "this Friday", "2026-03-13", True),
        ("en", "Tuesday week", "2026-03-24", True), ("en", "a week on Thursday", "2026-03-19", True),
        ("en", "last Saturday", "2026-03-07", True), ("en", "the 3rd", "2026-04-03", True),
        ("en", "on the twenty first", "2026-03-21", True), ("en", "03/05", "2026-05-03", False),
        ("en", "the third of May", "2026-05-03", True), ("en", "May 3rd", "2026-05-03", True),
        ("en", "no sorry the fourth of May", "2026-05-04", True), ("en", "next week", None, True),
        ("en", "Monday next week", "2026-03-16", True), ("en", "at 3 o'clock", None, True),
    ],
)  # fmt: skip
def test_dates_told_from_the_day_of_the_call(
    language: Language, text: str, iso: str | None, sure: bool
) -> None:
    found = read_date(text, language, TUESDAY, asked=True)
    assert (found.value if found else None) == iso
    assert found is None or found.sure is sure


@pytest.mark.parametrize(
    ("text", "iso"),
    [("lundi", "2026-03-09"), ("le 15", "2026-02-15"), ("le 20 novembre", "2025-11-20"), ("le 2 août 29",
    "1929-08-02"),
     ("02 08 29", "1929-08-02"), ("zéro deux zéro huit vingt-neuf", "1929-08-02")],
)  # fmt: skip
def test_dates_that_lie_behind(text: str, iso: str) -> None:
    found = read_date(text, "fr", TUESDAY, "past", asked=True)
    assert found and found.value == iso
