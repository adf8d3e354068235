"""What the pages say, in English and French."""

from __future__ import annotations

from voice.console.quality import words as quality
from voice.turn import LANGUAGES, Language

FRENCH: dict[str, str] = {
    "Overview": "Accueil",
    "Call": "Appeler",
    "Calls": "Appels",
    "Sign in": "Se connecter",
    "Sign out": "Se déconnecter",
    "Skip to content": "Aller au contenu",
    "Voice gateway": "Passerelle vocale",
    "Name": "Nom",
    "Password": "Mot de passe",
    "This name and password do not go together.": "Ce nom et ce mot de passe ne vont pas ensemble.",
    "Too many attempts. Wait a minute.": "Trop d’essais. Attendez une minute.",
    "Gateway is up": "La passerelle fonctionne",
    "Gateway is stopping": "La passerelle s’arrête",
    "Something is wrong": "Quelque chose ne va pas",
    "no calls in progress": "aucun appel en cours",
    "1 call in progress": "1 appel en cours",
    "{count} calls in progress": "{count} appels en cours",
    "Which number reaches what": "Quel numéro mène où",
    "No numbers are configured.": "Aucun numéro n’est configuré.",
    "With a SIP phone:": "Avec un téléphone SIP :",
    "Latest calls": "Derniers appels",
    "All calls": "Tous les appels",
    "No calls yet.": "Pas encore d’appel.",
    "Latest hand-overs": "Derniers transferts",
    "No hand-overs yet.": "Pas encore de transfert.",
    "To call back": "À rappeler",
    "Promised to callers": "Promis aux appelants",
    "Done": "Fait",
    "When": "Quand",
    "Caller": "Appelant",
    "Plan": "Plan",
    "Length": "Durée",
    "End": "Fin",
    "Person": "Personne",
    "in progress": "en cours",
    "unknown number": "numéro inconnu",
    "Call from the browser": "Appeler depuis le navigateur",
    "Talk to the bot as a caller would. Your microphone is used during the call only.": (
        "Parlez au bot comme le ferait un appelant. Le micro ne sert que pendant l’appel."
    ),
    "Whom to call": "Qui appeler",
    "Say, for example:": "Dites par exemple :",
    "Your number, as the bot will see it": "Votre numéro, tel que le bot le verra",
    "Ask for a person at any time, or press 0.": "Demandez une personne à tout moment, ou tapez 0.",
    "Hang up": "Raccrocher",
    "Mute": "Couper le micro",
    "Keypad": "Clavier",
    "Your keyboard’s 0–9, * and # work too.": "0–9, * et # de votre clavier marchent aussi.",
    "You": "Vous",
    "The other side": "L’autre côté",
    "Ready to call": "Prêt à appeler",
    "Asking for the microphone…": "Demande du micro…",
    "Ringing…": "Ça sonne…",
    "In call": "En communication",
    "Calling a person…": "Appel d’une personne…",
    "With a person": "Avec une personne",
    "Call ended": "Appel terminé",
    "See this call": "Voir cet appel",
    "The browser was not allowed to use the microphone. Allow it in the address bar, then call again.": (
        "Le navigateur n’a pas pu utiliser le micro. Autorisez-le dans la barre d’adresse et rappelez."
    ),
    "No microphone was found. Plug one in, then call again.": (
        "Aucun micro n’a été trouvé. Branchez-en un et rappelez."
    ),
    "Browsers give a microphone only to https pages or to localhost. Open this page that way.": (
        "Les navigateurs ne donnent le micro qu’aux pages https ou à localhost. Ouvrez cette page ainsi."
    ),
    "All lines are busy. Call again in a minute.": (
        "Toutes les lignes sont occupées. Rappelez dans une minute."
    ),
    "The gateway is stopping. Call again in a minute.": "La passerelle s’arrête. Rappelez dans une minute.",
    "The gateway does not answer. Is it still running?": (
        "La passerelle ne répond pas. Tourne-t-elle encore ?"
    ),
    "No sound gets through. A firewall may be blocking UDP between you and the gateway.": (
        "Le son ne passe pas. Un pare-feu bloque peut-être l’UDP entre vous et la passerelle."
    ),
    "The connection was lost.": "La connexion a été perdue.",
    "The gateway had a problem with this call.": "La passerelle a eu un problème avec cet appel.",
    "The gateway refused this call.": "La passerelle a refusé cet appel.",
    "You were signed out. Reload the page.": "Vous avez été déconnecté. Rechargez la page.",
    "The browser door is closed on this gateway.": "L’accès par navigateur est fermé sur cette passerelle.",
    "Call {id}": "Appel {id}",
    "Started": "Début",
    "Dialled": "Composé",
    "Language": "Langue",
    "Door": "Entrée",
    "Turns": "Échanges",
    "Plan version": "Version du plan",
    "Recording": "Enregistrement",
    "No recording was kept.": "Aucun enregistrement n’a été gardé.",
    "The caller is on the left, the bot and the person on the right. Click a time to hear it.": (
        "L’appelant est à gauche, le bot et la personne à droite. Cliquez une heure pour l’écouter."
    ),
    "Conversation": "Conversation",
    "Nothing was said.": "Rien n’a été dit.",
    "Bot": "Bot",
    "Agent": "Agent",
    "cut in": "interrompu",
    "key {keys}": "touche {keys}",
    "keys {keys}": "touches {keys}",
    "silence": "silence",
    "heard {percent} %": "entendu {percent} %",
    "after {seconds} s": "après {seconds} s",
    "step {step}": "étape {step}",
    "emotion": "émotion",
    "complexity": "complexité",
    "All events": "Tous les événements",
    "Summary for the person": "Résumé pour la personne",
    "Wants": "Demande",
    "What the bot told you": "Ce que le bot vous a dit",
    "Suggested next step": "Prochaine étape proposée",
    "You can begin with": "Vous pouvez commencer par",
    "Earlier calls of this number": "Appels précédents de ce numéro",
    "had a person": "a eu une personne",
    "Numbers can be forged: make sure who is speaking.": (
        "Un numéro peut être usurpé : vérifiez qui vous parle."
    ),
    "What is known": "Ce qu’on sait",
    "Nothing yet.": "Rien encore.",
    "confirmed": "confirmé",
    "not confirmed": "non confirmé",
    "What was done": "Ce qui a été fait",
    "What did not work": "Ce qui n’a pas marché",
    "Mood and difficulty": "Humeur et difficulté",
    "threshold {percent} %": "seuil {percent} %",
    "No sign of trouble.": "Aucun signe de difficulté.",
    "Last words": "Derniers mots",
    "Earlier in the call": "Plus tôt dans l’appel",
    "The whole call": "L’appel entier",
    "dialled {number}": "a composé le {number}",
    "There is no such page.": "Cette page n’existe pas.",
    "There is no such call. It may have been deleted.": (
        "Cet appel n’existe pas. Il a peut-être été supprimé."
    ),
    "There is no such hand-over. It may have been deleted.": (
        "Ce transfert n’existe pas. Il a peut-être été supprimé."
    ),
    "This page cannot be shown.": "Cette page ne peut pas être montrée.",
    "The records cannot be read right now. Calls go on; try again in a minute.": (
        "Les données ne sont pas lisibles en ce moment. Les appels continuent ; réessayez dans une minute."
    ),
    "Desk": "Bureau",
    "Who are you? Without users and passwords, the desk asks nobody for more than a name.": (
        "Qui êtes-vous ? Sans utilisateurs ni mots de passe, le bureau ne demande qu’un nom."
    ),
    "You are no agent here. The operator adds agents under desk.agents in the settings.": (
        "Vous n’êtes pas agent ici. L’exploitant ajoute les agents sous desk.agents dans les réglages."
    ),
    "Your status": "Votre statut",
    "Available": "Disponible",
    "Busy": "Occupé",
    "Break": "Pause",
    "Writing up": "Rédaction",
    "Signed out": "Absent",
    "Calls ring on my phone": "Les appels sonnent sur mon téléphone",
    "Queues and skills": "Files et compétences",
    "Waiting callers": "Appelants en attente",
    "Nobody is waiting.": "Personne n’attend.",
    "Colleagues": "Collègues",
    "Incoming call": "Appel entrant",
    "Take the call": "Prendre l’appel",
    "Why not, in a few words": "Pourquoi, en quelques mots",
    "Not my subject": "Pas mon domaine",
    "I need a moment": "J’ai besoin d’un instant",
    "I know this caller": "Je connais cette personne",
    "Decline": "Refuser",
    "During the call": "Pendant l’appel",
    "Hold": "Mettre en attente",
    "Pass on": "Transférer",
    "To": "À",
    "What the next person should know": "Ce que la personne suivante doit savoir",
    "What became of the call?": "Qu’est devenu l’appel ?",
    "Solved": "Résolu",
    "To follow up": "À suivre",
    "Wrong department": "Mauvais service",
    "Note": "Note",
    "Save, and be available": "Enregistrer et redevenir disponible",
    "What is being said": "Ce qui se dit",
    "How upset the caller sounds:": "Contrariété de l’appelant :",
    "No call. Be available, and the next caller rings here; or take one from the list.": (
        "Pas d’appel. Soyez disponible, et le prochain sonnera ici ; ou prenez-en un dans la liste."
    ),
    "Connected": "Connecté",
    "The gateway does not answer. Trying again…": "La passerelle ne répond pas. Nouvel essai…",
    "waiting for {age}": "attend depuis {age}",
    "was with a colleague": "était avec un collègue",
    "ringing at {agent}": "sonne chez {agent}",
    "for {agent}": "pour {agent}",
    "upset {mood} %": "contrarié {mood} %",
    "Take": "Prendre",
    "Your phone is ringing": "Votre téléphone sonne",
    "Pick up your phone: you hear the summary, then press 1.": (
        "Décrochez : vous entendez le résumé, puis appuyez sur 1."
    ),
    "You can press 1 on the phone, or the button.": "Appuyez sur 1 au téléphone, ou sur le bouton.",
    "Connecting…": "Connexion…",
    "Talking": "En communication",
    "On hold": "En attente",
    "Muted": "Micro coupé",
    "The call is over.": "L’appel est terminé.",
    "The caller is back in the queue.": "L’appelant est revenu dans la file.",
    "The caller was passed on.": "L’appelant a été transféré.",
    "Saved.": "Enregistré.",
    "{count} waiting": "{count} en attente",
    "Ask a colleague first": "Demander d’abord à un collègue",
    "Join them": "Mettre en relation",
    "Back to the caller": "Retour à l’appelant",
    "Asking {who}…": "Appel de {who}…",
    "Talking to {who}; the caller is on hold": "En communication avec {who} ; l’appelant est en attente",
    "{who} asks you": "{who} vous demande",
    "to call back": "à rappeler",
    "To call back by hand": "À rappeler à la main",
    "by hand": "à la main",
    "Calling…": "Appel en cours…",
    "Called": "Rappelé",
    "rung {count} times": "sonné {count} fois",
    "Alone at the desk.": "Seul au bureau.",
    "Warnings": "Alertes",
    "Help during the talk": "Aide pendant l’entretien",
    "You could say": "Vous pourriez dire",
    "Must be said": "À dire absolument",
    "Look up": "Consulter",
    "In your words": "Avec vos mots",
    "Said like this": "Dit ainsi",
    "Back": "Retour",
    "Said": "Dit",
    "Edit": "Modifier",
    "Dismiss": "Écarter",
    "Not needed": "Inutile ici",
    "said": "dit",
    "known, not shown": "connu, non affiché",
    "Nothing was found.": "Rien n’a été trouvé.",
    "The data could not be reached.": "Les données étaient inaccessibles.",
    "{count} characters": "{count} caractères",
    "Not said, and should have been:": "Non dit, à tort :",
    "not said": "non précisé",
    "What was it really about?": "De quoi s’agissait-il en fait ?",
    "Summary of the call": "Résumé de l’appel",
    "Keep no summary": "Ne pas garder de résumé",
    "Reply to the caller": "Réponse à la personne",
    "E-mail": "E-mail",
    "Text message": "SMS",
    "Send to": "Destinataire",
    "Subject": "Objet",
    "Write no reply": "Ne pas écrire de réponse",
    "Nothing is sent from here: the reply is kept with the summary, for your own system to send.": (
        "Rien n’est envoyé d’ici : la réponse est gardée avec le résumé, pour que votre système l’envoie."
    ),
    "What the agent wrote": "Ce que l’agent a écrit",
    "Proposed": "Proposé",
    "was really about {title}": "portait en fait sur {title}",
    "written up in {seconds} s": "rédigé en {seconds} s",
    "Back to the overview": "Retour à l’accueil",
} | quality.FRENCH
"""English sentence to French sentence; every text of the pages is here."""

