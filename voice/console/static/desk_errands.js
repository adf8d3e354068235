// Giving the caller back to the bot for a simple step. Uses what desk.js defines; every word is set as text.
"use strict";

let cameBack = ""; // the errand that the page has told of last
const errand = () => desk?.talk?.errand || null;

function openGive(open = $("give").hidden) {
  $("give").hidden = !open;
  $("give-open").setAttribute("aria-expanded", String(open));
  if (open) $("give-what").querySelector("button")?.focus();
}

function showErrand() {
  const talk = desk.talk, now = errand(), back = talk?.came_back || null;
  const choices = talk?.joined && !asking() && !now ? talk.errands : [];
  $("give-open").hidden = !talk?.errands?.length;
  $("give-open").disabled = !choices.length;
  if (!choices.length && !$("give").hidden) openGive(false);
  if ($("give-what").dataset.choices !== JSON.stringify(choices)) {
    $("give-what").dataset.choices = JSON.stringify(choices);
    $("give-what").replaceChildren(...choices.map((each) => element("button", { type: "button", class: "quiet", "data-errand": each.name },
      each.title, each.ends ? element("span", { class: "faint" }, ` ${say("(then the call ends)")}`) : "")));
  }
  const shown = $("errand").hidden ? "" : $("errand").dataset.state;
  const state = now ? "under way" : back ? "back" : "";
  $("errand").hidden = !state;
  $("errand").dataset.state = state;
  $("take-back").hidden = !now;
  if (!state) { cameBack = ""; return; }
  const text = now ? say("The bot has the caller: {title}", now) : say("The caller is back ({title}): {outcome}", back);
  if ($("errand-what").textContent !== text) $("errand-what").textContent = text;
  $("errand-then").textContent = now ? say(now.ends ? "The call ends after it; you may hang up and write up." : "The caller comes back to you after it.") : "";
  if (now) {
    for (const id of ["mute", "hold", "pass-open"]) $(id).disabled = true;
    $("talk-state").textContent = say("With the bot");
    if (shown !== state && !typing()) $("take-back").focus();
  } else if (cameBack !== String(back.at)) {
    cameBack = String(back.at);
    briefOf = ""; // the summary holds what the bot took
    showBrief().catch(() => {});
    if (!typing()) $("mute").focus({ preventScroll: true });
  }
}

function showTaken(talk) {
  const none = errand() ? [element("dt", { class: "faint" }, say("Nothing given yet."))] : [];
  const given = (talk.taken || []).flatMap((each) => [element("dt", {}, each.title),
    element("dd", { class: "tel" }, each.value, " ", each.sure ? element("span", { class: "chip good" }, say("confirmed")) : "")]);
  $("errand-taken").replaceChildren(...(given.length ? given : none));
}

document.addEventListener("desk:state", showErrand);
document.addEventListener("desk:talk", (event) => showTaken(event.detail));
$("give-open").addEventListener("click", () => openGive());
$("give-what").addEventListener("click", async (event) => {
  const button = event.target.closest("[data-errand]");
  if (button && (await attempt("give-back", { errand: button.dataset.errand }))) openGive(false);
});
$("take-back").addEventListener("click", () => attempt("take-back"));
document.addEventListener("keydown", (event) => {
  if (typing() || event.ctrlKey || event.altKey || event.metaKey || event.repeat || !desk?.talk?.joined) return;
  const keys = { g: () => !$("give-open").disabled && !$("give-open").hidden && openGive(), b: () => errand() && attempt("take-back") };
  const act = keys[event.key.toLowerCase()];
  if (act) { event.preventDefault(); act(); }
});
