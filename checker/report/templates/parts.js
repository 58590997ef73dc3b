"use strict";
// Parts of the page: JSON as it is or packed, in the page or in files beside it.

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
document.documentElement.classList.add("js");

const SAYS = JSON.parse(one("#says").content.textContent);
const parts = new Map(); // name: promise of the part's value
const arriving = new Map(); // name: what to do with a file's text

async function unpack(text) {
  if (text.startsWith("[") || text.startsWith("{")) return JSON.parse(text);
  const bytes = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

function fetchPart(name) {
  const here = one(`template[data-part="${name}"]`);
  if (here) return Promise.resolve(here.content.textContent);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    arriving.set(name, { resolve, reject });
    script.onerror = () => reject(new Error(name));
    script.src = `${SAYS.folder}/${name}.js`;
    document.head.append(script);
  });
}

// What a file beside the page calls. A file of another report does not fit, and is refused.
window.checkerPart = (name, mark, text) => {
  const wanted = arriving.get(name);
  arriving.delete(name);
  if (!wanted) return;
  if (mark === SAYS.mark) wanted.resolve(text);
  else wanted.reject(new Error(name));
};

function part(name) {
  if (!parts.has(name)) parts.set(name, fetchPart(name).then(unpack));
  return parts.get(name);
}

// A part that is missing, damaged or of another report: what needed it stops, and that is said.
window.addEventListener("unhandledrejection", (event) => {
  one("#missing").hidden = false;
  event.preventDefault();
});

// Rows are made of HTML that checker wrote; the page's policy lets none of it run.
function make(html) {
  const holder = document.createElement(/^\s*<tr/.test(html) ? "tbody" : "template");
  holder.innerHTML = html;
  const made = holder.content || holder;
  addButtons(made);
  addJudgeButtons(made);
  showNotes(made);
  return made.firstElementChild;
}

// Lists below the findings: more rows at a press.

async function showMore(button) {
  const { list, step } = button.dataset;
  const next = Number(button.dataset.next || 0);
  const rows = await part(`${list}-${next}`);
  one(`#rows-${list}`).append(...rows.map(make));
  const left = Number(button.dataset.left) - Number(step);
  button.dataset.left = left;
  button.dataset.next = next + 1;
  one("bdi", button).textContent = left.toLocaleString("en");
  button.hidden = left <= 0;
}
