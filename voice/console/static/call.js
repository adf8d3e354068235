// One call over WebRTC: microphone up, the bot's voice down, keys and hang-up on a data channel.
"use strict";

const $ = (id) => document.getElementById(id);
const phone = $("phone");
const words = JSON.parse(phone.dataset.words);
const KEYS = "0123456789*#";
const CONNECT_MS = 15000;
const FOLLOW_MS = 1500;
const TAIL_MS = 500; // what the jitter buffer still holds when the other side hangs up

const PROBLEMS = {
  door_full: "All lines are busy. Call again in a minute.",
  door_closing: "The gateway is stopping. Call again in a minute.",
  signed_out: "You were signed out. Reload the page.",
};
const STATES = { bot: ["talking", "In call"], calling_person: ["calling_person", "Calling a person…"], with_person: ["with_person", "With a person"] };

let call = null; // the one in progress

function show(state, text) {
  phone.dataset.state = state;
  $("state").textContent = words[text];
  const busy = state !== "idle" && state !== "ended";
  const talking = busy && state !== "ringing";
  $("call").disabled = busy;
  $("numbers").disabled = busy;
  $("caller").disabled = busy;
  $("hang-up").disabled = !busy;
  $("mute").disabled = !talking;
  for (const key of document.querySelectorAll("[data-key]")) key.disabled = !talking;
}

function complain(text) {
  $("problem").textContent = text ? words[text] || text : "";
  $("problem").hidden = !text;
}

async function microphone() {
  if (!navigator.mediaDevices) throw new Error("Browsers give a microphone only to https pages or to localhost. Open this page that way.");
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
  } catch (error) {
    throw new Error(error.name === "NotFoundError"
      ? "No microphone was found. Plug one in, then call again."
      : "The browser was not allowed to use the microphone. Allow it in the address bar, then call again.");
  }
}

function gathered(pc) {
  return new Promise((resolve) => {
    if (pc.iceGatheringState === "complete") return resolve();
    pc.addEventListener("icegatheringstatechange", () => pc.iceGatheringState === "complete" && resolve());
    setTimeout(resolve, 2000);
  });
}

async function negotiate(pc, dialled, caller) {
  await pc.setLocalDescription(await pc.createOffer());
  await gathered(pc);
  let answer;
  try {
    answer = await fetch("/api/offer", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ sdp: pc.localDescription.sdp, type: pc.localDescription.type, dialled, caller }),
    });
  } catch {
    throw new Error("The gateway does not answer. Is it still running?");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(PROBLEMS[body.code] || "The gateway refused this call.");
  return body;
}

async function start(dialled, caller) {
  complain("");
  $("after").hidden = true;
  $("timer").textContent = "0:00";
  const mine = { pc: new RTCPeerConnection({ iceServers: [] }), stream: null, timers: [] };
  call = mine;
  show("ringing", "Asking for the microphone…");
  document.querySelector(".in-call").scrollIntoView({ block: "nearest", behavior: "smooth" });
  try {
    mine.stream = await microphone();
    if (call !== mine) return mine.stream.getTracks().forEach((track) => track.stop());
    show("ringing", "Ringing…");
    connectSound(mine);
    const answer = await negotiate(mine.pc, dialled, caller);
    if (call !== mine) return;
    mine.id = answer.call_id;
    await mine.pc.setRemoteDescription({ sdp: answer.sdp, type: answer.type });
    mine.timers.push(setTimeout(() => {
      if (!mine.began) end(mine, "No sound gets through. A firewall may be blocking UDP between you and the gateway.");
    }, CONNECT_MS));
  } catch (error) {
    end(mine, error.message);
  }
}

