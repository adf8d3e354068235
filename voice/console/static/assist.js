// Assist: what to say, look up and remember during the talk, and what to write after it. Shares desk.js's helpers.
// Every word of a caller is set as text or as a field's value, never as markup.
"use strict";

const Assist = (() => {
  let shown = ""; // the hand-over whose suggestions are on the page
  let draft = null; // what is proposed after the call
  let drafted = ""; // hand-over it belongs to
  const dirty = new Set(); // fields of the wrap-up that the agent has changed
  let kept = 0; // when the wrap-up was last prolonged

  const button = (text, attributes = {}, ...more) => element("button", { type: "button", class: "quiet", ...attributes }, text, ...more);
  const use = (id, did, text) => attempt("assist/use", { id, did, ...(text === undefined ? {} : { text }) });

  // -- during the talk --

  function build() {
    const part = (id, title, list) => element("section", { class: "assist-part", id, "aria-labelledby": `${id}-title`, hidden: true },
      element("h3", { id: `${id}-title`, tabindex: "-1" }, say(title)), element(list, { class: "assist-list" }));
    $("assist").replaceChildren(
      element("ul", { class: "assist-list", id: "assist-warnings", role: "alert", "aria-label": say("Warnings") }),
      element("section", { class: "card", "aria-labelledby": "assist-title" },
        element("h2", { id: "assist-title" }, say("Help during the talk")),
        element("div", { class: "assist-columns" },
          part("assist-replies", "You could say", "ol"),
          element("div", {}, part("assist-reminders", "Must be said", "ul"), part("assist-actions", "Look up", "ul")))));
  }

  // Fills a list with one item each, and leaves those that are the same, or are being worked in, untouched.
  function fill(list, items, make) {
    const known = new Map([...list.children].map((each) => [each.dataset.id, each]));
    const within = list.contains(document.activeElement);
    const made = items.map((item, index) => {
      const facts = JSON.stringify([item, index]);
      const old = known.get(item.id);
      if (old && (old.dataset.facts === facts || old.querySelector("textarea"))) return old;
      const fresh = make(item, index);
      fresh.dataset.id = item.id;
      fresh.dataset.facts = facts;
      if (old?.contains(document.activeElement)) {
        const name = document.activeElement.dataset.act, typed = document.activeElement.value;
        setTimeout(() => { const again = name && fresh.querySelector(`[data-act="${CSS.escape(name)}"]`); if (again) { if (again.matches("input[type=text]") && typed) again.value = typed; again.focus(); } });
      }
      return fresh;
    });
    const same = made.length === list.children.length && made.every((each, index) => list.children[index] === each);
    if (!same) {
      const active = document.activeElement;
      list.replaceChildren(...made);
      if (within && active !== document.activeElement) {
        if (list.contains(active)) active.focus();
        else (list.querySelector("button, input") || list.parentElement.querySelector("h3"))?.focus();
      }
    }
    const part = list.closest(".assist-part");
    if (part) part.hidden = !items.length;
  }

  function words(item, language) {
    return [element("p", { class: "assist-text", lang: language }, item.text),
      item.meaning ? element("p", { class: "faint" }, item.meaning) : ""];
  }

  function edit(li, item) {
    const field = element("textarea", { rows: "3", "aria-label": say("In your words"), maxlength: "2000" });
    field.value = item.text;
    const done = () => { li.dataset.facts = ""; field.remove(); row.remove(); li.querySelector(".buttons").hidden = false; };
    const row = element("p", { class: "buttons" }, button(say("Said like this"), { class: "good", "data-act": "save" }), button(say("Back"), { "data-act": "back" }));
    row.firstChild.addEventListener("click", async () => { if (await use(item.id, "accepted", field.value)) done(); });
    row.lastChild.addEventListener("click", () => { done(); li.querySelector("[data-act=edit]").focus(); });
    field.addEventListener("keydown", (event) => { if (event.key === "Escape") row.lastChild.click(); });
    li.querySelector(".buttons").hidden = true;
    li.append(field, row);
    field.focus();
  }

  function reply(item, index, language) {
    const accept = button(say("Said"), { "data-act": "accept" }, " ", element("kbd", {}, String(index + 1)));
    const change = button(say("Edit"), { "data-act": "edit" }), dismiss = button(say("Dismiss"), { "data-act": "dismiss" });
    const li = element("li", { class: "assist-reply" }, ...words(item, language), element("p", { class: "buttons" }, accept, change, dismiss));
    for (const each of [accept, change, dismiss]) each.setAttribute("aria-label", `${each.firstChild.textContent}: ${item.text}`);
    accept.addEventListener("click", () => use(item.id, "accepted"));
    change.addEventListener("click", () => edit(li, item));
    dismiss.addEventListener("click", () => use(item.id, "dismissed"));
    return li;
  }

  function reminder(item, language) {
    const box = element("input", { type: "checkbox", checked: item.said, disabled: item.said, "data-act": "tick" });
    const dismiss = item.said ? "" : button(say("Not needed"), { "data-act": "dismiss", "aria-label": `${say("Not needed")}: ${item.text}` });
    box.addEventListener("change", () => use(item.id, "accepted"));
    if (dismiss) dismiss.addEventListener("click", () => use(item.id, "dismissed"));
    return element("li", { class: `assist-reminder ${item.said ? "said" : ""}` },
      element("label", {}, box, element("span", {}, ...words(item, language), item.said ? element("span", { class: "chip good-chip" }, say("said")) : "")), dismiss);
  }

  function warning(item) {
    const dismiss = button(say("Dismiss"), { "aria-label": `${say("Dismiss")}: ${item.text}`, "data-act": "dismiss" });
    dismiss.addEventListener("click", () => use(item.id, "dismissed"));
    return element("li", { class: `assist-warning ${item.strong ? "strong" : ""}` },
      element("p", {}, element("strong", {}, item.text), item.evidence ? element("span", { class: "evidence" }, ` “${item.evidence}”`) : ""), dismiss);
  }

  function action(item) {
    const send = button(item.text, { type: "submit", class: item.next ? "good" : "quiet", "data-act": "look" });
    const form = element("form", {},
      ...item.fields.map((field) => {
        const input = element("input", { type: "text", name: field.name, maxlength: "200", autocomplete: "off", "data-act": `field-${field.name}`,
          placeholder: field.known && !field.value ? say("known, not shown") : "" });
        input.value = field.value;
        return element("label", {}, field.title, " ", input);
      }), send);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      send.setAttribute("aria-disabled", "true");
      const values = Object.fromEntries(item.fields.map((field) => [field.name, form.elements[field.name].value]));
      await attempt("assist/look-up", { name: item.name, values });
      send.removeAttribute("aria-disabled");
    });
    const result = { found: "", none: say("Nothing was found."), failed: say("The data could not be reached.") }[item.result];
    return element("li", { class: `assist-action ${item.next ? "next" : ""}` }, form,
      element("div", { role: "status" }, result ? element("p", { class: "faint" }, result) : "",
        item.found.length ? element("dl", { class: "facts" }, ...item.found.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)))) : ""));
  }

  function showTalkHelp(id, assist) {
    if (shown !== id) { build(); shown = id; }
    fill($("assist-warnings"), assist.warnings, warning);
    fill($("assist-replies").querySelector("ol"), assist.replies, (item, index) => reply(item, index, assist.language));
    fill($("assist-reminders").querySelector("ul"), assist.reminders, (item) => reminder(item, assist.language));
    fill($("assist-actions").querySelector("ul"), assist.actions.map((item) => ({ ...item, id: item.name })), action);
    $("assist").hidden = false;
  }

  // -- after the call --

  const chosen = (name) => $("wrap").querySelector(`input[name="${name}"]:checked`)?.value || "";
  const proposed = () => draft.replies[chosen("channel") || draft.channel][chosen("outcome") || "solved"];

  function propose() {
    const channel = chosen("channel") || draft.channel;
    if (!dirty.has("after-summary")) $("after-summary").value = draft.summary;
    if (!dirty.has("after-reply")) $("after-reply").value = proposed();
    if (!dirty.has("after-subject")) $("after-subject").value = draft.subject;
    if (!dirty.has("after-to")) $("after-to").value = draft.to[channel] || "";
    $("after-subject").closest("label").hidden = channel === "sms";
    $("after-meant").closest("label").hidden = chosen("outcome") !== "wrong_department";
    $("after-length").textContent = channel === "sms" ? say("{count} characters", { count: $("after-reply").value.length }) : "";
    $("after-unsaid").hidden = !draft.unsaid.length;
    $("after-unsaid").textContent = draft.unsaid.length ? `${say("Not said, and should have been:")} ${draft.unsaid.join(" ")}` : "";
  }

  function showDraft(id, made) {
    draft = made;
    if (drafted !== id) {
      drafted = id;
      dirty.clear();
      for (const each of $("after").querySelectorAll("[aria-pressed]")) reject(each, false);
      $("wrap").querySelector(`input[name="channel"][value="${made.channel}"]`).checked = true;
      $("after-meant").replaceChildren(element("option", { value: "" }, say("not said")), ...made.requests.map(([value, text]) => element("option", { value }, text)));
    }
    $("after").hidden = false;
    propose();
  }

  function reject(toggle, on) {
    toggle.setAttribute("aria-pressed", String(on));
    $(toggle.dataset.rejects).disabled = on;
  }

  const rejected = (id) => $("after").querySelector(`[data-rejects="${id}"]`).getAttribute("aria-pressed") === "true";

  function written() {
    if (!draft || $("after").hidden) return null;
    return {
      summary: rejected("after-summary") ? null : $("after-summary").value,
      reply: rejected("after-reply") ? null : $("after-reply").value,
      channel: chosen("channel") || draft.channel, to: $("after-to").value, subject: $("after-subject").value, meant: $("after-meant").value,
    };
  }

  // While the agent writes, the time for it does not run out.
  function prolong() {
    if (desk?.me.status !== "wrap_up" || performance.now() - kept < 15000) return;
    kept = performance.now();
    ask("status", { status: "wrap_up" }).catch(() => {});
  }

  $("wrap").addEventListener("input", (event) => {
    if (event.target.matches("#after textarea, #after input:not([type=radio])")) dirty.add(event.target.id);
    prolong();
    if (draft) propose();
  });
  $("after").addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-rejects]");
    if (toggle) { reject(toggle, toggle.getAttribute("aria-pressed") !== "true"); prolong(); }
  });

  document.addEventListener("desk:talk", (event) => {
    const talk = event.detail;
    if (talk.assist && desk?.talk) showTalkHelp(talk.id, talk.assist);
    else if (shown) { $("assist").replaceChildren(); $("assist").hidden = true; shown = ""; }
    if (talk.after && desk?.wrap_up) showDraft(talk.id, talk.after);
    else if (!desk?.wrap_up || drafted !== talk.id) { $("after").hidden = true; draft = null; drafted = ""; }
  });
  document.addEventListener("keydown", (event) => {
    if (typing() || event.ctrlKey || event.altKey || event.metaKey || event.repeat || !desk?.talk?.joined || !/^[1-3]$/.test(event.key)) return;
    const accept = $("assist-replies")?.querySelectorAll("li")[Number(event.key) - 1]?.querySelector("[data-act=accept]");
    if (accept && !accept.closest(".buttons").hidden) { event.preventDefault(); accept.click(); }
  });

  return { written };
})();