CODES: dict[str, tuple[str, str]] = {
    "reason.caller_asked": ("The caller asked for a person", "L’appelant a demandé une personne"),
    "reason.plan": ("This request goes to a person", "Cette demande va à une personne"),
    "reason.limit": ("Beyond what the bot may do", "Au-delà de ce que le bot peut faire"),
    "reason.emotion": ("The caller is upset", "L’appelant est contrarié"),
    "reason.complexity": ("Too difficult for the bot", "Trop difficile pour le bot"),
    "reason.danger": ("Danger: act at once", "Danger : agir tout de suite"),
    "reason.vulnerable": ("A child, or somebody frail", "Un enfant, ou une personne fragile"),
    "reason.fraud": ("Suspected fraud", "Soupçon de fraude"),
    "reason.legal": ("Legal steps or personal data", "Justice ou données personnelles"),
    "reason.sensitive": ("A death in the family", "Un décès dans la famille"),
    "reason.engine_failed": ("The bot broke down", "Le bot est tombé en panne"),
    "reason.lookup_failed": ("The data could not be reached", "Les données étaient inaccessibles"),
    "reason.not_understood": ("The bot did not understand", "Le bot n’a pas compris"),
    "did.accepted": ("used", "utilisée"),
    "did.edited": ("used with other words", "utilisée avec d’autres mots"),
    "did.rejected": ("rejected", "refusée"),
    "did.dismissed": ("dismissed", "écartée"),
    "did.heard": ("heard in the agent’s words", "entendue dans la bouche de l’agent"),
    "result.solved": ("Solved", "Résolu"),
    "result.follow_up": ("To follow up", "À suivre"),
    "result.wrong_department": ("Wrong department", "Mauvais service"),
    "signal.anger": ("anger", "colère"),
    "signal.distress": ("distress", "détresse"),
    "signal.insult": ("insults", "insultes"),
    "signal.threat": ("threats", "menaces"),
    "signal.grievance": ("grievance", "grief"),
    "signal.irony": ("irony", "ironie"),
    "signal.bereavement": ("a death", "un décès"),
    "signal.child_gift": ("a child’s present", "un cadeau d’enfant"),
    "signal.shouting": ("shouting", "cris"),
    "signal.talks_over": ("talks over the bot", "coupe la parole"),
    "signal.negotiates": ("negotiates", "négocie"),
    "signal.two_sources": ("two sources differ", "deux sources divergent"),
    "signal.told_otherwise": (
        "was told something by somebody else",
        "quelqu’un d’autre lui a dit autre chose",
    ),
    "signal.not_answered": ("says it was not answered", "dit ne pas avoir eu de réponse"),
    "signal.wants_explained": ("wants an explanation", "veut une explication"),
    "signal.wavers": ("corrects or doubts himself", "se reprend ou doute"),
    "signal.contradicts": ("gives differing values", "donne des valeurs différentes"),
    "signal.several": ("several requests", "plusieurs demandes"),
    "signal.long_story": ("a long story", "une longue histoire"),
    "signal.not_understood": ("not understood", "pas compris"),
    "signal.repeats": ("says it again", "se répète"),
    "signal.out_of_scope": ("out of scope", "hors du domaine"),
    "signal.slot_failed": ("a value could not be had", "une donnée manque"),
    "signal.nothing_found": ("nothing found", "rien trouvé"),
    "signal.many_turns": ("many exchanges", "beaucoup d’échanges"),
    "signal.danger": ("danger", "danger"),
    "signal.minor": ("a minor", "un mineur"),
    "signal.vulnerable": ("somebody frail", "une personne fragile"),
    "signal.fraud": ("fraud", "fraude"),
    "signal.legal": ("legal steps", "justice"),
    "signal.data_protection": ("personal data", "données personnelles"),
    "mood.calm": ("calm", "calme"),
    "mood.annoyed": ("annoyed", "agacé"),
    "mood.upset": ("upset", "mécontent"),
    "presence.available": ("available", "disponible"),
    "presence.busy": ("busy", "occupé"),
    "presence.break": ("on a break", "en pause"),
    "presence.wrap_up": ("writing up", "rédige"),
    "presence.offline": ("signed out", "absent"),
    "presence.talking": ("in a call", "en communication"),
    "away.no_answer": (
        "You did not answer a call. Set yourself available when you are back.",
        "Vous n’avez pas répondu à un appel. Remettez-vous disponible à votre retour.",
    ),
    "away.agent_voicemail": (
        "Your phone answered and nobody pressed 1. Set yourself available when you are back.",
        "Votre téléphone a décroché et personne n’a appuyé sur 1. Remettez-vous disponible à votre retour.",
    ),
    "away.unreachable": (
        "Your phone could not be reached. Check it, then set yourself available.",
        "Votre téléphone est injoignable. Vérifiez-le, puis remettez-vous disponible.",
    ),
    "away.agent_hung_up": (
        "Your phone hung up before anybody pressed 1. Set yourself available when you are ready.",
        "Votre téléphone a raccroché avant l’appui sur 1. Remettez-vous disponible.",
    ),
    "away.line_lost": (
        "Your line broke during a call; the caller is back at the head of the queue.",
        "Votre ligne a été coupée pendant un appel ; la personne est revenue en tête de file.",
    ),
    "away.no_sound": (
        "No sound got through to you; the caller is back at the head of the queue.",
        "Le son ne passait pas chez vous ; la personne est revenue en tête de file.",
    ),
    "away.gone": ("Your page was closed.", "Votre page a été fermée."),
    "status.started": ("waiting", "en attente"),
    "status.offered": ("ringing", "ça sonne"),
    "status.answered": ("summary is being read", "résumé en lecture"),
    "status.accepted": ("taken", "pris"),
    "status.failed": ("not reached", "pas joint"),
    "status.message": ("message left", "message laissé"),
    "status.declined": ("declined", "refusé"),
    "status.busy": ("busy", "occupé"),
    "status.no_answer": ("no answer", "sans réponse"),
    "status.unreachable": ("unreachable", "injoignable"),
    "status.closed": ("closed", "fermé"),
    "status.caller_hung_up": ("caller hung up", "l’appelant a raccroché"),
    "status.agent_voicemail": ("only a mailbox", "une messagerie"),
    "status.caller_left": ("would not wait", "n’a pas attendu"),
    "status.agent_hung_up": ("agent hung up", "l’agent a raccroché"),
    "end.caller_hung_up": ("caller hung up", "l’appelant a raccroché"),
    "end.agent_hung_up": ("agent hung up", "l’agent a raccroché"),
    "end.completed": ("served", "servi"),
    "end.transferred": ("handed over", "transféré"),
    "end.callback": ("callback asked", "rappel demandé"),
    "end.voicemail": ("message left", "message laissé"),
    "end.unreachable_person": ("nobody reached", "personne de joint"),
    "end.caller_unreached": ("called back in vain", "rappelé en vain"),
    "end.line_lost": ("line lost", "ligne perdue"),
    "end.too_long": ("too long", "trop long"),
    "end.drained": ("gateway stopped", "passerelle arrêtée"),
    "end.failed": ("failed", "en échec"),
    "outcome.matched": ("understood", "compris"),
    "outcome.filled": ("filled in", "complété"),
    "outcome.command": ("command", "commande"),
    "outcome.no_match": ("not understood", "pas compris"),
    "outcome.no_input": ("no answer", "sans réponse"),
    "unheard.no_speech": ("hardly speech", "sans doute pas de la parole"),
    "unheard.low_confidence": ("too unclear", "trop peu clair"),
    "unheard.loop": ("the recognizer repeated itself", "la reconnaissance s’est répétée"),
    "unheard.invented": ("the recognizer made it up", "la reconnaissance l’a inventé"),
    "unheard.empty": ("no words", "pas de mots"),
    "door.sip": ("telephone", "téléphone"),
    "door.browser": ("browser", "navigateur"),
    "door.tape": ("recording", "enregistrement"),
    "door.typed": ("typed", "tapé"),
    "door.callback": ("called back", "rappel"),
    "callback.reached": ("reached", "joint"),
    "callback.busy": ("busy", "occupé"),
    "callback.declined": ("declined", "refusé"),
    "callback.no_answer": ("no answer", "sans réponse"),
    "callback.unreachable": ("unreachable", "injoignable"),
    "callback.agent_hung_up": ("agent hung up", "l’agent a raccroché"),
    "callback.no_agent": ("no agent took it", "aucun agent ne l’a pris"),
    "callback.not_allowed": ("number not to be dialled", "numéro à ne pas composer"),
    "callback.too_old": ("asked for long ago", "demandé il y a longtemps"),
    "callback.cut_off": ("was cut off while waiting", "coupé pendant l’attente"),
    "callback.no_queue": ("no queue for it", "pas de file pour cela"),
    "callback.dropped": ("passed on and not taken", "transféré et pas pris"),
    "callback.withdrawn": ("done meanwhile", "fait entre-temps"),
    "callback.stopped": ("gateway stopped", "passerelle arrêtée"),
    "language.en": ("English", "anglais"),
    "language.fr": ("French", "français"),
    "event.barged_in": ("The caller cut in", "L’appelant a coupé la parole"),
    "event.unheard": ("A sound that was not words", "Un son qui n’était pas des mots"),
    "event.language_found": ("Language found", "Langue trouvée"),
    "event.assessed": ("Weighed again", "Réévaluation"),
    "event.looked_up": ("Looked up", "Données consultées"),
    "event.handoff_started": ("Handing over to a person", "Transfert à une personne"),
    "event.handoff_offered": ("Ringing a person", "Une personne est appelée"),
    "event.handoff_answered": ("Picked up, summary is read", "Décroché, résumé en lecture"),
    "event.handoff_accepted": ("A person took the call", "Une personne a pris l’appel"),
    "event.handoff_failed": ("The person was not reached", "La personne n’a pas été jointe"),
    "event.queue_joined": ("Waiting in the queue", "Dans la file d’attente"),
    "event.queue_left": ("No longer in the queue", "Sorti de la file d’attente"),
    "event.agent_lost": ("The agent was lost", "L’agent a été perdu"),
    "event.passed_on": ("Passed on by the agent", "Transféré par l’agent"),
    "event.consulted": ("The agent asks a colleague", "L’agent demande à un collègue"),
    "event.consult_ended": ("What became of asking a colleague", "Résultat de la demande au collègue"),
    "callback.joined": ("passed on", "transmis"),
    "callback.came_back": ("back with the caller", "retour à l’appelant"),
    "callback.colleague_hung_up": ("the colleague hung up", "le collègue a raccroché"),
    "callback.agent_voicemail": ("only a mailbox", "une messagerie"),
    "callback.ended": ("over", "terminé"),
    "event.agent_held": ("Hold by the agent", "Mise en attente par l’agent"),
    "event.agent_muted": ("Mute by the agent", "Micro de l’agent"),
    "event.assist_offered": ("Suggested to the agent", "Proposé à l’agent"),
    "event.assist_used": ("Suggestion answered", "Suite donnée à la proposition"),
    "event.agent_looked_up": ("Looked up by the agent", "Données consultées par l’agent"),
    "event.callback_requested": ("A callback was asked for", "Un rappel a été demandé"),
    "event.callback_began": ("Calling back", "Rappel en cours"),
    "event.callback_dialled": ("Ringing the caller", "Le téléphone de l’appelant sonne"),
    "event.callback_answered": ("The caller picked up", "L’appelant a décroché"),
    "event.callback_ended": ("What became of calling back", "Résultat du rappel"),
    "event.request_noted": ("Noted for a colleague", "Noté pour un collègue"),
    "event.survey_answered": ("Asked for an opinion", "Avis demandé"),
    "event.plan_entered": ("Went on with another plan", "Suite dans un autre plan"),
    "event.recording_settled": ("Recording", "Enregistrement"),
    "event.voicemail_left": ("A message was left", "Un message a été laissé"),
    "event.held": ("On hold", "En attente"),
    "event.resumed": ("Back from hold", "Reprise"),
    "event.broke": ("Something of the gateway failed", "Une partie de la passerelle a failli"),
    "event.call_started": ("Call answered", "Appel décroché"),
    "event.call_ended": ("Call over", "Appel terminé"),
} | quality.CODES
"""Name of a typed value, by its kind, in English and French."""


