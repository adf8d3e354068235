// One call: the sound, the strips and the text in step; everything by keys.
"use strict";

const byId = (id) => document.getElementById(id);
const player = byId("player");
const strips = byId("strips");
const talk = byId("talk");
const seconds = Number(strips.dataset.seconds);
const lines = [...document.querySelectorAll("#talk > li")].map((item) => ({
  item, at: Number(item.dataset.at), until: Number(item.dataset.until), button: item.querySelector("button.at"),
}));
const follow = byId("follow");
const speed = byId("speed");
const keysOn = byId("keys-on");
let current = null;

function clock(at) {
  const whole = Math.max(0, Math.floor(at));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function show() {
  const at = player.currentTime;
  for (const head of document.querySelectorAll(".playhead")) {
    const place = `${Math.min(100, (100 * at) / seconds)}%`;
    head.setAttribute("x1", place);
    head.setAttribute("x2", place);
  }
  // Of lines that overlap, as when the caller cuts in, the one that began last.
  const line = lines.findLast((each) => each.at <= at + 0.05) || null;
  if (line === current) return;
  current?.item.removeAttribute("aria-current");
  current = line;
  current?.item.setAttribute("aria-current", "true");
  if (current && follow.checked) bringUp(current.item);
}

function bringUp(item) {
  // Within the text alone: the strips stay where they are.
  const top = item.offsetTop - talk.scrollTop;
  if (top < 0 || top + item.offsetHeight > talk.clientHeight) talk.scrollTop = item.offsetTop - talk.clientHeight / 3;
}

function tick() {
  show();
  if (!player.paused) requestAnimationFrame(tick);
}

function go(at, play) {
  if (!player) return;
  player.currentTime = Math.max(0, Math.min(at, seconds));
  share();
  if (play) player.play();
  else show();
}

function share() {
  history.replaceState(null, "", `#t=${player.currentTime.toFixed(1)}`);
}

function toggle() {
  if (!player) return;
  if (player.paused) player.play();
  else player.pause();
}

function step(by) {
  const focused = lines.findIndex((line) => line.button === document.activeElement);
  const from = focused >= 0 ? focused : lines.indexOf(current) - (by > 0 && !current ? 0 : by > 0 ? 1 : -1);
  const to = lines[Math.max(0, Math.min(lines.length - 1, from + by))];
  to?.button.focus();
}

function comment() {
  if (player) {
    const here = byId("here-at");
    here.value = player.currentTime.toFixed(1);
    here.checked = true;
    byId("here-clock").textContent = clock(player.currentTime);
    byId("here").hidden = false;
  }
  byId("comment").focus();
}

function faster() {
  speed.selectedIndex = (speed.selectedIndex + 1) % speed.options.length;
  speed.dispatchEvent(new Event("change"));
}

const KEYS = {
  " ": toggle,
  ArrowLeft: () => go(player?.currentTime - 5, false),
  ArrowRight: () => go(player?.currentTime + 5, false),
  j: () => step(1),
  k: () => step(-1),
  s: () => speed && faster(),
  c: comment,
  l: () => document.querySelector("#judgement input[type=radio]").focus(),
  r: () => byId("replay-plan")?.focus(),
  n: () => byId("next")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || (keysOn && !keysOn.checked)) return;
  if (event.target.closest("input, select, textarea, audio")) return;
  const pressable = event.key === " " && event.target.closest("button, a, summary");
  if (pressable || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.at");
  const said = event.target.closest("#talk .said");
  if (button) go(Number(button.dataset.at), true);
  else if (said && !String(getSelection())) go(Number(said.closest("li").dataset.at), true);
});

if (player) {
  player.addEventListener("play", tick);
  player.addEventListener("seeked", show);
  player.addEventListener("pause", share);
  speed.addEventListener("change", () => { player.playbackRate = Number(speed.value); });
  strips.addEventListener("click", (event) => {
    const box = event.target.closest(".strip-box")?.getBoundingClientRect();
    if (box) go((seconds * (event.clientX - box.left)) / box.width, !player.paused);
  });
  keysOn.checked = localStorage.getItem("quality-keys") !== "off";
  keysOn.addEventListener("change", () => localStorage.setItem("quality-keys", keysOn.checked ? "on" : "off"));
  const shared = /^#t=([0-9.]+)$/.exec(location.hash);
  if (shared) player.addEventListener("loadedmetadata", () => go(Number(shared[1]), false), { once: true });
} else {
  for (const button of document.querySelectorAll("button.at")) button.disabled = true;
}
