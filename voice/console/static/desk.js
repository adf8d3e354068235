// The desk: shows what the gateway tells over server-sent events, and asks it to do what the agent wants.
// Every word of a caller is set as text, never as markup.
"use strict";

const $ = (id) => document.getElementById(id);
const root = $("main");
const words = JSON.parse(root.dataset.words);
const as = root.dataset.as ? `?as=${encodeURIComponent(root.dataset.as)}` : "";
const say = (text, values = {}) =>
  Object.entries(values).reduce((said, [name, value]) => said.replaceAll(`{${name}}`, value), words[text] || text);

let desk = null; // the last state told
let offset = 0; // the desk's clock minus this page's, in seconds
let briefOf = ""; // what the shown summary was made of
let before = { offer: "", talk: "", wrap: "" };

const now = () => performance.now() / 1000 + offset;
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

function complain(text) {
  $("problem").textContent = text ? words[text] || text : "";
  $("problem").hidden = !text;
}

async function ask(what, body = {}) {
  let answer;
  try {
    answer = await fetch(`/api/desk/${what}${as}`, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });
  } catch {
    throw new Error("The gateway does not answer. Trying again…");
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 401) throw new Error("You were signed out. Reload the page.");
  if (!answer.ok) throw new Error(said.message || "The gateway does not answer. Trying again…");
  return said;
}

async function attempt(what, body) {
  complain("");
  try { return await ask(what, body); } catch (error) { complain(error.message); return null; }
}

// -- showing --

function about(caller) {
  const mood = caller.mood ? element("span", { class: `chip ${caller.mood >= 60 ? "bad" : caller.mood >= 30 ? "live" : ""}` }, say("upset {mood} %", { mood: caller.mood })) : "";
  return [
    element("p", { class: "caller-top" }, element("strong", { class: "tel" }, caller.caller), " ",
      element("span", { class: "faint" }, `${caller.queue} · ${caller.language}`)),
    element("p", { class: "caller-reason" }, element("span", { class: caller.urgent ? "reason urgent-text" : "reason" }, caller.reason), " ", mood,
      caller.consult ? element("span", { class: "chip live" }, say("{who} asks you", { who: caller.consult })) : "",
      caller.callback ? element("span", { class: "chip live" }, say("to call back")) : "",
      caller.agreed ? element("span", { class: "chip" }, say("agreed: {when}", { when: agreedFor(caller.agreed) })) : "",
      caller.returned ? element("span", { class: "chip live" }, say("was with a colleague")) : ""),
    caller.requests?.length ? element("p", { class: "wanted" }, caller.requests.join(", ")) : "",
  ];
}

// A time that was agreed, on the agent's clock.
function agreedFor([start, end]) {
  const language = document.documentElement.lang;
  const clock = { hour: "2-digit", minute: "2-digit" };
  return `${new Date(start).toLocaleString(language, { weekday: "short", day: "numeric", month: "short", ...clock })} – ${new Date(end).toLocaleTimeString(language, clock)}`;
}

function card(caller) {
  const rings = caller.offered_to && !caller.mine;
  const side = element("div", { class: "caller-side" },
    element("span", { class: "age timer", "data-since": caller.since }, ""),
    caller.mine ? "" : element("button", { type: "button", class: "quiet", "data-take": caller.id, disabled: !caller.free || Boolean(desk.talk), "aria-label": `${say("Take")}: ${caller.caller}` }, say("Take")));
  const notes = [rings ? say("ringing at {agent}", { agent: caller.offered_to }) : "", caller.only ? say("for {agent}", { agent: caller.only }) : ""].filter(Boolean).join(" · ");
  return element("li", { class: `caller ${caller.urgent ? "urgent" : ""} ${caller.mine ? "mine" : ""}`, "data-id": caller.id },
    element("div", { class: "grow" }, ...about(caller),
      caller.summary?.length ? element("details", { "data-key": `${caller.id}` }, element("summary", {}, caller.summary[0]),
        element("ul", { class: "summary" }, ...caller.summary.slice(1).map((line) => element("li", {}, line))),
        caller.next_step ? element("p", { class: "faint" }, caller.next_step) : "") : "",
      notes ? element("p", { class: "faint" }, notes) : ""), side);
}

