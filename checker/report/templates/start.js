// Keys: j and k from finding to finding, / to search, Escape to close or clear.

function step(by) {
  const visible = all(".finding:not([hidden])");
  const here = document.activeElement.closest(".finding");
  const at = here ? visible.indexOf(here) : by > 0 ? -1 : 0;
  const next = visible[Math.min(Math.max(at + by, 0), visible.length - 1)];
  if (next) bring(next);
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
  const mark = event.target.closest(".mark");
  if (mark && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    return press(mark, mark.dataset.claims.split(" "));
  }
  if (event.target.closest("input, select, textarea")) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "/") {
    event.preventDefault();
    search.focus();
    search.select();
  }
});

readAddress();
filter().then(follow);
