// For every page: times in the reader's own zone, and parts that keep up with what happens.
"use strict";

const page = document.documentElement.lang;
const locale = navigator.languages.find((each) => each.split("-")[0] === page) || page;

function localTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.valueOf())) continue;
    time.textContent = moment.toLocaleString(locale, {
      day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
    });
    time.title = moment.toLocaleString(locale);
  }
}

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  localTimes(next);
  for (const part of document.querySelectorAll("[data-live]")) {
    const twin = next.querySelector(`[data-live="${part.dataset.live}"]`);
    const busy = part.contains(document.activeElement);
    if (twin && !busy && twin.innerHTML !== part.innerHTML) part.replaceChildren(...twin.childNodes);
  }
}

localTimes(document);
const every = Number(document.getElementById("main").dataset.refresh);
if (every) setInterval(() => refresh().catch(() => {}), every * 1000);