// Replaces what is in a list, and leaves focus and what was unfolded as they were.
function refill(list, children) {
  const open = new Set([...list.querySelectorAll("details[open]")].map((each) => each.dataset.key));
  const focused = document.activeElement?.closest?.("[data-take]")?.dataset.take;
  list.replaceChildren(...children);
  for (const each of list.querySelectorAll("details")) each.open = open.has(each.dataset.key);
  if (focused) list.querySelector(`[data-take="${CSS.escape(focused)}"]`)?.focus();
}

function showSeat(me) {
  for (const input of $("statuses").querySelectorAll("input")) input.checked = input.value === me.status;
  $("away").hidden = !me.why;
  $("away").textContent = me.why;
  $("phone-choice").hidden = !me.has_phone;
  $("on-phone").checked = me.on_phone;
  showChoice($("skills"), me.known_skills.map((skill) => [skill, skill]), me.skills);
  showChoice($("languages"), me.known_languages, me.languages);
}

// Boxes to tick: what the operator allows, and of it what the agent has chosen.
function showChoice(fieldset, known, chosen) {
  fieldset.hidden = known.length < 2;
  if (fieldset.dataset.known !== JSON.stringify(known)) {
    fieldset.dataset.known = JSON.stringify(known);
    fieldset.querySelectorAll("label").forEach((label) => label.remove());
    fieldset.append(...known.map(([value, text]) => element("label", {}, element("input", { type: "checkbox", value }), ` ${text}`)));
  }
  for (const box of fieldset.querySelectorAll("input")) box.checked = chosen.includes(box.value);
}

function showQueue() {
  refill($("callers"), desk.waiting.map(card));
  $("count").textContent = String(desk.waiting.length);
  $("nobody").hidden = desk.waiting.length > 0;
  const here = desk.colleagues.filter((each) => each.here);
  $("colleagues").replaceChildren(...(here.length ? here : [null]).map((each) => each
    ? element("li", {}, element("span", { class: `dot ${each.talking ? "talking" : each.status}`, "aria-hidden": "true" }), each.title, " ", element("span", { class: "faint" }, each.label))
    : element("li", { class: "faint" }, say("Alone at the desk."))));
}

function showOffer() {
  const offer = desk.offer && desk.offer.id ? desk.offer : null;
  $("offer").hidden = !offer;
  const rings = Boolean(offer) && !BrowserPhone.busy;
  BrowserPhone.ring(rings && !offer.phone);
  document.title = offer ? `☎ ${say("Incoming call")}` : desk.waiting.length ? say("{count} waiting", { count: desk.waiting.length }) : document.querySelector("h1").textContent;
  if (!offer) { before.offer = ""; return; }
  $("offer").classList.toggle("urgent", offer.urgent);
  $("offer-about").replaceChildren(...about(offer).filter(Boolean), element("ul", { class: "summary" }, ...offer.summary.map((line) => element("li", {}, line))));
  $("offer-phone").hidden = !offer.phone;
  $("offer-phone").textContent = say(offer.answered ? "You can press 1 on the phone, or the button." : "Pick up your phone: you hear the summary, then press 1.");
  $("take").disabled = offer.phone && !offer.answered;
  if (before.offer !== offer.id) {
    before.offer = offer.id;
    $("why").value = "";
    if (!typing()) (offer.phone ? $("decline") : $("take")).focus();
  }
}

const typing = () => document.activeElement?.matches("input:not([type=radio], [type=checkbox]), textarea, select");

