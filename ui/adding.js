// Adding articles: files that are chosen or dropped, or a text that is pasted. It runs after page.js,
// in the same scope. The server reads, refuses and names; this sends, and shows what it tells.

const form = byId("add");
const limits = form.dataset;
let chosen = [];

async function openAdder() {
  byId("adder").showModal();
  byId("add-place").innerHTML = await server.place({}).catch(() => "");
}

// What cannot be taken is said at once, and not sent.
function faultOf(file) {
  const kind = file.name.includes(".") ? file.name.split(".").at(-1).toLowerCase() : "";
  if (!limits.kinds.split(" ").includes(`.${kind}`)) return "wrong-kind";
  if (file.size > Number(limits.mostBytes)) return "too-large";
  return file.size ? "" : "empty";
}

function choose(files) {
  for (const file of files) {
    const same = (other) => other.name === file.name && other.size === file.size;
    if (!chosen.some(same)) chosen.push(file);
  }
  showChosen();
}

function showChosen() {
  byId("chosen").replaceChildren(...chosen.map(chosenItem));
  showFault("");
  byId("added").hidden = true;
}

function chosenItem(file, place) {
  const item = document.createElement("li");
  const name = item.appendChild(document.createElement("span"));
  name.dir = "auto";
  name.textContent = file.name;
  const fault = faultOf(file);
  const note = item.appendChild(document.createElement("span"));
  note.className = fault ? "reason" : "hint";
  if (fault) note.innerHTML = saidInBoth(fault);
  else note.textContent = sizeOf(file);
  const button = item.appendChild(document.createElement("button"));
  button.type = "button";
  button.dataset.forget = place;
  button.innerHTML = saidInBoth("forget");
  const about = button.appendChild(document.createElement("span"));
  about.className = "unseen";
  about.textContent = file.name;
  return item;
}

function sizeOf(file) {
  const [unit, bytes] = { 0: ["byte", 1], 1: ["kilobyte", 1e3], 2: ["megabyte", 1e6] }[
    (file.size >= 1e3) + (file.size >= 1e6)
  ];
  const size = file.size / bytes;
  const style = { style: "unit", unit, maximumFractionDigits: size < 10 ? 1 : 0 };
  return new Intl.NumberFormat(root.lang, style).format(size);
}

const saidInBoth = (name) => document.querySelector(`#said [data-said="${name}"]`).innerHTML;

function forget(button) {
  chosen.splice(Number(button.dataset.forget), 1);
  showChosen();
  byId("add-files").focus();
}

function showFault(name) {
  byId("add-fault").hidden = !name;
  byId("add-fault").innerHTML = name ? saidInBoth(name) : "";
}

async function add() {
  const files = chosen.filter((file) => !faultOf(file));
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const given = new FormData(form);
  if (!files.length && !given.get("text").trim()) return showFault("nothing-chosen");
  if (files.length > Number(limits.mostFiles)) return showFault("too-many");
  if (total > Number(limits.mostTogether)) return showFault("too-large-together");
  for (const file of files) given.append("files", file, file.name);
  if (await send(given)) {
    chosen = chosen.filter(faultOf);
    byId("chosen").replaceChildren(...chosen.map(chosenItem));
    form.reset();
  }
}

function again() {
  const given = new FormData();
  given.append("rebuild", "1");
  send(given);
}

// Sends, shows how it goes, and says whether all is done.
async function send(given) {
  if (form.hasAttribute("aria-busy")) return false;
  given.append("page", language());
  form.setAttribute("aria-busy", "true");
  showFault("");
  byId("added").hidden = true;
  byId("add-progress").hidden = false;
  showStage({ html: saidInBoth("sending"), total: 0 });
  byId("add-progress").scrollIntoView({ block: "nearest" });
  let last = null;
  try {
    const reply = await fetch("./articles", { method: "POST", body: given });
    for await (const line of linesOf(reply)) {
      if (line.stage) showStage(line);
      else last = line;
    }
  } catch {
    last = null;
  }
  form.removeAttribute("aria-busy");
  byId("add-progress").hidden = true;
  if (last) showAdded(last);
  else showFault("adding-lost");
  return Boolean(last?.done);
}

async function* linesOf(reply) {
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop();
    yield* lines.filter(Boolean).map((line) => JSON.parse(line));
    if (done) return;
  }
}

// The text changes with the stage alone: a screen reader says each once.
function showStage({ stage, html, done, total }) {
  const text = byId("add-stage");
  const shown = html ?? stage[language()];
  if (html) text.innerHTML = html;
  else if (text.textContent !== shown) text.textContent = shown;
  const bar = byId("add-progress").querySelector("progress");
  if (total > 1) Object.assign(bar, { max: total, value: done });
  else bar.removeAttribute("value");
}

function showAdded(line) {
  const added = byId("added");
  added.innerHTML = line.html;
  added.hidden = false;
  added.focus({ preventScroll: true });
  added.scrollIntoView({ block: "nearest" });
  if (line.opening === undefined) return;
  if (byId("opening").querySelector(".trouble")) byId("opening").innerHTML = line.opening;
  if (!document.querySelector(".turn")) trigger("apply", {}); // new counts and examples
  if (document.querySelector(".filters[open]")) offerChoices();
}

// Dropping anywhere on the page
const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
const showDrop = (shown) => (byId("drop").hidden = !shown);

document.addEventListener("dragover", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  showDrop(!byId("adder").open);
});
document.addEventListener("dragleave", (event) => event.relatedTarget || showDrop(false));
document.addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  showDrop(false);
  if (!byId("adder").open) openAdder();
  choose(event.dataTransfer.files);
});
byId("add-files").addEventListener("change", (event) => {
  choose(event.target.files);
  event.target.value = "";
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  add();
});
form.addEventListener("reset", (event) => event.stopPropagation());
clicks.push(["[data-add]", openAdder], ["[data-forget]", forget], ["[data-again]", again]);
