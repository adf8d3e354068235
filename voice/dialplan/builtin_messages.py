"""What the bot says by itself when it takes a number to call back, or a message."""

from __future__ import annotations

from collections.abc import Mapping

from voice.turn import Language

MESSAGES: Mapping[str, Mapping[Language, tuple[str, ...]]] = {
    # Calling back
    "callback_offer": {
        "fr": (
            "Voulez-vous qu'on vous rappelle au {number} ? Dites oui ou appuyez sur un. "
            "Sinon, donnez-moi un autre numéro, puis dièse.",
            "Je répète : vous rappeler au {number}, oui ou non ?",
        ),
        "en": (
            "Shall we call you back on {number}? Say yes or press one. "
            "Or give me another number, then the hash key.",
            "Once more: shall we call you back on {number}, yes or no?",
        ),
    },
    "callback_ask": {
        "fr": (
            "À quel numéro pouvons-nous vous rappeler ? Dites-le, ou tapez-le, puis dièse.",
            "Quel est votre numéro, chiffre par chiffre ? Ou dites « message » pour laisser un message.",
        ),
        "en": (
            "What number can we call you back on? Say it, or key it in, then the hash key.",
            "What is your number, digit by digit? Or say message to leave a message.",
        ),
    },
    "callback_confirm": {
        "fr": ("{number}, c'est bien ça ? Dites oui, ou appuyez sur un.",),
        "en": ("{number}, is that right? Say yes, or press one.",),
    },
    "callback_done": {
        "fr": ("C'est noté. Nous vous rappelons au {number}. Au revoir.",),
        "en": ("That's noted. We'll call you back on {number}. Goodbye.",),
    },
    "callback_times": {
        "fr": (
            "Nous vous rappelons dès que quelqu'un est libre : appuyez sur un. Ou bien choisissez : {times}.",
            "Dites « dès que possible », ou appuyez sur un. Ou bien {times}.",
        ),
        "en": (
            "We'll call as soon as somebody is free: press one. Or choose a time: {times}.",
            "Say as soon as possible, or press one. Or else {times}.",
        ),
    },
    "callback_time_full": {
        "fr": ("Cet horaire n'est plus libre.",),
        "en": ("That time is no longer free.",),
    },
    "callback_time_none": {
        "fr": ("Je n'ai rien à ce moment-là.",),
        "en": ("I have nothing then.",),
    },
    "callback_no_later": {
        "fr": ("Je n'ai rien de plus tard, alors nous vous rappelons dès que quelqu'un est libre.",),
        "en": ("I have nothing later than that, so we'll call as soon as somebody is free.",),
    },
    "callback_no_time": {
        "fr": ("Je n'ai pas compris quand, alors nous vous rappelons dès que quelqu'un est libre.",),
        "en": ("I didn't catch when, so we'll call as soon as somebody is free.",),
    },
    "callback_done_at": {
        "fr": ("C'est noté. Nous vous rappelons au {number}, {time}. Au revoir.",),
        "en": ("That's noted. We'll call you back on {number}, {time}. Goodbye.",),
    },
    # Leaving a message
    "voicemail": {
        "fr": ("Laissez-nous un message après le bip. Terminez par dièse, ou raccrochez.",),
        "en": ("Please leave us a message after the tone. End with hash, or just hang up.",),
    },
    "voicemail_only": {
        "fr": ("Seul ce message sera enregistré.",),
        "en": ("Only this message will be recorded.",),
    },
    "voicemail_thanks": {
        "fr": ("Merci, votre message est enregistré. Un conseiller l'écoutera. Au revoir.",),
        "en": ("Thank you, your message has been saved. Someone will listen to it. Goodbye.",),
    },
    "voicemail_empty": {
        "fr": (
            "Je n'ai rien entendu, donc aucun message n'est enregistré. "
            "Vous pouvez rappeler quand vous voulez. Au revoir.",
        ),
        "en": ("I heard nothing, so no message has been saved. You are welcome to call again. Goodbye.",),
    },
}
