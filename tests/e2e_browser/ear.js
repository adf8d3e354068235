// Put into the calling page by the tests: keeps what comes out of its loudspeaker, and the states it goes through.
() => {
  "use strict";
  const ear = globalThis.ear = {
    states: [],
    chunks: [],
    rate: 0,
    listen(stream) {
      const context = new AudioContext();
      const taken = context.createScriptProcessor(4096, 1, 1);
      ear.rate = context.sampleRate;
      taken.onaudioprocess = (event) => {
        const samples = event.inputBuffer.getChannelData(0);
        ear.chunks.push(Int16Array.from(samples, (sample) => Math.max(-1, Math.min(1, sample)) * 32767));
      };
      context.createMediaStreamSource(stream).connect(taken);
      taken.connect(context.destination);
    },
    sound() {
      let text = "";
      for (const chunk of ear.chunks) text += String.fromCharCode(...new Uint8Array(chunk.buffer));
      return [btoa(text), ear.rate];
    },
  };

  new MutationObserver(() => {
    const state = document.getElementById("phone").dataset.state;
    if (ear.states.at(-1) !== state) ear.states.push(state);
  }).observe(document.getElementById("phone"), { attributes: true, attributeFilter: ["data-state"] });
  const far = document.getElementById("far");
  const heard = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject");
  Object.defineProperty(far, "srcObject", {
    get() { return heard.get.call(this); },
    set(stream) { heard.set.call(this, stream); ear.listen(stream); },
  });
}
