// What the page can do beyond being read: filter by signal, walk the evidence, find the way back.
// Without this script every link still works, and all is shown.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const off = new Set();

// Evidence number -> its note in the margin, its highlights, and its item in the profile.
const notes = new Map(all(".notes [data-n]").map((note) => [note.dataset.n, note]));
const marks = all("mark[data-e]").map((mark) => ({ mark, numbers: mark.dataset.e.split(" ") }));
const order = [...notes.keys()];
const signalOf = (number) => notes.get(number).dataset.s;
const visible = () => order.filter((number) => !off.has(signalOf(number)));
const highlight = (number) => document.getElementById("e" + number);

// ---- Filter

const begins = new Map(
  marks.filter(({ mark }) => mark.dataset.c).map(({ mark }) => [mark, mark.dataset.c.split(" ")]),
);

function filter() {
  for (const { mark, numbers } of marks) {
    const styles = [...new Set(numbers.map(signalOf))].filter((style) => !off.has(style));
    const current = mark.classList.contains("current");
    mark.className = styles.length ? styles[0] + (styles[1] ? " over-" + styles[1] : "") : "off";
    mark.classList.toggle("current", current);
    if (begins.has(mark)) {
      mark.dataset.c = begins.get(mark).filter((code) => !off.has(code.toLowerCase())).join(" ");
    }
  }
  for (const item of all("[data-s]")) item.hidden = off.has(item.dataset.s);
  const shown = visible().length;
  const status = document.querySelector(".shown");
  status.hidden = shown === order.length;
  status.textContent = `${shown} of ${order.length} highlights shown`;
}

function choose(inputs, checked) {
  for (const input of inputs) {
    input.checked = checked;
    if (checked) off.delete(input.value);
    else off.add(input.value);
  }
  for (const button of all(".toggle")) {
    const some = all(`.signal input[data-p="${button.dataset.p}"]`).some((input) => input.checked);
    button.textContent = some ? "hide" : "show";
  }
  filter();
}

for (const input of all(".signal input")) {
  input.hidden = false;
  input.addEventListener("change", () => choose([input], input.checked));
}
for (const button of all(".toggle")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    choose(all(`.signal input[data-p="${button.dataset.p}"]`), button.textContent === "show");
  });
}

// ---- From evidence to evidence, and back to the profile

let current = null;

function outline(number) {
  for (const { mark, numbers } of marks) mark.classList.toggle("current", numbers.includes(number));
}

function go(number) {
  current = number;
  outline(number);
  highlight(number).scrollIntoView({ block: "center" });
  notes.get(number).querySelector("a").focus({ preventScroll: true });
}

function step(by) {
  const shown = visible();
  if (!shown.length) return;
  let at = shown.indexOf(current);
  if (at < 0) {
    const below = shown.findIndex((number) => highlight(number).getBoundingClientRect().top > 0);
    at = by > 0 ? (below < 0 ? 0 : below) : (below < 0 ? shown.length : below) - 1;
  } else {
    at += by;
  }
  go(shown[(at + shown.length) % shown.length]);
}

function back(number) {
  const item = document.getElementById("v" + number);
  for (let box = item.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  history.pushState(null, "", "#" + item.id);
  item.scrollIntoView({ block: "center" });
  item.querySelector("a").focus({ preventScroll: true });
}

for (const [number, note] of notes) {
  note.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    back(number);
  });
  note.addEventListener("mouseenter", () => outline(number));
  note.addEventListener("mouseleave", () => outline(current));
}

const arrive = () => {
  const found = /^#e(\d+)$/.exec(location.hash);
  if (!found || !notes.has(found[1])) return;
  current = found[1];
  outline(current);
};
addEventListener("hashchange", arrive);
arrive();

// ---- Keys

const keys = document.querySelector(".keys");
const actions = {
  n: () => step(1),
  j: () => step(1),
  p: () => step(-1),
  k: () => step(-1),
  b: () => current && back(current),
};

if (order.length) {
  keys.hidden = false;
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") {
      keys.querySelector("p").hidden = !keys.querySelector("p").hidden;
    } else if (keys.querySelector("input").checked && actions[event.key]) {
      actions[event.key]();
    } else {
      return;
    }
    event.preventDefault();
  });
}

// ---- Small screens and paper

if (matchMedia("(max-width: 63.99rem)").matches) document.querySelector(".signals").open = false;

let opened = [];
addEventListener("beforeprint", () => {
  opened = all("details:not([open])");
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
