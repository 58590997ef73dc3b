// Findings: filtered by an index, painted only so far as they are shown.

const form = one(".filters");
const search = one("#search");
const NAMES = ["outlets", "voices", "relations", "kinds", "severities"];
const FILTERS = [...NAMES, "judged"];
const PAINTED_MORE = 30;
const painted = new Map(all(".finding").map((each) => [each.id, each]));
const limits = { ...SAYS.inline }; // how many of each section may be painted
const texts = new Map(); // folded text of a finding, made when first searched
let turn = 0; // of filtering: an older one stops where a newer has begun

const entriesReady = part("findings").then(({ choices, rows }) => {
  const seen = {};
  return rows.map(([id, key, digest, section, ...values]) => {
    const place = (seen[section] = (seen[section] ?? -1) + 1);
    const named = NAMES.map((name, n) => [name, values[n].map((each) => choices[name][each])]);
    const judged = () => judgedOf(key, digest);
    return Object.defineProperty({ id, section, place, ...Object.fromEntries(named) }, "judged", {
      get: judged,
    });
  });
});

// Text is compared without letter case, vowel marks and spelling variants.
function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]/g, "")
    .replace(/\u0649/g, "\u064a")
    .replace(/\u0629/g, "\u0647")
    .toLowerCase();
}

async function elementOf(entry) {
  if (painted.has(entry.id)) return painted.get(entry.id);
  const element = make(await htmlOf(entry));
  if (!painted.has(entry.id)) painted.set(entry.id, element);
  return painted.get(entry.id);
}

async function htmlOf({ section, place }) {
  const step = SAYS.steps[section];
  const after = place - SAYS.inline[section];
  return (await part(`${section}-${Math.floor(after / step)}`))[after % step];
}

async function textOf(entry) {
  if (!texts.has(entry.id)) {
    const there = painted.get(entry.id);
    const text = there ? there.textContent : plainText(await htmlOf(entry));
    texts.set(entry.id, fold(text));
  }
  return texts.get(entry.id);
}

const AREA = document.createElement("textarea");
function plainText(html) {
  AREA.innerHTML = html.replace(/<[^>]*>/g, " ");
  return AREA.value;
}

const given = () => Object.fromEntries(new FormData(form));

function fits(entry, wanted, but) {
  return FILTERS.every((name) => name === but || !wanted[name] || entry[name].includes(wanted[name]));
}

async function withWords(entries, words) {
  if (!words.length) return entries;
  const found = [];
  for (const entry of entries) {
    const text = await textOf(entry);
    if (words.every((word) => text.includes(word))) found.push(entry);
  }
  return found;
}

async function filter() {
  const mine = ++turn;
  const entries = await entriesReady;
  await notesReady;
  const wanted = given();
  keepAddress(wanted);
  const spoken = await withWords(entries, fold(wanted.text).split(/\s+/).filter(Boolean));
  if (mine !== turn) return;
  const shown = spoken.filter((entry) => fits(entry, wanted));
  countChoices(spoken, wanted);
  await paint(shown, mine);
  if (mine !== turn) return;
  one("#nothing").hidden = shown.length > 0;
  one("#shown bdi").textContent = `${shown.length} / ${entries.length}`;
  const active = shown.length < entries.length;
  form.classList.toggle("active", active);
  if (active) all(".aside").forEach((each) => (each.open = true));
  root.dataset.filtered = mine;
  performance.mark("filtered");
}

async function paint(shown, mine) {
  const keep = new Set();
  for (const section of all("section.section")) {
    const name = section.id.slice(2);
    const own = shown.filter((entry) => entry.section === name);
    const elements = [];
    for (const entry of own.slice(0, Math.max(limits[name], 1))) {
      elements.push(await elementOf(entry));
      if (mine !== turn) return;
    }
    place(section, elements);
    elements.forEach((each) => keep.add(each));
    section.hidden = own.length === 0;
    one(".number", section).textContent = own.length;
    const more = one(".more", section);
    if (more) {
      more.hidden = own.length <= elements.length;
      one("bdi", more).textContent = (own.length - elements.length).toLocaleString("en");
    }
  }
  painted.forEach((each) => (each.hidden = !keep.has(each)));
}

// Into the section in their order, where they do not stand there already.
function place(section, elements) {
  let last = one(".aside > summary", section) || one("h2", section);
  for (const each of elements) {
    if (!each.isConnected) last.after(each);
    last = each;
  }
}

// How many findings each choice would leave, the other filters as they are.
function countChoices(entries, wanted) {
  for (const name of FILTERS) {
    const counts = new Map();
    for (const entry of entries) {
      if (!fits(entry, wanted, name)) continue;
      for (const value of entry[name]) counts.set(value, (counts.get(value) || 0) + 1);
    }
    for (const option of all("option:not([disabled])", form.elements[name])) {
      if (!option.value) continue;
      option.dataset.name = option.dataset.name || option.textContent;
      option.textContent = `${option.dataset.name} (${counts.get(option.value) || 0})`;
    }
  }
}

// The address says what is filtered, so that it can be given on.

const KEYS = { text: "text", outlets: "outlet", voices: "voice", relations: "relation" };
Object.assign(KEYS, { kinds: "kind", severities: "severity", judged: "judged" });

function keepAddress(wanted) {
  const query = new URLSearchParams();
  for (const [name, key] of Object.entries(KEYS)) if (wanted[name]) query.set(key, wanted[name]);
  const text = query.size ? `?${query}` : "";
  if (text === location.search) return;
  history.replaceState(history.state, "", location.pathname + text + location.hash);
}

function readAddress() {
  const query = new URLSearchParams(location.search);
  for (const [name, key] of Object.entries(KEYS)) {
    const value = query.get(key);
    const field = form.elements[name];
    if (!value) continue;
    if (name !== "text" && ![...field.options].some((each) => each.value === value)) {
      field.append(new Option(value, value));
    }
    field.value = value;
  }
}

async function show(id) {
  const entry = (await entriesReady).find((each) => each.id === id.toLowerCase());
  if (entry) await reveal(entry);
  const target = document.getElementById(entry ? entry.id : id);
  if (target) bring(target);
}

// Into view, out of what folds it, with the focus where it can have it.
function bring(target) {
  target.closest("details")?.setAttribute("open", "");
  target.scrollIntoView({ block: "start" });
  if (target.tabIndex === -1) target.focus({ preventScroll: true });
}

// A finding that the filters hide, or that is not painted yet.
async function reveal(entry) {
  const there = painted.get(entry.id);
  if (there && !there.hidden) return;
  if (!fits(entry, given()) || given().text) {
    form.reset();
    keepAddress({});
  }
  limits[entry.section] = Math.max(limits[entry.section], entry.place + 1);
  await filter();
}

form.addEventListener("input", filter);
form.addEventListener("reset", () => setTimeout(filter));
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("click", (event) => {
  const more = event.target.closest(".more");
  if (more && more.dataset.list) showMore(more);
  if (!more || !more.dataset.section) return;
  limits[more.dataset.section] += PAINTED_MORE;
  filter();
});
