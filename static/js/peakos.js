/* The one script of our own: removes waiting, adds nothing that a page without it could not do. */
(() => {
  "use strict";

  // Toasts leave by themselves after six seconds, not while they are looked at.
  const leave = (toast) => {
    let timer;
    const start = () => { timer = setTimeout(() => toast.remove(), 6000); };
    toast.addEventListener("pointerenter", () => clearTimeout(timer));
    toast.addEventListener("pointerleave", start);
    start();
  };
  document.querySelectorAll(".toast").forEach(leave);
  document.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll(".toast").forEach(leave));

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // A form that is on its way is not sent twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post" && !form.hasAttribute("hx-post") && !form.hasAttribute("data-again")) form.dataset.sent = "1";
  });
  // Answered in place: a form of a list is sent from where it stands; the list then asks for itself, and focus goes to the next row.
  let place = 0;
  document.addEventListener("answered", (event) => {
    place = [...document.querySelectorAll(".owe")].indexOf(event.target.closest(".owe"));
  });
  document.addEventListener("htmx:load", (event) => {
    document.querySelectorAll("[data-in-place] form[method=post]:not([hx-headers])").forEach((form) => {
      form.setAttribute("hx-post", form.getAttribute("action"));
      form.setAttribute("hx-headers", '{"X-In-Place":"1"}');
      form.setAttribute("hx-target", form.closest(".slot") ? "closest .slot" : "next .slot");
      form.setAttribute("hx-swap", "innerHTML");
      htmx.process(form);
    });
    const loaded = event.detail.elt;
    if (loaded.hasAttribute("data-in-place")) {
      const verbs = [...loaded.querySelectorAll(".owe")].map((row) => row.querySelector("[data-verb]"));
      (verbs[Math.min(Math.max(place, 0), verbs.length - 1)] || loaded.querySelector("h1")).focus();
    } else if (loaded.closest(".slot")) {
      const fields = [...loaded.querySelectorAll("input:not([type=hidden]), select, textarea, button")];
      (loaded.querySelector(".errsum a") || fields.find((field) => field.checked) || fields[0])?.focus();
    }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr } = event.detail;
    if (!target.matches(".slot")) return;
    if (xhr.status >= 400 && xhr.status < 500) { event.detail.shouldSwap = true; event.detail.isError = false; }
    document.querySelectorAll(".slot").forEach((slot) => { if (slot !== target) slot.replaceChildren(); });
  });
  document.addEventListener("keydown", (event) => {
    const slot = event.key === "Escape" && event.target.closest?.(".slot");
    if (slot) { slot.replaceChildren(); slot.closest(".owe").querySelector("[data-verb]").focus(); }
  });
  // A part that follows what others do looks again while it is looked at, and not where the reader is in it.
  const follow = () => document.hidden || !getSelection().isCollapsed || document.querySelectorAll("[data-follows]").forEach((part) => part.contains(document.activeElement) || htmx.trigger(part, "look"));
  setInterval(follow, 5000);
  document.addEventListener("visibilitychange", follow);
  // Keys: `j:down gm:/tidewater/` on the body. Never in fields, never with Ctrl, Alt or ⌘; a place's letter follows its first key.
  const { home, me, keys } = document.body.dataset;
  const doing = new Map((keys || "").split(" ").filter(Boolean).map((pair) => [pair.slice(0, pair.indexOf(":", 1)), pair.slice(pair.indexOf(":", 1) + 1)]));
  const shown = (element) => element?.checkVisibility?.() ?? !!element;
  const ROW = "main :is([data-row], .rows > li, .objs > li, .ledger > li, .roll > li, .otree li)";
  const DOERS = { check_in: "a[href*='/check-ins/new/']", edit: "a[href$='/edit/']", issue: "a[href*='/issues/new/']", new: "main a.btn[href*='/new/']" };
  const rows = () => [...document.querySelectorAll(ROW)].filter((row) => shown(row) && firstLink(row));
  const firstLink = (row) => row.querySelector("a[href], summary, button");
  const step = (by) => {
    const all = rows();
    const at = all.indexOf(document.activeElement?.closest(ROW));
    const row = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    row && firstLink(row)?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const press = (action) => {
    const row = document.activeElement?.closest(ROW);
    const doers = `[data-key=${action}]${DOERS[action] ? `, ${DOERS[action]}` : ""}`;
    const found = [...(row?.querySelectorAll(doers) || []), ...document.querySelectorAll(doers)].find(shown);
    found?.click();
    return !!found;
  };
  const ask = (name, noun) => {
    const row = document.activeElement?.closest(ROW);
    showIn(`${name}-dialog`, `${home}${noun}/new/?about=${encodeURIComponent(new URL((row && firstLink(row)?.href) || location.href, location.href).pathname)}`);
  };
  const actions = {
    down: () => step(1),
    up: () => step(-1),
    filter: () => { const field = document.querySelector("main input[type=search]"); field ? field.select() || field.focus() : openPalette(); },
    help: () => showIn("keys-dialog", `${home}keys/`),
    promise: () => ask("promise", "commitments"),
    blocker: () => ask("blocker", "blockers"),
    undo: () => document.querySelector(".toast form button")?.click(),
    select: () => {
      if (!document.activeElement?.closest(ROW)) step(1);
      document.activeElement?.closest(ROW)?.classList.toggle("picked");
      tell();
    },
  };
  // X selects lines; what is selected is copied as a list of names with their addresses, for a mail or an agenda.
  const picked = () => [...document.querySelectorAll(".picked")];
  const tell = (said) => {
    let bar = document.querySelector(".pickbar");
    if (!bar) {
      bar = Object.assign(document.createElement("div"), { className: "pickbar panel" });
      bar.innerHTML = '<span role="status"></span><button class="btn sm" type="button" data-copy data-here="Copy the selected lines">Copy</button><button class="btn sm quiet" type="button" data-unpick>Clear</button>';
      document.getElementById("main").append(bar);
    }
    bar.hidden = !picked().length;
    bar.firstChild.textContent = said || `${picked().length} selected`;
  };
  const unpick = () => { picked().forEach((row) => row.classList.remove("picked")); tell(); };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-unpick]")) unpick();
    if (event.target.closest("[data-copy]")) { getSelection().removeAllRanges(); document.execCommand("copy"); }
  });
  document.addEventListener("copy", (event) => {
    const links = picked().map((row) => row.querySelector("a[href]")).filter(Boolean);
    if (!links.length || String(getSelection()) || event.target.closest?.("input, textarea")) return;
    event.preventDefault();
    const list = document.createElement("ul");
    list.append(...links.map((link) => { const item = document.createElement("li"); item.append(Object.assign(document.createElement("a"), { href: link.href, textContent: link.textContent.trim() })); return item; }));
    event.clipboardData.setData("text/html", list.outerHTML);
    event.clipboardData.setData("text/plain", links.map((link) => `${link.textContent.trim()}\n${link.href}`).join("\n"));
    tell(`${links.length} copied`);
  });
  let before = "";
  let forget;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k" && home) {
      event.preventDefault();
      return openPalette();
    }
    const writing = event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]"); // one just closed keeps the focus for a moment
    if (event.ctrlKey || event.metaKey || event.altKey || (writing && shown(writing))) return;
    if (event.key === "Escape") { if (picked().length) unpick(); if (document.activeElement?.closest(ROW)) document.activeElement.blur(); return; }
    const pressed = before + event.key.toLowerCase();
    clearTimeout(forget);
    before = "";
    const wanted = doing.get(pressed);
    if (wanted?.startsWith("/")) location.assign(wanted);
    else if (wanted) (actions[wanted] || (() => press(wanted)))();
    else if ([...doing.keys()].some((each) => each.length > 1 && each[0] === pressed)) {
      before = pressed;
      forget = setTimeout(() => { before = ""; }, 1500);
      return;
    } else return;
    event.preventDefault();
  });
  const showIn = (id, url) => fetch(url, { headers: { "HX-Request": "true" } }).then((answer) => (answer.ok ? answer.text() : Promise.reject())).then((html) => {
    const dialog = document.getElementById(id);
    const fill = dialog.querySelector("[data-fill]");
    fill.innerHTML = html;
    window.htmx?.process(fill);
    if (!dialog.open) dialog.showModal();
    fill.querySelector("input:not([type=hidden])")?.focus();
  }).catch(() => location.assign(url));

  // The palette: what can be done here, then what the server finds; the page behind it keeps its focus.
  const palette = document.getElementById("palette");
  const asked = palette?.querySelector("input");
  const list = palette?.querySelector("ul");
  const openPalette = () => {
    if (palette.open) return asked.select();
    asked.value = "";
    palette.showModal();
    look();
  };
  const options = () => [...list.querySelectorAll("[role=option]")];
  const choose = (option) => {
    options().forEach((each, n) => { each.id = `po${n}`; each.setAttribute("aria-selected", each === option); });
    asked.setAttribute("aria-activedescendant", option?.id || "");
    option?.scrollIntoView({ block: "nearest" });
  };
  const go = (option) => {
    if (!option) return;
    palette.close();
    option.act ? option.act() : location.assign(option.dataset.href);
  };
  const line = (group, items) => items.flatMap(({ text, more, href, act }, n) => {
    const option = document.createElement("li");
    option.setAttribute("role", "option");
    option.append(document.createElement("i"), Object.assign(document.createElement("span"), { textContent: text, dir: "auto" }), Object.assign(document.createElement(more ? "kbd" : "span"), { textContent: more || "" }));
    if (href) option.dataset.href = href;
    option.act = act;
    const head = Object.assign(document.createElement("li"), { className: "ph", textContent: group });
    head.setAttribute("role", "presentation");
    return n ? [option] : [head, option];
  });
  const keyFor = (action) => [...doing].find(([, wanted]) => wanted === action)?.[0] || "";
  const here = (words) => [...document.querySelectorAll("main :is([data-here], a.btn.primary[href], .head a.btn[href], .btns > a.btn[href])")].filter(shown)
    .map((each) => ({ text: each.dataset.here || each.textContent.trim(), more: keyFor(each.dataset.key || Object.keys(DOERS).find((name) => each.matches(DOERS[name]))).toUpperCase(), act: () => each.click() }))
    .filter(({ text }) => text.toLowerCase().includes(words)).slice(0, 3);
  let asking;
  const look = () => {
    const words = asked.value.trim().toLowerCase();
    const mine = here(words);
    asking?.abort();
    asking = new AbortController();
    const recent = words ? [] : visited().filter(({ href }) => href !== location.pathname).slice(0, 3);
    fetch(`${home}search/palette/?here=${mine.length + recent.length}&q=${encodeURIComponent(asked.value)}`, { signal: asking.signal, headers: { "HX-Request": "true" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
      .then((html) => {
        list.innerHTML = html;
        list.prepend(...line("Here", mine), ...line("Recent", recent));
        choose(options()[0]);
        palette.querySelector("[role=status]").textContent = `${options().length} to choose from`;
      }).catch((fault) => { if (fault?.name !== "AbortError") { list.replaceChildren(...line("Here", mine)); choose(options()[0]); } });
  };
  if (palette) {
    let rest;
    asked.addEventListener("input", () => { clearTimeout(rest); rest = setTimeout(look, 120); });
    asked.addEventListener("keydown", (event) => {
      const all = options();
      const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
      const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (move) { event.preventDefault(); choose(all[(at + move + all.length) % all.length]); }
      if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); go(all[at]); }
    });
    list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
    palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
  }
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-palette]");
    if (opener && palette && !event.ctrlKey && !event.metaKey) { event.preventDefault(); openPalette(); }
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
  });

  // What was last looked at, for the palette; forgotten as soon as somebody is signed out.
  const trail = `recent:${home}${me}`;
  const visited = () => { try { return JSON.parse(localStorage.getItem(trail)) || []; } catch { return []; } };
  try {
    if (!me) Object.keys(localStorage).filter((name) => name.startsWith("recent:")).forEach((name) => localStorage.removeItem(name));
    else if (/\/\d+\/$/.test(location.pathname)) {
      const now = { href: location.pathname, text: document.title.split(" · ")[0] };
      localStorage.setItem(trail, JSON.stringify([now, ...visited().filter(({ href }) => href !== now.href)].slice(0, 8)));
    }
  } catch { /* no storage: no recent ones */ }

  // Suggestions below a field for a person, a team or an objective; the name is understood without them too.
  let typing;
  document.addEventListener("input", (event) => {
    const field = event.target.closest("[data-pick]");
    if (!field?.list || !home) return;
    clearTimeout(typing);
    typing = setTimeout(() => fetch(`${home}pick/${field.dataset.pick}/?q=${encodeURIComponent(field.value)}`)
      .then((answer) => (answer.ok ? answer.text() : "")).then((html) => { field.list.innerHTML = html; }).catch(() => {}), 150);
  });
  // Names one a line: a field with suggestions below the box adds to it.
  document.querySelectorAll("[data-pick-lines]").forEach((box) => {
    const list = Object.assign(document.createElement("datalist"), { id: `${box.id}-list` });
    const field = Object.assign(document.createElement("input"), { className: "inp", autocomplete: "off" });
    const label = Object.assign(document.createElement("label"), { className: "adder hint", textContent: "Add a name" });
    field.dataset.pick = box.dataset.pickLines;
    field.setAttribute("list", list.id);
    label.append(field, list);
    box.after(label);
    const add = () => {
      if (!field.value.trim()) return;
      box.value = [...box.value.split("\n").filter((name) => name.trim()), field.value.trim()].join("\n");
      field.value = "";
      box.dispatchEvent(new Event("input", { bubbles: true }));
    };
    field.addEventListener("change", add);
    field.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) { event.preventDefault(); add(); } });
  });
  document.querySelectorAll("[data-copy-from]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy-from]");
    if (!button) return;
    document.getElementById(button.dataset.copyFrom).select();
    document.execCommand("copy");
    button.textContent = "Copied";
  });
  // In the tree an objective is dropped on the one that it contributes to from then on; the form at the tree's end says so.
  const moving = document.querySelector("form[data-move]");
  let dragged = null;
  const under = (event) => {
    const row = dragged && event.target.closest?.("[data-o]");
    document.querySelectorAll(".drop").forEach((other) => other !== row && other.classList.remove("drop"));
    return row && !dragged.contains(row) && dragged.parentElement.closest("[data-o]") !== row ? row : null;
  };
  if (moving) {
    document.addEventListener("dragstart", (event) => {
      dragged = event.target.closest?.("li[data-o]") || null;
      if (dragged) { event.dataTransfer.effectAllowed = "move"; dragged.classList.add("dragged"); }
    });
    document.addEventListener("dragover", (event) => { const row = under(event); if (row) { event.preventDefault(); row.classList.add("drop"); } });
    document.addEventListener("dragend", (event) => { dragged?.classList.remove("dragged"); dragged = null; under(event); });
    document.addEventListener("drop", (event) => {
      const row = under(event);
      if (!row) return;
      event.preventDefault();
      moving.action = moving.dataset.move.replace("/0/", `/${dragged.dataset.o}/`);
      moving.elements.parent.value = row.dataset.o;
      moving.requestSubmit();
    });
  }
  // What is typed in a form with data-draft is kept after two seconds of rest: on the server, or here while that is away.
  const rest = new Map();
  const fields = (box) => [...box.querySelectorAll("[name]")].filter((field) => !/radio|checkbox/.test(field.type) || field.checked);
  const shelf = (box) => `draft ${box.closest("form").dataset.drafts} ${box.dataset.draft}`;
  const keep = async (box) => {
    const form = box.closest("form");
    const said = new URLSearchParams(fields(box).map((field) => [field.name, field.value]));
    said.set("draft", box.dataset.draft);
    said.set("prefix", box.dataset.prefix || "");
    said.delete("csrfmiddlewaretoken");
    let words = "Draft kept in this browser";
    try {
      const headers = { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value };
      const answer = await fetch(form.dataset.drafts, { method: "POST", body: said, headers });
      if (answer.ok) { words = await answer.text(); localStorage.removeItem(shelf(box)); } else words = "";
    } catch { localStorage.setItem(shelf(box), said); }
    const saved = box.querySelector("[data-saved]");
    if (saved) saved.textContent = words;
  };
  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-draft]");
    if (!box) return;
    clearTimeout(rest.get(box));
    rest.set(box, setTimeout(keep, 2000, box));
  });
  const sent = (box) => { clearTimeout(rest.get(box)); localStorage.removeItem(shelf(box)); };
  document.addEventListener("submit", (event) => event.target.querySelectorAll("[data-draft]").forEach(sent));
  document.addEventListener("submit", (event) => event.target.dataset.draft && sent(event.target));
  document.addEventListener("htmx:beforeRequest", (event) => { const box = event.target.closest("[data-post], form[data-draft][hx-post]")?.closest("[data-draft]"); if (box) sent(box); });

  // Check-ins by keyboard: digits choose in a group, Ctrl+Enter posts, J and K move, and a posted one hands on to the next.
  const begin = (box) => {
    const first = box?.querySelector("input.num, [data-digits] input, textarea, button");
    first?.focus();
    first?.select?.();
  };
  const bring = (elt) => {
    elt.querySelectorAll("[data-draft]").forEach((box) => {
      const kept = localStorage.getItem(shelf(box));
      if (!kept) return;
      new URLSearchParams(kept).forEach((value, name) => box.querySelectorAll(`[name="${CSS.escape(name)}"]`).forEach((field) => {
        if (/radio|checkbox/.test(field.type)) field.checked = field.value === value; else if (field.type !== "hidden") field.value = value;
      }));
      keep(box);
    });
    if (elt.matches(".posted[data-due]")) {
      const dues = [...document.querySelectorAll("[data-due]")];
      const next = dues.slice(dues.indexOf(elt)).find((due) => !due.matches(".posted"));
      if (next) begin(next); else elt.focus();
    } else if (elt.matches("[data-due]")) elt.querySelector(".errsum, .conflict .btn, .against a")?.focus();
  };
  document.addEventListener("htmx:load", (event) => bring(event.detail.elt));
  begin(document.querySelector("[data-dues] [data-due]"));
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const button = target.closest?.("[data-draft], form")?.querySelector("[data-post]");
      if (button) { event.preventDefault(); button.click(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches?.("textarea, select, input:not([type=radio]):not([type=checkbox])")) return;
    const group = target.closest?.("[data-digits]");
    if (group && /^\d$/.test(key)) {
      const ten = key === "0" && target.checked && target.dataset.key === "1" && group.querySelector('[data-key="10"]');
      const choice = ten || group.querySelector(`[data-key="${key}"]`);
      if (choice) { choice.checked = true; choice.focus(); choice.dispatchEvent(new Event("change", { bubbles: true })); choice.dispatchEvent(new Event("input", { bubbles: true })); }
    }
    const dues = [...document.querySelectorAll("[data-dues] [data-due]")];
    const step = { j: 1, k: -1 }[key];
    if (step && dues.length) { event.stopImmediatePropagation(); begin(dues[Math.min(Math.max(dues.indexOf(target.closest("[data-due]")) + step, 0), dues.length - 1)]); }
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
})();
