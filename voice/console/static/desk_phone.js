// The browser as the agent's phone: microphone up, the caller's voice down, over one WebRTC connection; and the ring.
"use strict";

const BrowserPhone = (() => {
  let line = null; // the one in use

  function gathered(pc) {
    return new Promise((resolve) => {
      if (pc.iceGatheringState === "complete") return resolve();
      pc.addEventListener("icegatheringstatechange", () => pc.iceGatheringState === "complete" && resolve());
      setTimeout(resolve, 2000);
    });
  }

  async function microphone() {
    if (!navigator.mediaDevices) throw new Error("Browsers give a microphone only to https pages or to localhost. Open this page that way.");
    try {
      return await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
    } catch (error) {
      throw new Error(error.name === "NotFoundError"
        ? "No microphone was found. Plug one in, then call again."
        : "The browser was not allowed to use the microphone. Allow it in the address bar, then call again.");
    }
  }

  // Sends the offer with `send`, which gives the answer; `lost` is called when the sound is gone before `close`.
  async function open(audio, send, lost) {
    close();
    const mine = { pc: new RTCPeerConnection({ iceServers: [] }), stream: null };
    line = mine;
    try {
      mine.stream = await microphone();
      for (const track of mine.stream.getAudioTracks()) mine.pc.addTrack(track, mine.stream);
      mine.channel = mine.pc.createDataChannel("call");
      mine.channel.onmessage = (event) => JSON.parse(event.data).type === "ended" && line === mine && close();
      mine.pc.ontrack = (event) => { audio.srcObject = new MediaStream([event.track]); };
      mine.pc.onconnectionstatechange = () => {
        if (mine.pc.connectionState === "failed" && line === mine) { close(); lost(); }
      };
      await mine.pc.setLocalDescription(await mine.pc.createOffer());
      await gathered(mine.pc);
      const answer = await send({ sdp: mine.pc.localDescription.sdp, type: mine.pc.localDescription.type });
      await mine.pc.setRemoteDescription({ sdp: answer.sdp, type: answer.type });
    } catch (error) {
      if (line === mine) close();
      throw error;
    }
  }

  function mute(on) {
    line?.stream?.getAudioTracks().forEach((track) => { track.enabled = !on; });
  }

  // Sounds end at once; only the page that says goodbye ends the call, so a crash gives the caller back.
  function close() {
    const mine = line;
    line = null;
    if (!mine) return;
    mine.stream?.getTracks().forEach((track) => track.stop());
    setTimeout(() => mine.pc.close(), 100);
  }

  let bell = null;

  function ring(on) {
    if (!on) { clearInterval(bell?.timer); bell?.sound.close(); bell = null; return; }
    if (bell) return;
    const sound = new AudioContext();
    const strike = () => {
      for (const [hertz, at] of [[660, 0], [880, 0.22]]) {
        const tone = sound.createOscillator(), level = sound.createGain();
        tone.frequency.value = hertz;
        level.gain.setValueAtTime(0, sound.currentTime + at);
        level.gain.linearRampToValueAtTime(0.12, sound.currentTime + at + 0.02);
        level.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + at + 0.5);
        tone.connect(level).connect(sound.destination);
        tone.start(sound.currentTime + at);
        tone.stop(sound.currentTime + at + 0.55);
      }
    };
    strike();
    bell = { sound, timer: setInterval(strike, 2000) };
  }

  return { open, mute, close, ring, get busy() { return line !== null; } };
})();
