// After a restart of the gateway this page puts the agent back where he was: queues, phone or browser, status.
// It is kept in the tab, so whoever has closed the page does not come back. Uses what desk.js defines.
"use strict";

const MOST_AWAY_MINUTES = 15; // after that the agent says himself that he is there
const KEPT = "desk.seat";

function keptSeat() {
  try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch { return null; }
}

function keepSeat(state) {
  const { name, status, skills, languages, on_phone: phone } = state.me;
  // A call that was cut short is written up: the caller stands among those to be called back by hand.
  const kept = { desk: state.desk, name, status: state.talk ? "wrap_up" : status, skills, languages, phone, at: Date.now() };
  try { sessionStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* without storage there is nothing to come back to */ }
}

let comingBack = false;

async function comeBack(kept, me) {
  comingBack = true;
  const chosen = {};
  if (me.known_skills.length > 1 && kept.skills.join() !== me.skills.join()) chosen.skills = kept.skills;
  if (me.known_languages.length > 1 && kept.languages.join() !== me.languages.join()) chosen.languages = kept.languages;
  if (me.has_phone && kept.phone !== me.on_phone) chosen.phone = kept.phone;
  const seated = !Object.keys(chosen).length || (await attempt("seat", chosen));
  const fresh = Date.now() - kept.at < MOST_AWAY_MINUTES * 60000;
  if (seated && fresh && kept.status !== me.status && (await attempt("status", { status: kept.status }))) {
    $("announce").textContent = say("The gateway was restarted; you are back as you were.");
  }
  comingBack = false;
  keepSeat(desk);
}

document.addEventListener("desk:state", (event) => {
  const state = event.detail, kept = keptSeat();
  if (comingBack) return;
  // Who has come back on another page already, or was set to a break by the desk, is left as he is.
  const asNew = state.me.status === "break" && !state.me.why;
  if (kept && kept.desk !== state.desk && kept.name === state.me.name && asNew) comeBack(kept, state.me);
  else keepSeat(state);
});
setInterval(() => { if (desk && !comingBack && stream.readyState === EventSource.OPEN) keepSeat(desk); }, 30000);
