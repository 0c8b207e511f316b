/* A running meeting: hears what changed, keeps its clocks going, and loses no line. The pages work without it. */
(() => {
  "use strict";
  const room = document.getElementById("room");
  const now = room.dataset; // what holds: version, move, state, who leads, where the reader looks
  const { me, keys, home } = document.body.dataset;
  const is_stage = now.screen === "stage";
  const all = (selector, inside = room) => [...inside.querySelectorAll(selector)];
  const one = (selector, inside = room) => inside.querySelector(selector);
  const say = (words) => { one("[data-said]", document).textContent = words; };
  const told = one("[data-told]", document);
  const parsed = (html) => { const box = document.createElement("template"); box.innerHTML = html; return box.content; };
  const asked_by_us = { "HX-Request": "true" };
  let asked = ""; // the move that the leader was asked about, whether to go on while some are not ready
  let address = location.pathname + location.search;

  // Clocks: from the seconds that the server said, by this device's steady clock and never by its time of day.
  const spoken = (left) => {
    const rest = Math.abs(left), two = (n) => String(n).padStart(2, "0"), minutes = Math.floor(rest / 60), hours = Math.floor(minutes / 60);
    return (left < 0 ? "+" : "") + (hours ? `${hours}:${two(minutes % 60)}` : minutes) + ":" + two(rest % 60);
  };
  const TOLD = [[120, "Two minutes left"], [30, "Thirty seconds left"], [0, "The time is over"]];
  let last = {};
  const tick = () => all("[data-left]").forEach((clock) => {
    const gone = now.state === "running" ? (performance.now() - (clock.closest("[data-part]").drawn || 0)) / 1000 : 0;
    const { left: said, of, width, main } = clock.dataset;
    const left = said - gone, share = Math.min(1, Math.max(0, 1 - left / of));
    const set = (element, name, value) => element.setAttribute(name, value);
    if (clock.matches("circle")) set(clock, "stroke-dasharray", `${share * 100} 100`);
    else if (clock.matches("rect")) set(clock, "width", width * share);
    else if (clock.matches("svg")) {
      const ahead = clock.dataset.ahead - Math.max(0, gone - clock.dataset.slack), minutes = Math.round(Math.abs(ahead) / 60);
      const mark = `${Math.min(1, Math.max(0, share + ahead / of)) * 100}%`;
      set(one(".done", clock), "width", `${share * 100}%`);
      set(one(".mark", clock), "x1", mark);
      set(one(".mark", clock), "x2", mark);
      one("[data-used]").textContent = `${Math.floor((of - left) / 60)} of ${Math.floor(of / 60)} min`;
      one("[data-in-hand]").textContent = minutes ? `${minutes} min ${ahead > 0 ? "in hand" : "over"}` : "on time";
    } else clock.textContent = spoken(Math.ceil(left));
    if (main === undefined) return;
    clock.closest("[data-clock]").classList.toggle("is-over", left < 0);
    if (last.move === now.move) TOLD.forEach(([edge, words]) => { if (last.left > edge && left <= edge) say(words); });
    last = { move: now.move, left };
  });

  // What is typed stays, whatever is drawn around it: by its form and name, also while its form is away.
  const typed = new Map();
  const fields = (box) => all("input:not([type=hidden]), textarea", box).filter((field) => field.form && field.name);
  const ticks = (field) => /radio|checkbox/.test(field.type);
  const called = (field) => [field.form.getAttribute("action"), field.name, ticks(field) && field.value].join();
  const remember = (box) => fields(box).forEach((field) => {
    const is_new = ticks(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
    if (is_new || "mine" in field.form.dataset) typed.set(called(field), ticks(field) ? field.checked : field.value);
  });
  const recall = (box) => fields(box).forEach((field) => {
    if (typed.has(called(field))) field[ticks(field) ? "checked" : "value"] = typed.get(called(field));
    typed.delete(called(field));
  });
  const settle = (form) => fields(form).forEach((field) => { field.defaultValue = field.value; field.defaultChecked = field.checked; });

  // One region at a time. The one that somebody writes in waits until they leave it, unless the room has moved on.
  const WRITES = "textarea, select, input:not([type=radio]):not([type=checkbox])";
  const is_held = (region) => now.state !== "closed" && (one(":popover-open, details[open]", region) || (region.contains(document.activeElement) && document.activeElement.matches(WRITES)));
  const draw = (region, move) => {
    const before = new Set(all("li[id]", region).map((line) => line.id));
    const focused = region.contains(document.activeElement) && document.activeElement;
    const { id, dataset: { press, key } = {} } = focused || {};
    remember(region);
    region.replaceChildren(parsed(region.waits));
    Object.assign(region, { waits: null, drawn: region.comes, move });
    recall(region);
    const spot = id ? `#${CSS.escape(id)}` : press ? `[data-press="${press}"]` : key && `[data-key="${key}"]`;
    if (focused) (spot && one(spot, region))?.focus();
    if (region.dataset.part === "captured") all("li[id]", region).filter((line) => !before.has(line.id)).forEach((line) => say([...line.children].filter((part) => part.tagName === "SPAN").map((part) => part.textContent).join(" ")));
  };
  const put = (part, html, move = now.move) => {
    const region = one(`[data-part=${part}]`);
    all("[data-facts]", parsed(html)).forEach((facts) => Object.assign(now, facts.dataset));
    if (now.place && now.place === now.at) { now.place = ""; history.replaceState(null, "", address = location.pathname); }
    if (!region || (part === "now" && now.place && !is_stage)) return;
    Object.assign(region, { waits: html, comes: performance.now() });
    if (!is_held(region) || (region.move || move) !== move) draw(region, move);
    dress();
  };
  const release = () => setTimeout(() => { all("[data-part]").forEach((region) => { if (region.waits && !is_held(region)) draw(region, now.move); }); dress(); });
  room.addEventListener("focusout", release);
  document.addEventListener("toggle", release, true);

  // What differs by reader in a picture that is the same for all.
  const pressed = Object.fromEntries((keys || "").split(" ").map((pair) => [pair.slice(pair.indexOf(":", 1) + 1), pair[0]]));
  const dress = () => {
    now.leads = now.leader === me ? "1" : "";
    all("[data-toggle]").forEach((button) => {
      const is_on = button.dataset.toggle === "hand" ? !!now.hand : now.ready === now.move;
      button.setAttribute("aria-pressed", is_on);
      button.value = is_on ? 0 : 1;
    });
    all("li[data-by]").forEach((line) => {
      line.classList.toggle("own", line.dataset.by === me || !!now.leads);
      line.classList.toggle("you", line.dataset.owner === me);
    });
    all("[data-key] > kbd").forEach((key) => { key.textContent = (pressed[key.parentElement.dataset.key] || key.textContent).toUpperCase(); });
    const unready = asked === now.move && +one("[data-unready]")?.dataset.unready;
    if (unready) one("[data-rdy]").textContent = `${unready} not ready. Once more to go on`;
    if (now.state === "closed") stop();
    tick();
  };

  // The stream says what changed; without one the page looks for itself every three seconds.
  let source, polling, losing, resting, owing;
  const found = () => { clearTimeout(losing); losing = 0; now.off = ""; send_lines(); };
  const lost = () => { losing ||= setTimeout(() => { now.off = "1"; }, 5000); };
  // Answers overtake each other; an older one of what is the reader's own is left.
  let turns = 0, shown = 0;
  const accept = (part, html, turn) => {
    if (part === "mine" && turn < shown) return;
    if (part === "mine") shown = turn;
    put(part, html);
  };
  const look = async (version = now.v) => {
    const turn = ++turns;
    try {
      const answer = await fetch(`${address}${address.includes("?") ? "&" : "?"}v=${version}`, { headers: asked_by_us });
      if (answer.redirected) return location.reload();
      if (!answer.ok) return lost();
      found();
      const fresh = answer.status !== 204 && one("#room", parsed(await answer.text()));
      if (!fresh || +fresh.dataset.v < +now.v) return;
      const moved = fresh.dataset.move !== now.move;
      Object.assign(now, fresh.dataset);
      all("[data-part]", fresh).forEach((part) => accept(part.dataset.part, part.innerHTML, turn));
      if (moved) arrive();
    } catch { lost(); }
  };
  const look_soon = (version) => { clearTimeout(resting); resting = setTimeout(look, 80, version); };
  const arrive = () => { if (!now.place) say(`Now: ${one("h1")?.textContent || ""}`); };
  const own = async () => {
    const turn = ++turns;
    clearTimeout(owing);
    try {
      const answer = await fetch(now.own, { headers: asked_by_us });
      if (answer.redirected) return location.reload();
      const html = answer.ok && await answer.text();
      if (html) { found(); toast(one("template", parsed(html))?.content); return accept("mine", html, turn); }
    } catch {}
    lost();
    owing = setTimeout(own, 3000);
  };
  const toast = (box) => {
    const shown = box && room.appendChild(box.firstElementChild);
    if (shown) setTimeout(() => shown.remove(), 8000);
  };
  const hear = (name, then) => source.addEventListener(name, (event) => { found(); then(JSON.parse(event.data)); });
  const start = () => {
    if (source || document.hidden || now.state === "closed") return;
    if (!window.EventSource) return poll();
    source = new EventSource(now.stream);
    hear("hello", ({ v }) => { clearTimeout(polling); if (v !== +now.v) look(); });
    hear("behind", () => look(0));
    hear("changed", ({ move, whose }) => {
      if (is_stage) look_soon();
      else if (whose.includes(+me) || move !== +now.move) own();
    });
    hear("parts", ({ v, move, drawn, html }) => {
      if (drawn < +now.v) return; // before what this screen has looked up
      if (is_stage) { if (v === +now.v) look_soon(0); return; }
      const was = +now.move;
      if (v >= +now.v) Object.assign(now, { v, move });
      const whole = now.v;
      Object.entries(html).forEach(([part, fresh]) => put(part, fresh));
      now.v = whole; // part of it may be drawn ahead of the rest
      if (+now.move !== was) arrive();
    });
    source.onerror = () => { lost(); if (source?.readyState === 2) { stop(); poll(); } };
  };
  const stop = () => { source?.close(); source = null; clearTimeout(polling); };
  const poll = (times = 1) => {
    polling = setTimeout(() => { if (times % 10) look().then(() => now.state !== "closed" && !source && poll(times + 1)); else start(); }, 3000);
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : start()));
  addEventListener("offline", () => { stop(); lost(); });
  addEventListener("online", start);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", start);

  // Forms are sent from where they stand; a no is told at the form, and what was typed stays in it.
  const sentence = async (answer) => {
    if (!answer) return "There is no connection. Try again when it is back.";
    const page = answer.status < 500 && parsed(await answer.text());
    const said = page && (page.querySelector(".errsum li, .err") || page).textContent.trim();
    return said && said.length < 500 ? said : "That did not work. Try again, or load the page anew.";
  };
  const post = (url, said) => { said.set("csrfmiddlewaretoken", line.elements.csrfmiddlewaretoken.value); return fetch(url, { method: "POST", body: said, headers: asked_by_us }).catch(() => null); };
  document.addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter, place = one("[data-sentence]", form) || told;
    if (event.defaultPrevented || !room.contains(form)) return;
    told.textContent = place.textContent = "";
    if ("go" in form.dataset) { // what is drawn for everybody holds nobody's token
      if (!form.elements.csrfmiddlewaretoken) form.append(line.elements.csrfmiddlewaretoken.cloneNode());
      return;
    }
    event.preventDefault();
    delete form.dataset.sent;
    if (form === line) return catch_line();
    if (+button?.dataset.unready && asked !== now.move) {
      asked = now.move;
      return dress();
    }
    const { toggle, line: taken, kind } = button?.dataset || {}, was = toggle && now[toggle];
    const said = new URLSearchParams(new FormData(form, button));
    if (toggle) { now[toggle] = button.value === "1" ? (toggle === "ready" ? now.move : "1") : ""; dress(); }
    const answer = await post(button?.getAttribute("formaction") || form.getAttribute("action"), said);
    if (answer?.redirected) return location.reload();
    if (!answer?.ok) {
      if (toggle) { now[toggle] = was; dress(); }
      place.textContent = await sentence(answer);
      return;
    }
    if ("clear" in form.dataset) form.reset(); else settle(form);
    form.closest(":popover-open")?.hidePopover();
    all("details", form).forEach((sheet) => { sheet.open = false; });
    if (taken) offer_undo(kind, taken);
    if (form.elements.lead_back) await own(); // what can be undone
    if (!source || is_stage) look();
  });
  room.addEventListener("change", (event) => { if ("send" in event.target.dataset) event.target.form.requestSubmit(); });
  const offer_undo = (kind, text) => {
    const box = document.body.appendChild(Object.assign(document.createElement("div"), { className: "toasts" }));
    box.append(parsed('<div class="toast" role="status"><span>Taken back</span><form><button class="btn sm">Undo</button></form></div>'));
    one("form", box).addEventListener("submit", (event) => { event.preventDefault(); box.remove(); add_line(kind, text); });
    setTimeout(() => box.remove(), 6000);
  };

  // The line: kept here until the server has it, under a key of its own, so that it is caught once however often it is sent.
  const line = document.getElementById("line");
  const said = one("#said");
  const refused = one("[data-sentence]", line);
  const shelf = `lines ${now.own} ${me}`;
  let memory = [], is_sending = false;
  const lines = () => { try { return JSON.parse(localStorage.getItem(shelf)) || []; } catch { return memory; } };
  const keep = (kept) => {
    memory = kept;
    try { localStorage.setItem(shelf, JSON.stringify(kept)); } catch { /* kept in this page alone */ }
    one("[data-waiting]").replaceChildren(...kept.map((each) => {
      const row = parsed('<li><span class="k"></span><span class="x"></span><span class="faint small"></span></li>').firstChild;
      [one(`[data-for=${each.kind}]`, line)?.textContent || "", each.text, each.no || "waiting to be sent"].forEach((words, n) => { row.children[n].textContent = words; });
      if (each.no) {
        const edit = row.appendChild(Object.assign(document.createElement("button"), { type: "button", className: "btn sm", textContent: "Write it anew" }));
        edit.addEventListener("click", () => write_anew(each));
      }
      return row;
    }));
  };
  const drop = (key) => keep(lines().filter((each) => each.key !== key));
  const choose_kind = (kind) => { const radio = one(`[name=kind][value=${kind}]`, line); if (radio) radio.checked = true; };
  const write_anew = ({ key, kind, text, no }) => {
    drop(key);
    choose_kind(kind);
    said.value = text;
    refused.textContent = no;
    if (line.popover && !line.matches(":popover-open")) line.showPopover();
    said.focus();
  };
  const add_line = (kind, text) => { keep([...lines(), { kind, text, key: crypto.randomUUID?.() || `${Date.now()}-${Math.random()}` }]); send_lines(); };
  const catch_line = () => {
    if (!said.value.trim()) return;
    add_line(one("[name=kind]:checked", line).value, said.value.trim());
    said.value = "";
    if (line.matches(":popover-open")) line.hidePopover();
  };
  const send_lines = async () => {
    if (is_sending) return;
    is_sending = true;
    for (let each; (each = lines().find((kept) => !kept.no));) {
      const { kind, text, key } = each;
      const answer = await post(line.getAttribute("action"), new URLSearchParams({ kind, text, key }));
      if (answer?.status === 204) { drop(key); if (!source) look(); continue; }
      if (!answer || answer.redirected || answer.status >= 500) { lost(); break; }
      const no = await sentence(answer);
      if (said.value) keep(lines().map((kept) => (kept.key === key ? { ...kept, no } : kept))); else write_anew({ ...each, no });
    }
    is_sending = false;
  };
  room.addEventListener("click", (event) => {
    const kind = event.target.closest("[data-kind]:not([data-line])")?.dataset.kind;
    if (kind) { choose_kind(kind); said.focus(); setTimeout(() => said.focus()); } // the second after a label has taken it
  });

  // @ offers who is here, then everybody; / offers days.
  const offers = one("#offers");
  const options = () => all("[role=option]", offers);
  const asks = () => /(?:^|\s)([@/])([^\s@/"]*)$/.exec(said.value.slice(0, said.selectionStart));
  const point = (to) => {
    options().forEach((option, n) => { option.id = `offer${n}`; option.setAttribute("aria-selected", option === to); });
    said.setAttribute("aria-activedescendant", to?.id || "");
  };
  const show = (found) => {
    const chosen = one("[aria-selected=true]", offers)?.dataset.name;
    offers.replaceChildren(...found.slice(0, 8).map(([name, more]) => {
      const option = parsed('<li role="option"><b></b><span></span></li>').firstChild;
      option.dataset.name = option.firstChild.textContent = name;
      option.lastChild.textContent = more;
      return option;
    }));
    offers.hidden = !found.length;
    said.setAttribute("aria-expanded", !offers.hidden);
    point(options().find((option) => option.dataset.name === chosen) || options()[0]);
  };
  const pairs = (box) => all("option", box).map((option) => [option.value, option.textContent]);
  const offer = async () => {
    const [whole, sign, word] = asks() || [];
    if (!sign) return show([]);
    const fits = ([name]) => name.toLowerCase().split(" ").some((part) => part.startsWith(word.toLowerCase()));
    if (sign === "/") return show(pairs(one("[data-days]", line)).filter(fits));
    const here = all(".ppl [data-name]:not(.away)").map((seat) => [seat.dataset.name, "here"]).filter(fits);
    show(here);
    if (!word) return;
    const answer = await fetch(`${home}pick/people/?q=${encodeURIComponent(word)}`).catch(() => null);
    const others = answer?.ok ? pairs(parsed(await answer.text())) : [];
    if (asks()?.[0] === whole) show([...here, ...others.filter(([name]) => !here.some(([known]) => known === name))]);
  };
  const take = (option) => {
    const [, sign, word] = asks();
    const name = option.dataset.name, end = said.selectionStart;
    said.setRangeText(`${/\s/.test(name) ? `"${name}"` : name} `, end - word.length, end, "end");
    show([]);
  };
  said.addEventListener("input", offer);
  said.addEventListener("blur", () => show([]));
  offers.addEventListener("pointerdown", (event) => { const option = event.target.closest("[role=option]"); if (option) { event.preventDefault(); take(option); } });
  said.addEventListener("keydown", (event) => {
    const open = options(), at = open.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (!open.length) { if (event.key === "Escape") said.blur(); return; }
    if (step) point(open[(at + step + open.length) % open.length]);
    else if (event.key === "Enter" || event.key === "Tab") take(open[at]);
    else if (event.key === "Escape") show([]);
    else return;
    event.preventDefault();
  });

  // Arrows and space; the letters are in the page's own map of keys (data-key).
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!keys || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, dialog[open], :popover-open")) return;
    const button = !(key === " " && target.closest("a, button, summary")) && one(`[data-press="${CSS.escape(key)}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });

  keep(lines());
  dress();
  setInterval(tick, 500);
  start();
})();
