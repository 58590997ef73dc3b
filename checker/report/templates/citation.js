// Copy as citation: quote, translation, who said it through whom, date, address, place.

// Buttons are made here: without the script they would do nothing.
function addButtons(within) {
  for (const each of all(".quote > .tools, .note > .facts", within)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "cite";
    button.textContent = SAYS.cite;
    each.append(" ", button);
  }
}

async function citationOf(near) {
  const quote = one("blockquote", near);
  const claim = quote ? quote.dataset.claim : near.id;
  const place = (quote || near).dataset.place;
  const facts = (await articlesReady).facts.get(await articleOf(claim));
  const said = quote ? quote.textContent : markedText(claim, near.closest(".story-text"));
  const chain = one(".chain", near).textContent.replace(/\s+/g, " ").trim();
  const titled = [chain, facts.title && `“${facts.title}”`, facts.published];
  return [
    `“${said}”`,
    `${SAYS.cite_translation} ${one(".statement", near).textContent.trim()}`,
    titled.filter(Boolean).join(", "),
    facts.url,
    SAYS.cite_place.replace("{path}", facts.path).replace("{place}", place).replace("{id}", claim),
  ]
    .filter(Boolean)
    .join("\n");
}

function markedText(claim, story) {
  const marks = all(".mark", story).filter((each) => each.dataset.claims.split(" ").includes(claim));
  return marks.map((each) => each.textContent).join("");
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Where pages may not write to the clipboard: an old way that may.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
  return true;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".cite");
  if (!button) return;
  const done = await copy(await citationOf(button.closest(".quote, .note")));
  const said = one("#said");
  said.textContent = done ? SAYS.copied : SAYS.not_copied;
  said.classList.add("on");
  setTimeout(() => said.classList.remove("on"), 2500);
  button.focus();
});

addButtons(document);
