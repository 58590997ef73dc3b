"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  document.documentElement.classList.add("js");

  const reader = one("#reader");
  const stories = all(".story-text", reader);
  const form = one(".filters");
  const search = one("#search");
  const findings = all(".finding");
  let opener = null; // the link that opened the reader: focus goes back to it
  let passage = []; // ids of all claims of the passage that was chosen

  // The reader: one article beside the findings, with the chosen passage in view.

  function openStory(story) {
    const held = opener && opener.isConnected && !reader.contains(opener) ? opener : null;
    const before = held ? held.getBoundingClientRect().top : 0;
    document.documentElement.classList.add("reading");
    stories.forEach((each) => each.classList.toggle("open", each === story));
    // The findings become narrower: keep the chosen quote where it was.
    if (held) window.scrollBy(0, held.getBoundingClientRect().top - before);
  }

  function closeReader() {
    if (!document.documentElement.classList.contains("reading")) return false;
    document.documentElement.classList.remove("reading");
    history.replaceState(null, "", location.pathname + location.search);
    if (opener && opener.isConnected) {
      opener.focus({ preventScroll: true });
      opener.scrollIntoView({ block: "nearest" });
    }
    return true;
  }

  function choose(ids, story) {
    const wanted = new Set(ids);
    all(".note", reader).forEach((note) => note.classList.toggle("on", wanted.has(note.id)));
    const main = ids[0];
    let first = null;
    for (const mark of all(".mark", reader)) {
      const claims = mark.dataset.claims.split(" ");
      const on = claims.includes(main);
      mark.classList.toggle("on", on);
      if (on && !first) first = mark;
    }
    story.classList.toggle("chosen", ids.length > 0);
    if (!first) return;
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "center" });
  }

  // Addresses: #f-… a finding, #c-… a claim in its article, #a-… an article.

  function follow() {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    if (target.classList.contains("note")) {
      const story = target.closest(".story-text");
      openStory(story);
      choose(passage.includes(id) ? [id, ...passage.filter((each) => each !== id)] : [id], story);
    } else if (target.classList.contains("story-text")) {
      openStory(target);
      choose([], target);
      target.focus({ preventScroll: true });
      one(".text", target).scrollTop = 0;
    } else {
      show(target);
    }
    passage = [];
  }

  function show(target) {
    if (target.hidden || target.closest("[hidden]")) form.reset();
    if (narrow.matches) document.documentElement.classList.remove("reading");
    target.scrollIntoView({ block: "start" });
    if (target.tabIndex === -1) target.focus({ preventScroll: true });
  }

  const narrow = window.matchMedia("(max-width: 999px)");

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!reader.contains(link)) opener = link;
    passage = link.dataset.claims ? link.dataset.claims.trim().split(" ") : [];
    if (link.hash !== location.hash) history.pushState(null, "", link.hash);
    follow();
  });
  window.addEventListener("popstate", follow);
  one("#close").addEventListener("click", closeReader);

  // Filters. Text is compared without letter case, vowel marks and spelling variants.

  function fold(text) {
    return text
      .normalize("NFKD")
      .replace(/[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]/g, "")
      .replace(/\u0649/g, "\u064a")
      .replace(/\u0629/g, "\u0647")
      .toLowerCase();
  }

  const texts = new Map(); // folded text of a finding, made when first searched
  function textOf(finding) {
    if (!texts.has(finding)) texts.set(finding, fold(finding.textContent));
    return texts.get(finding);
  }

  function filter() {
    const given = Object.fromEntries(new FormData(form));
    const words = fold(given.text).split(/\s+/).filter(Boolean);
    const named = Object.entries(given).filter(([name, value]) => name !== "text" && value !== "");
    let shown = 0;
    for (const finding of findings) {
      const fits =
        named.every(([name, value]) => finding.dataset[name].split(" ").includes(value)) &&
        (!words.length || words.every((word) => textOf(finding).includes(word)));
      finding.hidden = !fits;
      if (fits) shown += 1;
    }
    for (const section of all(".section")) {
      const left = all(".finding:not([hidden])", section).length;
      section.hidden = left === 0;
      one(".number", section).textContent = left;
    }
    one("#nothing").hidden = shown > 0;
    one("#shown bdi").textContent = `${shown} / ${findings.length}`;
    form.classList.toggle("active", shown < findings.length);
  }

  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());

  // Keys: j and k from finding to finding, / to search, Escape to close or clear.

  function step(by) {
    const visible = findings.filter((each) => !each.hidden);
    const here = document.activeElement.closest(".finding");
    const at = here ? visible.indexOf(here) : by > 0 ? -1 : 0;
    const next = visible[Math.min(Math.max(at + by, 0), visible.length - 1)];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  }

  function escape() {
    if (closeReader()) return;
    if (document.activeElement === search) {
      search.value = "";
      filter();
      search.blur();
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return escape();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  // Paper cannot be unfolded: print with everything open.

  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    folded.forEach((each) => (each.open = true));
  });
  window.addEventListener("afterprint", () => folded.forEach((each) => (each.open = false)));

  filter();
  follow();
})();
