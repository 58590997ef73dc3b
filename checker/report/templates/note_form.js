// One form for all findings, put where it is asked for; and notes to and from a file.

const noteForm = one("#note-form").content.firstElementChild;

function addJudgeButtons(within) {
  for (const card of all(".finding[data-key]", within)) {
    if (one(":scope > header .judge, :scope > .positions .judge", card)) continue;
    const button = element("button", "judge", SAYS["note.mark"]);
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    one(".address", card).after(" ", button);
  }
}

function openForm(button) {
  closeForm();
  const card = button.closest(".finding");
  const own = saidOf(card.dataset.key);
  const statuses = [...new Set(own.map((note) => note.status).filter(Boolean))];
  noteForm.elements.status.value = statuses.length === 1 ? statuses[0] : "";
  noteForm.elements.text.value = own.map((note) => note.text).filter(Boolean).join("\n");
  noteForm.elements.by.value = storedName();
  one(".take-back", noteForm).hidden = own.length === 0;
  one(":scope > header", card).append(noteForm);
  button.setAttribute("aria-expanded", "true");
  one("input", noteForm).focus();
}

function closeForm() {
  const card = noteForm.closest(".finding");
  noteForm.remove();
  if (!card) return;
  const button = one(".judge", card);
  button.setAttribute("aria-expanded", "false");
  button.focus();
}

function storedName() {
  try {
    return localStorage.getItem(NAME_STORE) || "";
  } catch {
    return "";
  }
}

function keepForm(taken) {
  const { status, text, by } = noteForm.elements;
  const words = text.value.trim().slice(0, MOST_WORDS);
  const card = noteForm.closest(".finding");
  try {
    localStorage.setItem(NAME_STORE, by.value.trim());
  } catch {
    keeps = false;
  }
  closeForm();
  if (taken) say(card, null, "", by.value.trim());
  else if (status.value || words) say(card, status.value || null, words, by.value.trim());
}

noteForm.addEventListener("submit", (event) => {
  event.preventDefault();
  keepForm(false);
});
noteForm.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  closeForm();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest(".judge, .take-back, .leave-form");
  if (!button) return;
  if (button.matches(".take-back")) keepForm(true);
  else if (button.matches(".leave-form") || button.getAttribute("aria-expanded") === "true") closeForm();
  else openForm(button);
});

function tell(text) {
  const place = one("#said");
  place.textContent = text;
  place.classList.add("on");
  setTimeout(() => place.classList.remove("on"), 5000);
}

one("#save-notes").addEventListener("click", () => {
  const file = { version: 1, case: SAYS.case, notes };
  const text = `${JSON.stringify(file, null, 1)}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "report.notes.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
});

one("#read-notes").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (file) tell(await readNotes(file));
});

async function readNotes(file) {
  let raw = null;
  try {
    raw = JSON.parse(await file.text());
  } catch {
    /* said below */
  }
  const rows = raw && raw.version === 1 && Array.isArray(raw.notes) ? raw.notes.map(noteOf) : null;
  const about = (key) => SAYS[key].replace("{name}", () => file.name);
  if (!rows) return about("note.no_notes");
  if (rows.includes(null)) return about("note.wrong").replace("{n}", rows.indexOf(null) + 1);
  const ours = raw.case === SAYS.case || rows.some((note) => keysHere.has(note.key));
  if (rows.length && !ours) return about("note.other").replace("{case}", () => String(raw.case));
  keepNotes([...notes, ...rows]);
  return SAYS["note.read"].replace("{n}", rows.length);
}

addJudgeButtons(document);