class Words:
    """The texts of one request, in its language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, text: str, **values: object) -> str:
        """This sentence in the language, with its {values} filled in."""
        return self.unfilled(text).format(**values)

    def unfilled(self, text: str) -> str:
        """This sentence in the language, its {values} left for a script to fill in."""
        return FRENCH[text] if self.language == "fr" else text

    def known(self, text: str) -> str:
        """One of our sentences in the language; any other text as it is."""
        return FRENCH.get(text, text) if self.language == "fr" else text

    def code(self, kind: str, value: object) -> str:
        """The name of a typed value; the value itself when it has none."""
        names = CODES.get(f"{kind}.{value}")
        return names[LANGUAGES.index(self.language)] if names else str(value or "")

    def pick(self, texts: object) -> str:
        """The text in this language out of {language: text}, else any; plain text as it is."""
        if isinstance(texts, dict):
            return str(texts.get(self.language) or next(iter(texts.values()), ""))
        return str(texts)


def accepted(header: str) -> Language:
    """The best of our languages for an Accept-Language header (RFC 9110, 12.5.4)."""
    best: tuple[float, Language] = (0.0, "en")
    for part in header.lower().split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        for language in LANGUAGES:
            if tag.split("-")[0] == language and weight > best[0]:
                best = (weight, language)
    return best[1]
