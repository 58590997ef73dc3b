// The reader: one article, or two beside each other, with the chosen passages in view.

const root = document.documentElement;
const reader = one("#reader");
const narrow = window.matchMedia("(max-width: 999px)");
let opener = null; // what opened the reader: focus goes back to it
let passage = []; // ids of all claims of the passage that was chosen
const articlesReady = part("articles").then((rows) => {
  const known = { place: new Map(), facts: new Map(), runs: [] };
  rows.forEach(([id, outlet, title, published, url, path, runs], place) => {
    known.place.set(id, place);
    known.facts.set(id, { outlet, title, published, url, path });
    for (const [first, count] of runs) known.runs.push([first, first + count, id]);
  });
  known.runs.sort((one, other) => one[0] - other[0]);
  return known;
});

const isClaim = (id) => /^c\d+$/.test(id);
const isArticle = (id) => /^a\d+$/.test(id);

async function articleOf(id) {
  const known = await articlesReady;
  if (isArticle(id)) return known.place.has(id) ? id : null;
  const number = Number(id.slice(1));
  const run = known.runs.find(([first, end]) => first <= number && number < end);
  return run ? run[2] : null;
}

async function storyOf(article) {
  const there = document.getElementById(article);
  if (there) return there;
  const place = (await articlesReady).place.get(article);
  const rows = await part(`stories-${Math.floor(place / 8)}`);
  const story = document.getElementById(article) || make(rows[place % 8]);
  one("#stories").append(story);
  return story;
}

async function openReader(ids) {
  const articles = [];
  for (const id of ids) {
    const article = await articleOf(id);
    if (article && !articles.includes(article)) articles.push(article);
  }
  const stories = await Promise.all(articles.map(storyOf));
  if (!stories.length) return;
  const held = opener && opener.isConnected && !reader.contains(opener) ? opener : null;
  const before = held ? held.getBoundingClientRect().top : 0;
  root.classList.add("reading");
  root.classList.toggle("both", stories.length > 1);
  all(".story-text", reader).forEach((each) => {
    each.classList.toggle("open", stories.includes(each));
    each.style.order = stories.indexOf(each);
  });
  // The findings become narrower: keep the chosen quote where it was.
  if (held) window.scrollBy(0, held.getBoundingClientRect().top - before);
  choose(ids.filter(isClaim), stories);
}

function choose(ids, stories) {
  const wanted = new Set([...ids, ...passage]);
  all(".note.on, .mark.on", reader).forEach((each) => each.classList.remove("on"));
  for (const story of [...stories].reverse()) {
    const marks = all(".mark", story).filter((mark) => {
      const on = mark.dataset.claims.split(" ").some((id) => ids.includes(id));
      mark.classList.toggle("on", on);
      return on;
    });
    all(".note", story).forEach((note) => note.classList.toggle("on", wanted.has(note.id)));
    story.classList.toggle("chosen", marks.length > 0);
    one(".text", story).scrollTop = 0;
    const first = marks[0] || story;
    first.focus({ preventScroll: true });
    if (marks[0]) center(marks[0], one(".text", story));
  }
}

// Only the article scrolls, not the page behind it.
function center(mark, text) {
  const top = mark.getBoundingClientRect().top - text.getBoundingClientRect().top;
  text.scrollTop += top - text.clientHeight / 3;
}

function hideReader() {
  if (!root.classList.contains("reading")) return false;
  root.classList.remove("reading", "both");
  if (opener && opener.isConnected) {
    opener.focus({ preventScroll: true });
    opener.scrollIntoView({ block: "nearest" });
  }
  return true;
}

// Close does what Back does, as often as there were steps within the reader.
function closeReader() {
  if (!root.classList.contains("reading")) return false;
  const depth = (history.state && history.state.depth) || 0;
  if (depth > 0) {
    history.go(-depth);
    return true;
  }
  history.replaceState(null, "", location.pathname + location.search);
  return hideReader();
}

// Addresses: #f1 a finding, #c1 a claim in its article, #c1+c2 two beside each other, #a1.

async function follow() {
  const id = decodeURIComponent(location.hash.slice(1)).replace(/\b([facot])-(\d+)/gi, "$1$2");
  const ids = id.toLowerCase().split("+");
  if (ids.every((each) => isClaim(each) || isArticle(each))) await openReader(ids);
  else {
    const keep = history.state && history.state.keep && !narrow.matches;
    if (!keep) hideReader();
    if (id) await show(id);
  }
  passage = [];
}

function go(hash, from) {
  const inside = reader.contains(from);
  if (!inside) opener = from;
  const depth = (history.state && history.state.depth) || 0;
  const toReader = /^#[ac]\d/.test(hash);
  const state = toReader ? { depth: depth + 1 } : inside ? { depth: depth + 1, keep: true } : null;
  if (hash !== location.hash) history.pushState(state, "", hash);
  return follow();
}

// Words can be selected: a press that ends a selection opens nothing.
const selecting = () => !window.getSelection().isCollapsed;

function press(element, claims) {
  passage = claims;
  go(`#${claims[0]}`, element);
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest('a[href^="#"]');
  if (link) {
    event.preventDefault();
    go(link.hash, link);
    return;
  }
  const mark = event.target.closest(".mark");
  const quote = event.target.closest("blockquote[data-claim]");
  if (selecting()) return;
  if (mark) press(mark, mark.dataset.claims.split(" "));
  else if (quote) press(quote, [quote.dataset.claim]);
});
window.addEventListener("popstate", follow);
one("#close").addEventListener("click", closeReader);
