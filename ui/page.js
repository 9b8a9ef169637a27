// The page's behaviour. Gradio runs this once, with `element` (the shell), `trigger` (sends an event
// to the server) and `server` (calls its functions). The server writes the HTML; this script moves
// focus, opens articles, says what happens and keeps the language.
"use strict";

const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const language = () => (root.lang.startsWith("fr") ? "fr" : "en");
const said = (name) =>
  document.querySelector(`#said [data-said="${name}"] [data-in="${language()}"]`).textContent;

// Language: a style rule shows one of the two; only what cannot hold markup is written here.
function setLanguage(code) {
  root.lang = code;
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === code));
  }
  for (const option of document.querySelectorAll("option[data-fr]")) {
    if (option.text !== option.dataset[code]) option.text = option.dataset[code];
  }
}

function chooseLanguage(code) {
  setLanguage(code);
  localStorage.setItem("sourcier-language", code);
}

// One turn's sources are shown at a time, and one stands out: by rules of their own, which no new
// HTML from the server can undo.
const choice = document.head.appendChild(document.createElement("style"));
function showSourcesOf(turn, source) {
  choice.textContent = `#sources .sources:not([data-turn="${Number(turn)}"]) { display: none }`;
  if (source) {
    choice.textContent += ` #${source.id} { border-left-color: var(--accent); background: var(--sheet) }`;
  }
}

// The browser ends a smooth scroll where the reader asked for less motion (see the style sheet).
function goTo(target, block) {
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block });
}

// A phone has the sources below the answer, so the source goes to the top of the screen.
const narrow = matchMedia("(max-width: 60rem)");

function showSource(link) {
  const source = byId(link.hash.slice(1));
  if (!source) return;
  showSourcesOf(source.closest("[data-turn]").dataset.turn, source);
  const quote = source.querySelector("mark");
  const fits = source.offsetHeight < innerHeight * 0.8;
  source.focus({ preventScroll: true });
  if (fits || !quote) source.scrollIntoView({ block: narrow.matches ? "start" : "nearest" });
  else quote.scrollIntoView({ block: "center" });
}

function backToAnswer(link) {
  const source = link.closest(".source");
  const turn = byId(link.hash.slice(1));
  goTo(turn.querySelector(`a[href="#${source.id}"]`) || turn.querySelector("a, h2"), "center");
}

// Asking
const busy = { turn: 0 };

function ask(question, alone = false) {
  if (!question.trim() || busy.turn) return;
  const fields = Object.fromEntries(new FormData(byId("ask")));
  const last = [...document.querySelectorAll(".turn")].at(-1);
  busy.turn = last ? Number(last.dataset.turn) + 1 : 1;
  byId("ask").setAttribute("aria-busy", "true");
  byId("lost").hidden = true;
  byId("question").value = "";
  byId("status").textContent = said("searching");
  watchServer();
  const asked = { question, alone: String(alone), turn: busy.turn, page: language() };
  trigger("submit", { ...fields, ...asked });
}

// Gradio waits for a server that is gone, without end; whoever asked is told after a few seconds.
function watchServer() {
  const asked = busy.turn;
  setTimeout(async () => {
    if (!asked || busy.turn !== asked) return;
    const alive = await fetch("./favicon.ico", { cache: "no-store" }).then(() => true, () => false);
    if (alive) watchServer();
    else settle(null);
  }, 3000);
}

// Keeps the new question at the top while its answer grows, until the reader moves.
function follow() {
  const turn = busy.turn && byId(`t${busy.turn}`);
  if (!turn) return;
  if (busy.seen !== busy.turn) {
    busy.seen = busy.turn;
    busy.following = true;
    showSourcesOf(busy.turn);
  }
  if (busy.following) turn.scrollIntoView({ block: "start" });
  if (turn.dataset.state === "done") settle(turn);
}