function showTalk() {
  const talk = desk.talk;
  $("talk").hidden = !talk;
  if (!talk) {
    if (before.talk) { BrowserPhone.close(); $("pass").hidden = true; $("pass-open").setAttribute("aria-expanded", "false"); }
    before.talk = "";
    return;
  }
  if (before.talk !== talk.id) { before.talk = talk.id; $("mute").focus({ preventScroll: true }); }
  $("talk-caller").textContent = talk.caller;
  $("talk-about").replaceChildren(...[talk.queue, talk.language, talk.reason].map((text) => element("span", {}, text)));
  $("talk-state").textContent = say(!talk.joined ? (talk.consult ? "Talking" : talk.callback ? "Calling…" : "Connecting…") : talk.held ? "On hold" : talk.muted ? "Muted" : "Talking");
  $("talk-timer").dataset.since = talk.since;
  $("mute").setAttribute("aria-pressed", String(talk.muted));
  $("hold").setAttribute("aria-pressed", String(talk.held));
  for (const id of ["mute", "hold", "pass-open", "hang-up"]) $(id).disabled = !talk.joined;
  if (talk.callback || talk.consult) $("hang-up").disabled = false;
  const choices = [...desk.colleagues.filter((each) => each.here).map((each) => [`agent:${each.name}`, `${each.title} (${each.label})`]),
    ...desk.queues.map((queue) => [`queue:${queue}`, queue])];
  if ($("pass-to").dataset.choices !== JSON.stringify(choices)) {
    const chosen = $("pass-to").value;
    $("pass-to").dataset.choices = JSON.stringify(choices);
    $("pass-to").replaceChildren(...choices.map(([value, text]) => element("option", { value }, text)));
    if (choices.some(([value]) => value === chosen)) $("pass-to").value = chosen;
  }
}

function showWrap() {
  const wrap = desk.wrap_up;
  $("wrap").hidden = !wrap;
  if (!wrap) { before.wrap = ""; return; }
  if (before.wrap !== wrap.id) {
    before.wrap = wrap.id;
    $("wrap").reset();
    if (!typing()) $("wrap").querySelector("input").focus();
  }
  $("wrap-about").textContent = [wrap.caller, ...wrap.requests].join(" · ");
}

async function showBrief() {
  const call = desk.talk || desk.wrap_up || (desk.offer?.id ? desk.offer : null);
  $("call-view").hidden = !(desk.talk || desk.wrap_up);
  $("idle").hidden = Boolean(call);
  $("assist").dataset.handoff = desk.talk?.id || desk.wrap_up?.id || "";
  $("assist").hidden = !$("assist").childElementCount || !$("assist").dataset.handoff;
  const wanted = desk.talk || desk.wrap_up ? `${call.id} ${call.fluent} ${call.summary.join()}` : "";
  if (wanted === briefOf) return;
  briefOf = wanted;
  if (!wanted) { $("brief").replaceChildren(); $("transcript").replaceChildren(); return; }
  const answer = await fetch(`/api/desk/brief/${encodeURIComponent(call.id)}${as}`);
  if (!answer.ok || briefOf !== wanted) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  $("brief").replaceChildren(...page.body.childNodes);
}

function show(state) {
  desk = state;
  offset = state.now - performance.now() / 1000;
  root.dataset.state = state.talk ? "talking" : state.offer?.id ? "offered" : state.wrap_up ? "wrap_up" : state.me.status;
  showSeat(state.me);
  showQueue();
  showOffer();
  showTalk();
  showWrap();
  showBrief().catch(() => {});
  document.dispatchEvent(new CustomEvent("desk:state", { detail: state }));
  tick();
}

function showLines(talk) {
  const list = $("transcript");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const names = { bot: say("Bot"), caller: say("Caller"), agent: say("You") };
  list.replaceChildren(...talk.lines.map((line) => element("li", { class: line.who },
    element("span", { class: "who" }, names[line.who], " ", element("span", { class: "faint" }, clock(line.at))), element("p", {}, line.text))));
  if (!talk.lines.length) list.append(element("li", { class: "note" }, say("Nothing was said.")));
  if (atEnd) list.scrollTop = list.scrollHeight;
  showMood(talk.mood);
  document.dispatchEvent(new CustomEvent("desk:talk", { detail: talk }));
}

function showMood(mood) {
  $("mood-figure").hidden = mood.length < 2;
  if (mood.length < 2) return;
  const first = mood[0].at, span = Math.max(1, mood.at(-1).at - first);
  $("mood-svg").firstElementChild.setAttribute("points", mood.map((each) => `${(100 * (each.at - first)) / span},${23 - 22 * each.mood}`).join(" "));
  const last = Math.round(100 * mood.at(-1).mood);
  $("mood-now").textContent = `${last} %`;
  $("mood-figure").classList.toggle("angry", last >= 60);
}