function connectSound(mine) {
  const { pc, stream } = mine;
  for (const track of stream.getAudioTracks()) pc.addTrack(track, stream);
  mine.channel = pc.createDataChannel("call");
  mine.channel.onmessage = (event) => hear(mine, JSON.parse(event.data));
  mine.channel.onclose = () => end(mine);
  pc.ontrack = (event) => {
    $("far").srcObject = new MediaStream([event.track]);
    meter(mine, $("far").srcObject, $("level-in"));
  };
  pc.onconnectionstatechange = () => {
    if (pc.connectionState === "connected") begin(mine);
    if (pc.connectionState === "failed") end(mine, mine.began ? "The connection was lost."
      : "No sound gets through. A firewall may be blocking UDP between you and the gateway.");
  };
  meter(mine, stream, $("level-out"));
}

function begin(mine) {
  if (mine.began) return;
  mine.began = Date.now();
  show(...STATES[mine.state = "bot"]);
  mine.timers.push(setInterval(() => {
    const seconds = Math.floor((Date.now() - mine.began) / 1000);
    $("timer").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }, 500));
  mine.timers.push(setInterval(() => follow(mine).catch(() => {}), FOLLOW_MS));
}

async function follow(mine) {
  const answer = await fetch(`/api/calls/${encodeURIComponent(mine.id)}/state`);
  if (!answer.ok) return;
  const { state } = await answer.json();
  if (mine === call && state !== mine.state && STATES[state]) show(...STATES[mine.state = state]);
}

function hear(mine, message) {
  if (message.type === "ended") {
    mine.failed = message.failed;
    setTimeout(() => end(mine), TAIL_MS);
  }
}

function end(mine, problem) {
  if (call !== mine) return;
  call = null;
  for (const timer of mine.timers) { clearTimeout(timer); clearInterval(timer); }
  mine.sound?.close();
  mine.stream?.getTracks().forEach((track) => track.stop());
  mine.pc.close();
  $("mute").setAttribute("aria-pressed", "false");
  $("level-in").value = $("level-out").value = 0;
  show("ended", mine.began ? "Call ended" : "Ready to call");
  complain(problem || (mine.failed ? "The gateway had a problem with this call." : ""));
  if (mine.id && mine.began) {
    $("record").href = `/calls/${encodeURIComponent(mine.id)}`;
    $("after").hidden = false;
  }
  $("call").focus({ preventScroll: true });
}

function hangUp() {
  const mine = call;
  if (!mine) return;
  if (mine.channel?.readyState === "open") mine.channel.send(JSON.stringify({ type: "hangup" }));
  setTimeout(() => end(mine), mine.began ? 100 : 0); // let the message leave first
}

function press(key) {
  if (call?.channel?.readyState !== "open" || !KEYS.includes(key)) return;
  call.channel.send(JSON.stringify({ type: "key", key }));
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  button.classList.add("down");
  setTimeout(() => button.classList.remove("down"), 150);
}

function meter(mine, stream, element) {
  mine.sound ??= new AudioContext();
  const analyser = mine.sound.createAnalyser();
  analyser.fftSize = 1024;
  mine.sound.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  mine.timers.push(setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    element.value = Math.max(0, Math.min(1, 1 + Math.log10(power + 1e-9) / 5)); // -50 dB to 0 dB
  }, 60));
}

$("choose").addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = new FormData(event.target);
  if (!call && chosen.get("dialled")) start(chosen.get("dialled"), chosen.get("caller") || "");
});
$("hang-up").addEventListener("click", hangUp);
$("mute").addEventListener("click", () => {
  if (!call?.stream) return;
  const muted = $("mute").getAttribute("aria-pressed") !== "true";
  $("mute").setAttribute("aria-pressed", String(muted));
  call.stream.getAudioTracks().forEach((track) => { track.enabled = !muted; });
});
for (const button of document.querySelectorAll("[data-key]")) button.addEventListener("click", () => press(button.dataset.key));
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input:not([type=radio])") || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (call && KEYS.includes(event.key)) press(event.key);
});
addEventListener("pagehide", () => call?.channel?.readyState === "open" && call.channel.send('{"type":"hangup"}'));
