// Asking a colleague while the caller is on hold. Uses what desk.js defines; names are set as text.
"use strict";

const asking = () => desk?.talk?.asking || "";

async function askFirst() {
  const [kind, name] = $("pass-to").value.split(/:(.*)/s);
  if (name && (await attempt("ask", { [kind]: name, note: $("pass-note").value }))) {
    $("pass").reset();
    $("pass").hidden = true;
    $("pass-open").setAttribute("aria-expanded", "false");
  }
}

document.addEventListener("desk:state", () => {
  const shown = $("asking").hidden ? "" : $("asking").dataset.state;
  $("asking").hidden = !asking();
  $("asking").dataset.state = asking();
  for (const id of ["mute", "hold", "pass-open"]) if (asking()) $(id).disabled = id !== "mute";
  if (!asking()) return;
  $("asking-who").textContent = say(asking() === "talking" ? "Talking to {who}; the caller is on hold" : "Asking {who}…", { who: desk.talk.asked });
  $("join").disabled = asking() !== "talking";
  if (shown !== asking() && !typing()) (asking() === "talking" ? $("join") : $("come-back")).focus();
});

$("ask-first").addEventListener("click", askFirst);
$("join").addEventListener("click", () => attempt("join"));
$("come-back").addEventListener("click", () => attempt("back"));
document.addEventListener("keydown", (event) => {
  if (typing() || event.ctrlKey || event.altKey || event.metaKey || event.repeat || !desk?.talk?.joined) return;
  const keys = { j: () => asking() === "talking" && attempt("join"), b: () => asking() && attempt("back"), a: () => !$("pass").hidden && askFirst() };
  const act = keys[event.key.toLowerCase()];
  if (act) { event.preventDefault(); act(); }
});
