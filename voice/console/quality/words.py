"""What the quality pages say, in English and French; part of voice/console/sentences.py and names.py."""

from __future__ import annotations

FRENCH: dict[str, str] = {
    "Quality": "Qualité",
    "Calls to judge": "Appels à évaluer",
    "From": "Du",
    "Until": "Au",
    "Score": "Score",
    "Judgement": "Jugement",
    "Words": "Mots",
    "any": "tous",
    "all": "toutes",
    "Search": "Chercher",
    "Clear": "Effacer",
    "Criteria of the scorecard": "Critères de la grille",
    "Scorecards as a table (CSV)": "Grilles en tableau (CSV)",
    "Write a date such as 2026-03-01, or how long ago: 36h, 7d, 2w.": (
        "Écrivez une date comme 2026-03-01, ou depuis quand : 36h, 7d (jours), 2w (semaines)."
    ),
    "There is no such end of a call.": "Aucun appel ne finit ainsi.",
    "Write emotion>0.6 or complexity<=0.3; scores go from 0 to 1.": (
        "Écrivez emotion>0.6 ou complexity<=0.3 ; les scores vont de 0 à 1."
    ),
    "There is no such judgement.": "Ce jugement n’existe pas.",
    "No call fits. Take a filter out, or go further back.": (
        "Aucun appel ne correspond. Retirez un filtre, ou remontez plus loin."
    ),
    "Judged by": "Évalué par",
    "nobody yet": "personne encore",
    "Older calls": "Appels plus anciens",
    "Go on searching": "Continuer la recherche",
    "Many calls were looked through; older ones may fit too.": (
        "Beaucoup d’appels ont été parcourus ; de plus anciens peuvent correspondre."
    ),
    "Keys: / to the filters, j and k through the calls, Enter opens one.": (
        "Touches : / vers les filtres, j et k d’un appel à l’autre, Entrée pour ouvrir."
    ),
    "This address holds the filters: share it.": "Cette adresse contient les filtres : partagez-la.",
    "All that was found": "Retour aux résultats",
    "Hear and judge this call": "Écouter et évaluer cet appel",
    "Next call": "Appel suivant",
    "Listen": "Écouter",
    "Caller’s voice": "Voix de l’appelant",
    "Bot and person": "Bot et personne",
    "Scores": "Scores",
    "Answer time": "Temps de réponse",
    "emotion reached {score} % at {at}, complexity {other} % at {then}": (
        "l’émotion a atteint {score} % à {at}, la complexité {other} % à {then}"
    ),
    "threshold": "seuil",
    "answers: {count}, usually after {usual} s, at worst {worst} s (turn {turn})": (
        "réponses : {count}, en général après {usual} s, au pire {worst} s (échange {turn})"
    ),
    "No answer was timed.": "Aucun temps de réponse n’a été mesuré.",
    "Nothing was scored.": "Rien n’a été évalué.",
    "Speed": "Vitesse",
    "Follow the text": "Suivre le texte",
    "Keys on": "Touches actives",
    "Keys": "Touches",
    "play and stop": "lecture et arrêt",
    "five seconds back and on": "cinq secondes en arrière, en avant",
    "line by line; Enter plays from there": "ligne à ligne ; Entrée lit à partir de là",
    "speed": "vitesse",
    "comment on this moment": "commenter cet instant",
    "judge": "évaluer",
    "replay under another plan": "rejouer avec un autre plan",
    "next call": "appel suivant",
    "This address holds the moment that is played: share it.": (
        "Cette adresse contient l’instant écouté : partagez-la."
    ),
    "Play from {at}": "Lire à partir de {at}",
    "Why:": "Pourquoi :",
    "Evidence": "Indices",
    "To a person: {side} came to {score} %, and the plan’s threshold is {limit} %.": (
        "Vers une personne : {side} à {score} %, et le seuil du plan est {limit} %."
    ),
    "To a person: {side} came to {score} %, and the plan’s threshold is {limit} %;"
    " what counted most was {signals}.": (
        "Vers une personne : {side} à {score} %, et le seuil du plan est {limit} % ;"
        " ce qui a le plus compté : {signals}."
    ),
    "To a person at once, whatever the scores, for this was heard: {signal}.": (
        "Vers une personne tout de suite, quels que soient les scores, car on a entendu : {signal}."
    ),
    "strength {strength} %, weight {weight} %": "force {strength} %, poids {weight} %",
    "What the agent did with the suggestions": "Ce que l’agent a fait des propositions",
    "Suggestion": "Proposition",
    "What became of it": "Ce qu’elle est devenue",
    "as:": "ainsi :",
    "Your judgement": "Votre jugement",
    "Your name": "Votre nom",
    "Should a person have had this call?": "Une personne aurait-elle dû avoir cet appel ?",
    "yes": "oui",
    "no": "non",
    "not said": "sans avis",
    "at the latest at turn": "au plus tard à l’échange",
    "any turn": "peu importe",
    "Mood of the caller": "Humeur de l’appelant",
    "What came of the request?": "Qu’est devenue la demande ?",
    "Scorecard": "Grille",
    "There are no criteria yet.": "Il n’y a pas encore de critères.",
    "Add some": "En ajouter",
    "Save": "Enregistrer",
    "Total {percent} %": "Total {percent} %",
    "What others say": "Ce que disent les autres",
    "(shown open once you have judged the call)": "(ouvert une fois votre jugement enregistré)",
    "to a person": "à une personne",
    "to a person by turn {turn}": "à une personne avant l’échange {turn}",
    "stays with the bot": "reste au bot",
    "agree": "d’accord",
    "differ": "pas d’accord",
    "How far raters agree on this plan’s calls": "Accord entre évaluateurs sur les appels de ce plan",
    "To a person?": "À une personne ?",
    "Yes or no": "Oui ou non",
    "One to five": "De un à cinq",
    "κ {kappa} on {count}": "κ {kappa} sur {count}",
    "{count}, not to be told from chance": "{count}, indiscernable du hasard",
    "{close} of {count} within one point": "{close} sur {count} à un point près",
    "Cohen’s κ: 1 is full agreement, 0 what chance alone gives.": (
        "κ de Cohen : 1 est l’accord complet, 0 ce que donne le hasard."
    ),
    "Comments": "Commentaires",
    "No comments yet.": "Pas encore de commentaire.",
    "Your comment": "Votre commentaire",
    "at this moment:": "à cet instant :",
    "Add": "Ajouter",
    "Remove": "Retirer",
    "Replay under another plan": "Rejouer avec un autre plan",
    "Plan to replay under": "Plan à utiliser",
    "{name}, as it is now": "{name}, tel qu’il est",
    "draft {name}": "brouillon {name}",
    "version {name}": "version {name}",
    "with its sound (minutes; hears and speaks everything again)": (
        "avec le son (minutes ; tout est réentendu et redit)"
    ),
    "Replay": "Rejouer",
    "In a call back people talk: the bot decides nothing that could be replayed.": (
        "Dans un rappel, des personnes se parlent : le robot ne décide rien qui puisse être rejoué."
    ),
    "No plan of this call is at hand: put a draft, a folder with a plan.yaml, into the folder of drafts.": (
        "Aucun plan de cet appel n’est là : mettez un brouillon, un dossier avec un plan.yaml,"
        " dans le dossier des brouillons."
    ),
    "Live calls go first: a replay runs when the machine has nothing else to do, one at a time.": (
        "Les appels en cours passent d’abord : un rejeu tourne quand la machine n’a rien d’autre à faire,"
        " un à la fois."
    ),
    "by its words": "par ses mots",
    "with its sound": "avec le son",
    "waiting…": "en attente…",
    "running…": "en cours…",
    "Every decision is the same.": "Toutes les décisions sont les mêmes.",
    "First difference at turn {turn}:": "Première différence à l’échange {turn} :",
    "First difference at the opening:": "Première différence à l’ouverture :",
    "Turn {turn}": "Échange {turn}",
    "Opening": "Ouverture",
    "first difference": "première différence",
    "counterfactual: the recorded caller answers a bot that is not there any more": (
        "contrefactuel : l’appelant enregistré répond à un bot qui n’est plus là"
    ),
    "then": "alors",
    "now": "maintenant",
    "The replay took too long and was ended.": "Le rejeu durait trop longtemps et a été arrêté.",
    "The replay could not be run.": "Le rejeu n’a pas pu tourner.",
    "Too many replays are waiting. Try again in a minute.": (
        "Trop de rejeux attendent. Réessayez dans une minute."
    ),
    "This cannot be saved as it was sent. Go back and look over the form.": (
        "Ceci ne peut pas être enregistré tel quel. Revenez en arrière et vérifiez le formulaire."
    ),
    "What calls are marked for. The scale of a criterion that has marks stays: retire it and add another.": (
        "Ce pour quoi les appels sont notés. L’échelle d’un critère déjà noté reste : retirez-le,"
        " puis ajoutez-en un autre."
    ),
    "Criterion": "Critère",
    "Scale": "Échelle",
    "Weight": "Poids",
    "retired": "retiré",
    "A new criterion": "Un nouveau critère",
    "Back to the calls": "Retour aux appels",
    "turns: {count}": "échanges : {count}",
}