function tick() {
  for (const each of document.querySelectorAll("[data-since]")) each.textContent = clock(Math.max(0, now() - Number(each.dataset.since)));
}

// -- doing --

async function take(id) {
  const mine = desk.me.on_phone;
  complain("");
  BrowserPhone.ring(false);
  try {
    if (mine) { await ask("take", { caller: id }); return; }
    if (BrowserPhone.busy) return;
    await BrowserPhone.open($("far"), (offer) => ask("take", { caller: id, ...offer }), () => complain("The connection was lost."));
  } catch (error) {
    complain(error.message);
  }
}

async function decline() {
  if (desk?.offer?.id) await attempt("decline", { caller: desk.offer.id, note: $("why").value });
}

async function mute() {
  const on = $("mute").getAttribute("aria-pressed") !== "true";
  BrowserPhone.mute(on);
  await attempt("mute", { on });
}

const hold = () => attempt("hold", { on: $("hold").getAttribute("aria-pressed") !== "true" });
const hangUp = () => attempt("hang-up");

function openPass() {
  const open = $("pass").hidden;
  $("pass").hidden = !open;
  $("pass-open").setAttribute("aria-expanded", String(open));
  if (open) $("pass-to").focus();
}

$("statuses").addEventListener("change", (event) => attempt("status", { status: event.target.value }));
$("on-phone").addEventListener("change", (event) => attempt("seat", { phone: event.target.checked }));
for (const name of ["skills", "languages"]) {
  $(name).addEventListener("change", () => attempt("seat", { [name]: [...$(name).querySelectorAll(":checked")].map((box) => box.value) }));
}
$("callers").addEventListener("click", (event) => {
  const button = event.target.closest("[data-take]");
  if (button) take(button.dataset.take);
});
$("offer-form").addEventListener("submit", (event) => { event.preventDefault(); if (desk?.offer?.id) take(desk.offer.id); });
$("decline").addEventListener("click", decline);
$("mute").addEventListener("click", mute);
$("hold").addEventListener("click", hold);
$("hang-up").addEventListener("click", hangUp);
$("pass-open").addEventListener("click", openPass);
$("pass").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [kind, name] = $("pass-to").value.split(/:(.*)/s);
  if (await attempt("pass-on", { [kind]: name, note: $("pass-note").value })) $("pass").reset();
});
$("wrap").addEventListener("submit", async (event) => {
  event.preventDefault();
  const outcome = new FormData($("wrap")).get("outcome");
  if (desk.wrap_up && (await attempt("outcome", { handoff: desk.wrap_up.id, outcome, note: $("wrap-note").value, written: Assist.written() }))) $("announce").textContent = say("Saved.");
});
document.addEventListener("keydown", (event) => {
  if (typing() || event.ctrlKey || event.altKey || event.metaKey || event.repeat || !desk) return;
  const key = event.key.toLowerCase();
  const offered = { t: () => !$("take").disabled && take(desk.offer.id), d: decline };
  const talking = { m: mute, h: hold, p: openPass, e: hangUp };
  const act = (desk.talk?.callback || desk.talk?.consult) && key === "e" ? hangUp : desk.talk?.joined ? talking[key] : desk.offer?.id ? offered[key] : null;
  if (act) { event.preventDefault(); act(); }
});

let stream = null;

function connect() {
  stream = new EventSource(`/api/desk/events${as}`);
  stream.addEventListener("open", () => { $("link").textContent = say("Connected"); });
  stream.addEventListener("error", () => {
    $("link").textContent = say("The gateway does not answer. Trying again…");
    // The browser itself tries again after a lost connection, but not after an answer that is no stream, as a proxy's.
    if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
  });
  stream.addEventListener("desk", (event) => show(JSON.parse(event.data)));
  stream.addEventListener("talk", (event) => showLines(JSON.parse(event.data)));
}

connect();
setInterval(tick, 1000);
