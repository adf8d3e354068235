"""What the bot says by itself around people: before a transfer, when one fails, and on an agent's errand."""

from __future__ import annotations

from collections.abc import Mapping

from voice.turn import Language

PEOPLE: Mapping[str, Mapping[Language, tuple[str, ...]]] = {
    # While an agent has given the caller back to the bot
    "errand_begins": {
        "fr": ("Mon collègue me confie la suite un instant. Vous le retrouvez juste après.",),
        "en": ("My colleague has asked me to take over for a moment. You'll be back together right after.",),
    },
    "errand_begins_end": {
        "fr": ("Mon collègue me confie la fin de l'appel.",),
        "en": ("My colleague has asked me to finish the call with you.",),
    },
    "errand_back": {
        "fr": ("Merci. Je vous repasse mon collègue.",),
        "en": ("Thank you. I'm putting you back through to my colleague.",),
    },
    "errand_stopped": {
        "fr": ("D'accord. Je vous repasse mon collègue.",),
        "en": ("All right. I'm putting you back through to my colleague.",),
    },
    "errand_taken_back": {
        "fr": ("Voici de nouveau mon collègue.",),
        "en": ("Here is my colleague again.",),
    },
    "errand_noted": {
        "fr": ("Merci, c'est noté.",),
        "en": ("Thank you, that's noted.",),
    },
    # Before a person takes over
    "transfer_caller_asked": {
        "fr": ("Bien sûr. Je vous passe un conseiller, restez en ligne.",),
        "en": ("Of course. I'm putting you through to someone, please hold on.",),
    },
    "transfer_plan": {
        "fr": ("Pour cela, je vous passe un conseiller. Restez en ligne.",),
        "en": ("One of my colleagues handles that. I'm putting you through, please hold on.",),
    },
    "transfer_limit": {
        "fr": ("Pour la suite, je vous passe un conseiller. Restez en ligne.",),
        "en": ("From here on, a colleague will help you. Please hold on.",),
    },
    "transfer_emotion": {
        "fr": ("Je comprends, et je suis désolée. Je vous passe quelqu'un tout de suite.",),
        "en": ("I understand, and I'm sorry. I'm putting you through to someone right away.",),
    },
    "transfer_complexity": {
        "fr": ("Un conseiller saura mieux vous répondre que moi. Je vous le passe.",),
        "en": ("A colleague can help you better with this than I can. I'm putting you through.",),
    },
    "transfer_danger": {
        "fr": (
            "Si une vie est en danger, raccrochez et appelez le 15 ou le 112 maintenant. "
            "Sinon restez en ligne, je vous passe quelqu'un tout de suite.",
        ),
        "en": (
            "If a life is in danger, hang up and call 112 or 999 now. "
            "Otherwise stay on the line, I'm getting someone for you right away.",
        ),
    },
    "transfer_vulnerable": {
        "fr": ("D'accord. Ne raccrochez pas, je vous passe quelqu'un tout de suite.",),
        "en": ("All right. Please stay on the line, I'm getting someone for you now.",),
    },
    "transfer_fraud": {
        "fr": ("Vous faites bien d'appeler. Je vous passe quelqu'un tout de suite, restez en ligne.",),
        "en": ("You were right to call. I'm putting you through to someone right away, please hold on.",),
    },
    "transfer_legal": {
        "fr": ("Je vous passe une personne qui peut s'en occuper. Restez en ligne.",),
        "en": ("I'm putting you through to someone who can deal with this. Please hold on.",),
    },
    "transfer_sensitive": {
        "fr": ("Je suis sincèrement désolée. Je vous passe quelqu'un tout de suite.",),
        "en": ("I am very sorry. I'm putting you through to someone right away.",),
    },
    "transfer_distress": {
        "fr": ("Je suis vraiment désolée. Je vous passe tout de suite une personne qui va vous aider.",),
        "en": ("I'm so sorry. I'm getting someone to help you right away.",),
    },
    "transfer_upset": {
        "fr": ("Je comprends. Je vous passe quelqu'un tout de suite.",),
        "en": ("I understand. I'm putting you through right away.",),
    },
    "transfer_engine_failed": {
        "fr": ("J'ai un souci technique, je suis désolée. Je vous passe un conseiller.",),
        "en": ("Something on my side has failed, I'm sorry. I'm putting you through to a person.",),
    },
    "transfer_lookup_failed": {
        "fr": ("Je n'arrive pas à consulter votre dossier, je suis désolée. Je vous passe un conseiller.",),
        "en": ("I can't reach your details at the moment, I'm sorry. I'm putting you through to a person.",),
    },
    "transfer_not_understood": {
        "fr": ("Je vous comprends mal, pardonnez-moi. Je vous passe un conseiller.",),
        "en": ("I'm not understanding you well, forgive me. I'm putting you through to a person.",),
    },
    "transfer_silence": {
        "fr": ("Je ne vous entends pas. Je vous passe un conseiller.",),
        "en": ("I can't hear you. I'm putting you through to a person.",),
    },
    "transfer_too_long": {
        "fr": ("Cela fait un moment que nous parlons. Un conseiller va prendre la suite.",),
        "en": ("We have been at this for a while. A colleague will take over.",),
    },
    # When a person could not be reached
    "failed_declined": {
        "fr": ("Ce conseiller ne peut pas prendre votre appel. J'essaie quelqu'un d'autre.",),
        "en": ("That colleague can't take your call. I'm trying someone else.",),
    },
    "failed_busy": {
        "fr": ("La ligne est occupée. J'essaie quelqu'un d'autre.",),
        "en": ("That line is busy. I'm trying someone else.",),
    },
    "failed_no_answer": {
        "fr": ("Personne ne répond à ce poste. J'essaie quelqu'un d'autre.",),
        "en": ("Nobody is picking up there. I'm trying someone else.",),
    },
    "failed_unreachable": {
        "fr": ("Ce poste ne répond pas. J'essaie quelqu'un d'autre.",),
        "en": ("I can't reach that line. I'm trying someone else.",),
    },
    "failed_closed": {
        "fr": ("Ce service est fermé. J'essaie quelqu'un d'autre.",),
        "en": ("That department is closed. I'm trying someone else.",),
    },
    "failed_agent_hung_up": {
        "fr": ("L'appel n'a pas abouti. J'essaie quelqu'un d'autre.",),
        "en": ("That call didn't go through. I'm trying someone else.",),
    },
    "failed_agent_voicemail": {
        "fr": ("Personne ne répond à ce poste. J'essaie quelqu'un d'autre.",),
        "en": ("Nobody is picking up there. I'm trying someone else.",),
    },
    "nobody_agent_voicemail": {
        "fr": ("Personne ne répond en ce moment, je suis désolée.",),
        "en": ("Nobody is answering at the moment, I'm sorry.",),
    },
    "nobody_caller_left": {
        "fr": ("D'accord, vous n'attendez plus.",),
        "en": ("All right, no more waiting.",),
    },
    "nobody_declined": {
        "fr": ("Personne ne peut prendre votre appel pour l'instant, je suis désolée.",),
        "en": ("Nobody can take your call just now, I'm sorry.",),
    },
    "nobody_busy": {
        "fr": ("Toutes les lignes sont occupées, je suis désolée.",),
        "en": ("All our lines are busy, I'm sorry.",),
    },
    "nobody_no_answer": {
        "fr": ("Personne ne répond en ce moment, je suis désolée.",),
        "en": ("Nobody is answering at the moment, I'm sorry.",),
    },
    "nobody_unreachable": {
        "fr": ("Je n'arrive à joindre personne en ce moment, je suis désolée.",),
        "en": ("I can't reach anyone at the moment, I'm sorry.",),
    },
    "nobody_closed": {
        "fr": ("Nos conseillers ne sont pas là en ce moment, je suis désolée.",),
        "en": ("Our team isn't here right now, I'm sorry.",),
    },
    "nobody_agent_hung_up": {
        "fr": ("L'appel n'a pas abouti, je suis désolée.",),
        "en": ("The call didn't go through, I'm sorry.",),
    },
    "person_tried": {
        "fr": ("J'ai déjà essayé, et personne n'est libre. Je ne veux pas vous faire attendre pour rien.",),
        "en": ("I have tried already, and nobody is free. I don't want to keep you waiting for nothing.",),
    },
    "danger_alone": {
        "fr": ("Si une vie est en danger, raccrochez et appelez le 15 ou le 112 maintenant.",),
        "en": ("If a life is in danger, hang up and call 112 or 999 now.",),
    },
}
