// Kept conversations: the dialog that lists them, and what the reader thinks of an answer. It runs
// after page.js, in the same scope.

// Only the last of several lists that are on their way is shown.
let listing = 0;

async function listKept() {
  const asked = ++listing;
  const list = await server.listed({ find: byId("find-kept").value });
  if (asked === listing) byId("kept").innerHTML = list;
}

async function openKeeper() {
  byId("find-kept").value = "";
  byId("keeper").showModal();
  await listKept();
}

async function actOnKept(act, request) {
  const fault = await server[act](request);
  await listKept();
  if (fault) byId("kept").insertAdjacentHTML("afterbegin", fault);
}

// The title becomes a field; Enter or leaving it keeps the new name, Escape the old one.
function renameKept(button) {
  const opener = button.closest("li").querySelector("[data-reopen]");
  const field = document.createElement("input");
  field.value = button.dataset.title;
  field.setAttribute("aria-label", said("rename-kept"));
  opener.replaceWith(field);
  field.focus();
  field.select();
  const finish = () => actOnKept("renamed", { id: button.dataset.rename, title: field.value });
  field.addEventListener("blur", finish, { once: true });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") field.value = button.dataset.title;
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    field.blur();
  });
}

// The first click asks, the second deletes.
function deleteKept(button) {
  if (button.dataset.sure) return actOnKept("deleted", { id: button.dataset.delete });
  button.dataset.sure = "yes";
  button.textContent = said("delete-kept");
}

async function exportKept(button) {
  const { name, content } = await server.exported({
    id: button.dataset.export,
    kind: button.dataset.kind,
  });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content]));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function reopen(id) {
  if (busy.turn) return;
  byId("keeper").close();
  choice.textContent = "";
  busy.seen = 0;
  trigger("select", { id });
}

// A thumb is kept at once; another click takes it back. A remark may follow.
async function rate(button) {
  const box = button.closest(".thumbs");
  const thumb = button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.thumb;
  for (const other of box.querySelectorAll("[data-thumb]")) {
    other.setAttribute("aria-pressed", String(other.dataset.thumb === thumb));
  }
  box.querySelector(".remark").hidden = !thumb;
  await sendThumb(box);
}

async function sendThumb(box) {
  const pressed = box.querySelector('[aria-pressed="true"]');
  const remark = box.querySelector(".remark input").value;
  const request = { turn: box.dataset.kept, thumb: pressed ? pressed.dataset.thumb : "", remark };
  const fault = await server.rated(request);
  if (!fault) say(said("thanks"));
}

clicks.push(
  ["[data-conversations]", openKeeper],
  ["[data-new]", () => reopen(0)],
  ["[data-reopen]", (button) => reopen(Number(button.dataset.reopen))],
  ["[data-rename]", renameKept],
  ["[data-delete]", deleteKept],
  ["[data-export]", exportKept],
  ["[data-thumb]", rate],
);
byId("find-kept").addEventListener("input", listKept);
document.addEventListener("change", ({ target }) => {
  if (target.matches(".remark input")) sendThumb(target.closest(".thumbs"));
});
document.addEventListener("click", (event) => {
  if (event.target === byId("keeper")) event.target.close();
});
