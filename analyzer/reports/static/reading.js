// Point at a block, on its page or in the list, to see what it is; step through them; show some kinds only.
// Without this script every link of the list still leads to its block.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const items = all(".index li");
const shown = new Map();
for (const part of all("main [data-b]")) {
  shown.set(part.dataset.b, [...(shown.get(part.dataset.b) || []), part]);
}
const parts = (item) => shown.get(item.dataset.b) || [];
const itemOf = (number) => items[number - 1];

// ---- One block

const detail = document.querySelector(".detail");
let current = null;

function describe(item) {
  const link = item.querySelector("a");
  const cells = item.querySelector("dl");
  detail.className = "detail " + item.className.replace("current", "");
  detail.querySelector(".what").textContent = `${item.dataset.b}: ${link.dataset.what}`;
  detail.querySelector(".path").textContent = link.dataset.path;
  const words = detail.querySelector(".words");
  words.textContent = cells ? "" : link.querySelector(".t").textContent;
  detail.querySelector("dl").replaceChildren(...(cells ? all("dt, dd", cells).map((n) => n.cloneNode(true)) : []));
  detail.scrollTop = 0;
}

function mark(item, on) {
  for (const part of [item, ...parts(item)]) part.classList.toggle("current", on);
}

function choose(item) {
  if (current) mark(current, false);
  current = item;
  mark(item, true);
  describe(item);
}

function go(item, from) {
  choose(item);
  item.scrollIntoView({ block: "nearest" });
  if (from !== "page" && parts(item).length) parts(item)[0].scrollIntoView({ block: "center" });
  item.querySelector("a").focus({ preventScroll: true });
}

if (items.length) {
  detail.hidden = false;
  choose(items[0]);
}
for (const item of items) {
  const link = item.querySelector("a");
  link.addEventListener("focus", () => choose(item));
  item.addEventListener("mouseenter", () => choose(item));
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go(item, "list");
  });
  for (const part of parts(item)) {
    part.addEventListener("mouseenter", () => {
      choose(item);
      item.scrollIntoView({ block: "nearest" });
    });
    part.addEventListener("click", () => go(item, "page"));
  }
}

// ---- Which kinds

const parted = { path: ".order", picture: ".page image" };

function show(box) {
  const selector = parted[box.value] || `.index .k-${box.value}, main .k-${box.value}`;
  for (const part of all(selector)) part.classList.toggle("off", !box.checked);
}

document.querySelector(".kinds").hidden = false;
for (const box of all(".kinds input")) {
  show(box);
  box.addEventListener("change", () => show(box));
}

// ---- Keys: n and j to the next block, p and k to the one before

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !current) return;
  const by = { n: 1, j: 1, p: -1, k: -1 }[event.key];
  if (!by) return;
  const visible = items.filter((item) => !item.classList.contains("off"));
  const at = visible.indexOf(current) + by;
  if (at >= 0 && at < visible.length) go(visible[at], "list");
});

if (/^#b\d+$/.test(location.hash) && itemOf(location.hash.slice(2))) go(itemOf(location.hash.slice(2)), "list");