CODES: dict[str, tuple[str, str]] = {
    "signal.asked_for_person": ("the wish for a person", "le souhait de parler à une personne"),
    "did.accepted": ("used", "reprise"),
    "did.edited": ("used in other words", "reprise autrement"),
    "did.dismissed": ("dismissed", "écartée"),
    "did.heard": ("said", "dite"),
    "did.left": ("left", "laissée"),
    "suggested.reply": ("to say", "à dire"),
    "suggested.lookup": ("to look up", "à consulter"),
    "suggested.reminder": ("reminder", "rappel"),
    "suggested.warning": ("warning", "alerte"),
    "judged.nobody": ("nobody has judged", "personne n’a évalué"),
    "judged.somebody": ("somebody has judged", "quelqu’un a évalué"),
    "judged.to_person": ("should have had a person", "devait aller à une personne"),
    "judged.with_bot": ("rightly with the bot", "restait à raison au bot"),
    "judged.disputed": ("raters differ", "les évaluateurs diffèrent"),
    "caller_mood.calm": ("calm", "calme"),
    "caller_mood.upset": ("upset", "contrarié"),
    "caller_mood.angry": ("angry", "en colère"),
    "caller_mood.distressed": ("distressed", "en détresse"),
    "solved.solved": ("solved", "résolue"),
    "solved.partly": ("partly", "en partie"),
    "solved.unsolved": ("unsolved", "non résolue"),
    "scale.yes_no": ("yes or no", "oui ou non"),
    "scale.one_to_five": ("one to five", "de un à cinq"),
    "change.now_transferred": ("now transferred", "maintenant transféré"),
    "change.no_longer_transferred": ("no longer transferred", "n’est plus transféré"),
    "change.other_person": ("another person, or for another reason", "autre personne, ou autre raison"),
    "change.other_step": ("another step", "autre étape"),
    "change.other_slot": ("another slot value", "autre valeur"),
    "change.other_request": ("another request understood", "autre demande comprise"),
    "change.other_data": ("other data looked up", "autres données consultées"),
    "change.other_promise": ("another promise", "autre promesse"),
    "change.other_words": ("other words of the bot", "autres mots du bot"),
    "change.other_end": ("another end", "autre fin"),
    "change.other_turns": ("a turn more or less", "un échange de plus ou de moins"),
    "row.turn": ("turn", "échange"),
    "row.caller": ("caller", "appelant"),
    "row.understood": ("understood", "compris"),
    "row.slots": ("values", "valeurs"),
    "row.outcome": ("outcome", "résultat"),
    "row.step": ("step", "étape"),
    "row.why": ("why", "pourquoi"),
    "row.scores": ("scores", "scores"),
    "row.evidence": ("evidence", "indices"),
    "row.data": ("data", "données"),
    "row.bot": ("bot", "bot"),
    "row.promised": ("promised", "promis"),
    "row.transfer": ("transfer", "transfert"),
    "row.end": ("end", "fin"),
}
