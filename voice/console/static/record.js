// A click on a time plays the recording from there.
"use strict";

const player = document.getElementById("player");
document.addEventListener("click", (event) => {
  const at = event.target.closest("button.at");
  if (!at || !player) return;
  player.currentTime = Math.max(0, Number(at.dataset.at) - 0.3);
  player.play();
});
if (!player) for (const at of document.querySelectorAll("button.at")) at.disabled = true;