function settle(turn) {
  busy.turn = 0;
  byId("ask").removeAttribute("aria-busy");
  const answer = turn && turn.dataset.state === "done";
  byId("lost").hidden = Boolean(answer);
  if (!answer) return;
  const body = turn.querySelector(".answer");
  const kind = body.querySelector(".abstained") ? "abstained" : "answered";
  const lead = body.querySelector(".trouble") ? "" : said(kind);
  byId("status").textContent = `${lead} ${body.innerText}`;
}

// Articles
async function openArticle(button) {
  const { open, start, end } = button.dataset;
  byId("reader-body").innerHTML = `<h2 id="reader-title"></h2>`;
  byId("reader-title").textContent = said("loading");
  if (!byId("reader").open) byId("reader").showModal();
  try {
    const request = { id: open, start: Number(start), end: Number(end) };
    byId("reader-body").innerHTML = await server.article(request);
  } catch {
    byId("reader-title").textContent = said("lost");
  }
  toQuote();
}

function toQuote() {
  const quote = byId("reader-body").querySelector("mark");
  if (!quote) return byId("reader-body").focus();
  quote.tabIndex = -1;
  goTo(quote, "center");
}

async function copy(button) {
  const text = language() === "fr" ? button.dataset.copyFr : button.dataset.copyEn;
  const copied = await writeToClipboard(text);
  say(said(copied ? "copied" : "not-copied"));
}

// Served to another machine over plain HTTP, a page has no navigator.clipboard.
async function writeToClipboard(text) {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(() => true, () => false);
  }
  const area = document.body.appendChild(document.createElement("textarea"));
  area.value = text;
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

function say(text) {
  byId("status").textContent = text;
  byId("toast").textContent = text;
  byId("toast").hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (byId("toast").hidden = true), 2500);
}

// What the filters offer, as the index stands when they are opened
async function offerChoices() {
  const [sources, languages] = await server.choices({});
  byId("known-sources").innerHTML = sources;
  const chosen = byId("language").value;
  byId("language").innerHTML = languages;
  byId("language").value = chosen;
}

function countFilters() {
  const set = ["since", "until", "source", "language"].filter((name) => byId(name).value.trim());
  byId("filter-count").textContent = set.length ? `(${set.length})` : "";
}

const clicks = [
  ["[data-language]", (button) => chooseLanguage(button.dataset.language)],
  ["[data-ask]", (button) => ask(button.dataset.ask)],
  ["[data-alone]", (button) => ask(button.dataset.alone, true)],
  ["[data-stop]", () => busy.turn && trigger("stop", {})],
  ["[data-open]", openArticle],
  ["[data-copy-fr]", copy],
  ["[data-close]", (button) => button.closest("dialog").close()],
  ["[data-to-quote]", toQuote],
  ["a.ref", showSource],
  ["a.back", backToAnswer],
  ["a.skip", () => byId("question").focus()],
];

document.addEventListener("click", (event) => {
  for (const [selector, act] of clicks) {
    const target = event.target.closest(selector);
    if (!target) continue;
    event.preventDefault();
    act(target);
    return;
  }
  if (event.target === byId("reader")) event.target.close();
});
document.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(byId("question").value);
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.id === "question" && event.key === "Enter";
  if (!typing || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  ask(event.target.value);
});
for (const move of ["wheel", "touchmove", "keydown", "click"]) {
  document.addEventListener(move, () => (busy.following = false), { capture: true, passive: true });
}
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.(".filters[open]")) offerChoices();
}, { capture: true });
document.addEventListener("input", countFilters);
document.addEventListener("reset", () => setTimeout(countFilters));
// The event is over: what it sent last may take a moment to be in the page.
document.addEventListener("sourcier:settled", () => {
  const asked = busy.turn;
  setTimeout(() => asked && busy.turn === asked && settle(byId(`t${asked}`)), 2000);
});
new MutationObserver(() => (follow(), setLanguage(language()))).observe(document.body, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["data-state"],
});
setLanguage(language());
