// The list of calls by keys: / goes to the filters, j and k from call to call.
"use strict";

const hits = [...document.querySelectorAll("a.hit")];
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea")) return;
  const at = hits.indexOf(document.activeElement);
  if (event.key === "/") document.getElementById("since").focus();
  else if (event.key === "j" && hits.length) hits[Math.min(at + 1, hits.length - 1)].focus();
  else if (event.key === "k" && hits.length) hits[Math.max(at - 1, 0)].focus();
  else return;
  event.preventDefault();
});
