// Who is to be called back by hand. Uses what desk.js defines; numbers are set as text, never as markup.
"use strict";

const shownCalls = {};

function toCall(wish) {
  const when = wish.agreed ? say("agreed: {when}", { when: agreedFor(wish.agreed) })
    : new Date(wish.requested).toLocaleString(document.documentElement.lang, { weekday: "short", hour: "2-digit", minute: "2-digit" });
  const tried = [wish.rung ? say("rung {count} times", { count: wish.rung }) : "", wish.outcome].filter(Boolean).join(", ");
  return element("li", { class: "to-call" },
    element("span", { class: "grow" }, element("strong", { class: "tel" }, wish.number), " ",
      element("span", { class: "faint" }, [wish.plan, when, tried].filter(Boolean).join(" · "))),
    element("button", { type: "button", class: "quiet", "data-called": wish.id, "aria-label": `${say("Called")}: ${wish.number}` }, say("Called")));
}

function showCalls(name, wishes) {
  const text = JSON.stringify(wishes);
  if (text === shownCalls[name]) return;
  shownCalls[name] = text;
  $(name).hidden = !wishes.length;
  $(`${name}-list`).replaceChildren(...wishes.map(toCall));
}

document.addEventListener("desk:state", (event) => {
  showCalls("to-call", event.detail.to_call || []);
  showCalls("planned", event.detail.planned || []);
});

for (const name of ["to-call-list", "planned-list"]) {
  $(name).addEventListener("click", async (event) => {
    const button = event.target.closest("[data-called]");
    if (button && (await attempt("called", { id: Number(button.dataset.called) }))) $("announce").textContent = say("Saved.");
  });
}
