// Ties the page together: composer, menu, leaving, and being offline.

import { Transport } from "./transport.js";
import { View } from "./view.js";

const find = (id) => document.getElementById(id);
const LEAVE_KEYS = 3; // presses of Shift
const LEAVE_TIME = 5000; // ms in which they must come

const view = new View(answer);
const transport = new Transport({
  settings: (settings) => view.settings(settings),
  replies: (replies) => view.replies(replies),
  ended: () => view.tell("ended"),
  busy: (yes) => view.busy(yes),
  trouble: (kind) => view.trouble(kind, () => transport.retry(), takeBack),
});

/** The person says something: `shown` in the conversation, `message` to the server. */
function answer(shown, message) {
  view.person(shown);
  transport.send(message);
}

// Composer

const composer = find("composer");
const box = find("message");

function fit() {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

function takeBack() {
  const message = transport.takeBack();
  view.clearNotice();
  if (!box.value) box.value = message;
  fit();
  box.focus();
}

function submit(event) {
  event.preventDefault();
  const text = box.value.trim();
  if (!text) return;
  box.value = "";
  fit();
  answer(text, text);
}

composer.addEventListener("submit", submit);
box.addEventListener("input", fit);
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
});

// Menu

const menu = find("menu");
const menuButton = find("menu-button");
const deleteButton = find("delete");

function reveal(button, panel, open) {
  panel.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
}

function closeMenu() {
  if (menu.hidden) return;
  if (menu.contains(document.activeElement)) menuButton.focus();
  reveal(deleteButton, find("sure"), false);
  reveal(menuButton, menu, false);
}

menuButton.addEventListener("click", () => (menu.hidden ? reveal(menuButton, menu, true) : closeMenu()));
deleteButton.addEventListener("click", () => reveal(deleteButton, find("sure"), find("sure").hidden));
find("delete-no").addEventListener("click", () => {
  deleteButton.focus();
  reveal(deleteButton, find("sure"), false);
});
find("delete-yes").addEventListener("click", (event) => {
  closeMenu();
  view.clear();
  transport.drop();
  transport.send(event.currentTarget.dataset.message);
});

for (const button of menu.querySelectorAll("[data-send]")) {
  button.addEventListener("click", () => {
    closeMenu();
    answer(button.textContent, button.dataset.send);
  });
}

const sizes = [...menu.querySelectorAll("[data-size]")];
for (const button of sizes) {
  button.addEventListener("click", () => {
    document.documentElement.dataset.size = button.dataset.size;
    sizes.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
  });
}

document.addEventListener("click", (event) => {
  if (!menu.contains(event.target) && !menuButton.contains(event.target)) closeMenu();
});

// What is scrolled to must not end up under the header, however tall large text makes it

const header = document.querySelector("header");
new ResizeObserver(() => {
  document.documentElement.style.scrollPaddingBlockStart = `${header.offsetHeight + 12}px`;
}).observe(header);

// Leaving: the page is blank before anything else happens

function leave() {
  const address = find("leave").href;
  document.body.hidden = true;
  transport.forget();
  document.body.replaceChildren();
  location.replace(address);
}

find("leave").addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

let presses = [];
let alone = false; // Shift is down and no other key was pressed with it

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenu();
  if (event.repeat) return;
  alone = event.key === "Shift";
  if (!alone) presses = [];
});

document.addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || !alone) return;
  alone = false;
  presses = [...presses, Date.now()].filter((time) => Date.now() - time < LEAVE_TIME);
  if (presses.length >= LEAVE_KEYS) leave();
  else if (presses.length === LEAVE_KEYS - 1) find("alert").textContent = view.words.shift;
});

// A page brought back by the Back button starts empty
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.body.hidden = true;
  transport.forget();
  location.reload();
});

// Offline and online

function connection() {
  find("offline").textContent = navigator.onLine === false ? view.words.offline : "";
}
addEventListener("offline", connection);
addEventListener("online", () => {
  connection();
  transport.retry();
});

// Start: the greeting is the answer to a message that is not shown

composer.hidden = false;
menuButton.hidden = false;
connection();
transport.send(document.querySelector("main").dataset.hello);
