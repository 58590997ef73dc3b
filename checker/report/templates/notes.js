// What people said of findings: in the page's own file, in this browser, and both joined as
// checker/notes/records.py joins: a word names those that it replaces, and nothing else is lost.

const STORE = `checker-notes:${SAYS.case}`;
const NAME_STORE = "checker-notes-name";
const MOST_WORDS = 10_000;
const ID = /^[A-Za-z0-9_-]{1,100}$/;
let notes = []; // those that stand, of the file and of this browser
let said = new Map(); // those of them that say something, by the finding's key
let keysHere = new Set(); // of all findings of this report
let past = {}; // why findings of earlier runs no longer hold, by key
let inFile = new Set(); // ids of the notes that the page came with
let keeps = true; // whether the browser keeps what it is given

const notesReady = part("notes").then((given) => {
  keysHere = new Set(given.keys);
  past = given.past;
  inFile = new Set(given.file.notes.map((each) => each.id));
  takeNotes([...given.file.notes, ...stored()]);
  showAllNotes();
});

function stored() {
  try {
    return JSON.parse(localStorage.getItem(STORE) || "[]").map(noteOf).filter(Boolean);
  } catch {
    keeps = storeWorks();
    return [];
  }
}

function storeWorks() {
  try {
    localStorage.setItem(`${STORE}?`, "");
    localStorage.removeItem(`${STORE}?`);
    return true;
  } catch {
    return false;
  }
}

function takeNotes(list) {
  notes = standing(list);
  said = new Map();
  for (const note of notes.filter(says)) said.set(note.key, [...saidOf(note.key), note]);
}

function keepNotes(list) {
  takeNotes(list);
  try {
    localStorage.setItem(STORE, JSON.stringify(notes));
  } catch {
    keeps = false;
  }
  showAllNotes();
  filter();
}

// A note as this page may hold it, or null: files and the browser's store can hold anything.
function noteOf(raw) {
  const text = (value, most) => typeof value === "string" && value.length <= most;
  const id = (value) => text(value, 100) && ID.test(value);
  if (!raw || typeof raw !== "object") return null;
  const { status = null, text: words = "", by = "", replaces = [], finding, at } = raw;
  const fits =
    [raw.id, raw.key, raw.digest].every(id) &&
    [null, "checked", "dismissed"].includes(status) &&
    text(words, 2 * MOST_WORDS) &&
    text(by, 400) &&
    text(finding, 6_000) &&
    text(at, 40) &&
    /(Z|[+-]\d\d:\d\d)$/.test(at) &&
    !Number.isNaN(Date.parse(at)) &&
    Array.isArray(replaces) &&
    replaces.every(id);
  const own = { id: raw.id, key: raw.key, finding, status, text: words, by, at };
  return fits ? { ...own, digest: raw.digest, replaces } : null;
}

function standing(list) {
  const met = new Map();
  for (const each of list) {
    const same = JSON.stringify([each.id, each.key, each.status, each.text, each.by]);
    if (!met.has(same)) met.set(same, each);
  }
  const replaced = new Set([...met.values()].flatMap((each) => each.replaces));
  const left = [...met.values()].filter((each) => !replaced.has(each.id));
  return left.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

const says = (note) => note.status !== null || note.text !== "";
const saidOf = (key) => said.get(key) || [];

function say(card, status, text, by) {
  const { key, digest } = card.dataset;
  const before = notes.filter((note) => note.key === key);
  const replaces = [...new Set(before.flatMap((note) => [note.id, ...note.replaces]))];
  const finding = one("h3", card).textContent.trim().slice(0, 3_000);
  const at = `${new Date().toISOString().slice(0, 19)}Z`;
  const word = { id: newId(), key, finding, status, text, by, at, digest, replaces };
  keepNotes([...notes, word]);
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
}

// What a filter can ask for.
function judgedOf(key, digest) {
  const own = saidOf(key);
  const found = own.map((note) => note.status).filter(Boolean);
  if (new Set(found).size > 1) found.push("disputed");
  if (own.some((note) => note.digest !== digest)) found.push("changed");
  if (own.some((note) => note.text)) found.push("noted");
  return found.length ? [...new Set(found)] : ["open"];
}

// Dismissed by all who judged it, and still what they dismissed.
function setAside(judged) {
  return judged.includes("dismissed") && !judged.includes("checked") && !judged.includes("changed");
}

function element(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

function noteRow(note, digest) {
  const row = element("li", note.status || "only");
  row.append(element("b", "", SAYS[`note.${note.status || "only"}`]), " ");
  const by = element("span", "who");
  if (note.by) by.append(element("bdi", "", note.by), " · ");
  by.append(element("bdi", "", `${new Date(note.at).toISOString().slice(0, 16).replace("T", " ")} UTC`));
  row.append(by);
  if (note.digest !== digest) {
    row.append(" ", element("strong", "", SAYS[`note.changed_${note.status || "only"}`]));
  }
  if (note.text) {
    const words = element("p", "", note.text);
    words.dir = "auto";
    row.append(words);
  }
  return row;
}

function showNotes(within) {
  for (const card of all(".finding[data-key]", within)) {
    const { key, digest } = card.dataset;
    const own = saidOf(key);
    const judged = judgedOf(key, digest);
    const list = one(":scope > header .said-of", card);
    list.replaceChildren(...own.map((note) => noteRow(note, digest)));
    if (judged.includes("disputed")) list.prepend(element("li", "disputed", SAYS["note.disagree"]));
    list.hidden = own.length === 0;
    card.classList.toggle("dismissed", setAside(judged));
    const button = one(".judge", card);
    if (button) button.textContent = SAYS[own.length ? "note.change" : "note.mark"];
  }
}

function showAllNotes() {
  showNotes(document);
  for (const place of all(".judged[data-key]")) {
    const judged = judgedOf(place.dataset.key, place.dataset.digest);
    const told = judged.filter((each) => SAYS[`note.${each}`]).map((each) => SAYS[`note.${each}`]);
    place.textContent = told.join(" · ");
    place.closest("li").classList.toggle("dismissed", setAside(judged));
  }
  const gone = notes.filter((note) => says(note) && !keysHere.has(note.key));
  one("#gone-notes").hidden = gone.length === 0;
  one("#gone-notes ul").replaceChildren(
    ...gone.map((note) => {
      const row = noteRow(note, note.digest);
      row.prepend(element("span", "asked", note.finding), " ");
      row.firstChild.dir = "auto";
      const why = Object.hasOwn(past, note.key) ? past[note.key] : "";
      if (why) one(".who", row).after(element("p", "past", SAYS["note.past"].replace("{why}", () => why)));
      return row;
    }),
  );
  const here = notes.filter((note) => !inFile.has(note.id)).length;
  const told = keeps ? SAYS["note.kept_here"].replace("{n}", here) : SAYS["note.not_kept"];
  one("#notes-kept").textContent = here || !keeps ? told : "";
  one("#save-notes").disabled = notes.length === 0;
}
