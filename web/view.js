// Draws the conversation. Everything that comes from outside is put in as text
// nodes; the only addresses are checked http(s) links and tel: numbers.

const WAIT = 400; // ms before "writing" is shown, so that quick answers do not flicker
const SLOW = 8000; // ms before the person is told that it takes long

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Blank lines part paragraphs; lines that begin with "- " or "1. " make a list. */
function paragraphs(text) {
  const blocks = [];
  for (const block of text.split(/\n\s*\n/)) {
    let open = null;
    for (const line of block.split("\n")) {
      if (!line.trim()) continue;
      const [mark, number] = /^(?:- |(\d+)\. )/.exec(line) || [""];
      const tag = number ? "ol" : mark ? "ul" : "p";
      if (!open || open.localName !== tag) {
        open = make(tag, number ? { start: number } : {});
        blocks.push(open);
      } else if (tag === "p") open.append(make("br"));
      open.append(tag === "p" ? line : make("li", {}, line.slice(mark.length)));
    }
  }
  return blocks;
}

function webAddress(address) {
  try {
    const url = new URL(address);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function telephone(number) {
  const dialled = String(number || "").replace(/[^\d+*#]/g, "").replace(/#/g, "%23");
  return dialled ? `tel:${dialled}` : null;
}

/** Rasa may part a reply's text from its custom data: put them together again. */
function joined(replies) {
  const whole = [];
  for (const reply of replies) {
    const before = whole[whole.length - 1];
    const bare = reply.custom && !reply.text && !reply.buttons;
    if (bare && before && !before.custom) before.custom = reply.custom;
    else whole.push({ ...reply });
  }
  return whole;
}

export class View {
  constructor(say) {
    this.say = say; // (shown, message): the person answers by a quick reply
    this.log = document.getElementById("log");
    this.status = document.getElementById("status");
    this.alert = document.getElementById("alert");
    this.call = null; // {label, number} of the emergency line
    this.notice = null;
    this.timers = [];
    this.words = {};
    for (const word of document.getElementById("words").content.querySelectorAll("[data-word]")) {
      this.words[word.dataset.word] = word.textContent;
    }
    this.status.replaceChildren();
  }

  settings({ organisation, emergency_line: label, emergency_number: number }) {
    if (organisation) document.querySelector('[data-fill="organisation"]').textContent = organisation;
    if (!label && !number) return;
    this.call = { label: label || number, number };
    document.querySelector('[data-fill="call"]').replaceWith(this.callLink(this.call, "line"));
  }

  callLink({ label, number }, style) {
    const address = telephone(number);
    const link = make("a", { class: style, "data-fill": "call", dir: "auto" }, String(label || number));
    if (address) link.setAttribute("href", address);
    return link;
  }

  /** What the person said. */
  person(text) {
    this.retire();
    this.alert.textContent = "";
    this.add(this.turn("person", this.words.you, make("p", {}, text)));
    this.toEnd();
  }

  /** What the assistant answers. */
  replies(list) {
    this.clearNotice();
    this.retire();
    const first = this.log.childElementCount;
    for (const reply of joined(list)) this.reply(reply);
    if (this.log.childElementCount === first) this.tell("empty");
    this.show(this.log.children[first]);
  }

  reply({ text, buttons, custom }) {
    const extra = custom && typeof custom === "object" ? custom : {};
    const kind = String(extra.kind || "");
    const parts = paragraphs(String(text || ""));
    const emergency = kind === "emergency";
    const call = extra.call || (emergency ? this.call : null);
    const links = this.links(extra.links);
    if (parts.length || call || links || emergency) {
      const turn = this.turn("assistant", this.words.assistant, ...parts);
      if (/^[a-z]+$/.test(kind)) turn.classList.add(kind);
      if (emergency || kind === "urgent") turn.querySelector(".text").before(this.flag(this.words[kind]));
      if (call) turn.append(this.callLink(call, "call"));
      if (links) turn.append(links);
      if (kind === "summary") turn.append(...this.printing(turn));
      if (emergency) { // said at once by the alert region, so not again by the log
        turn.setAttribute("aria-live", "off");
        this.alert.textContent = [this.words.emergency, text, call && call.label].filter(Boolean).join(". ");
      }
      this.add(turn);
    }
    if (Array.isArray(buttons) && buttons.length) this.choices(buttons, extra.several === true);
  }

  turn(side, who, ...parts) {
    const text = make("div", { class: "text", dir: "auto" }, ...parts);
    return make("div", { class: `turn ${side}` }, make("span", { class: "who" }, who), " ", text);
  }

  flag(word) {
    const icon = document.getElementById("warning").content.cloneNode(true);
    return make("p", { class: "flag" }, icon, word);
  }

  links(list) {
    const items = [];
    for (const link of Array.isArray(list) ? list : []) {
      const address = webAddress(link && link.address);
      if (!address) continue;
      const anchor = make("a", { href: address, target: "_blank", rel: "noopener noreferrer", dir: "auto" },
        String(link.title || address), make("span", { class: "unseen" }, ` ${this.words.tab}`));
      items.push(make("li", {}, anchor));
    }
    return items.length ? make("ul", { class: "links" }, ...items) : null;
  }

  printing(turn) {
    const button = make("button", { type: "button", class: "plain" }, this.words.print);
    button.addEventListener("click", () => {
      const marks = [document.documentElement, turn];
      marks.forEach((element) => element.classList.add("printing"));
      addEventListener("afterprint",
        () => marks.forEach((element) => element.classList.remove("printing")), { once: true });
      print();
    });
    return [button, make("p", { class: "small" }, this.words.printed)];
  }

  /** Quick replies: one tap answers, or several are chosen and then sent. */
  choices(buttons, several) {
    const group = make("div", { class: "choices", role: "group", "aria-label": this.words.answers });
    if (several) group.append(make("p", { class: "small" }, this.words.several));
    const send = make("button", { type: "button", class: "send", disabled: "" }, this.words.send);
    const chosen = () => [...group.querySelectorAll('[aria-pressed="true"]')].map((b) => b.textContent);
    for (const { title, payload, alone } of buttons) {
      const shown = String(title || payload || "");
      const button = make("button", { type: "button", dir: "auto" }, shown);
      const toggles = several && !alone; // "alone": an answer that excludes the others
      if (toggles) button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => {
        if (button.hasAttribute("aria-disabled")) return;
        if (!toggles) {
          this.say(shown, String(payload || shown));
          return;
        }
        button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
        send.disabled = !chosen().length;
      });
      group.append(button);
    }
    if (several) {
      group.append(send);
      send.addEventListener("click", () => {
        const answer = chosen().join(", ");
        if (answer && !send.hasAttribute("aria-disabled")) this.say(answer, answer);
      });
    }
    this.add(group);
  }

  /** Answered: the quick replies stay to be read, but do nothing. Focus is not lost. */
  retire() {
    for (const button of this.log.querySelectorAll(".choices button:not([aria-disabled])")) {
      button.setAttribute("aria-disabled", "true");
      button.setAttribute("tabindex", "-1");
    }
  }

  /** A plain sentence from the page itself, with the emergency line. */
  tell(word, ...buttons) {
    const call = this.call ? this.callLink(this.call, "line")
      : document.querySelector('.note [data-fill="call"]').cloneNode(true);
    const notice = make("div", { class: "notice" }, make("p", {}, this.words[word]),
      make("p", {}, `${this.words.help} `, call), ...buttons);
    this.add(notice);
    return notice;
  }

  trouble(kind, again, change) {
    this.clearNotice();
    const retry = make("button", { type: "button", class: "plain" }, this.words.again);
    retry.addEventListener("click", () => {
      if (retry.hasAttribute("aria-disabled")) return;
      retry.setAttribute("aria-disabled", "true");
      retry.textContent = this.words.trying;
      again();
    });
    const buttons = [retry];
    if (kind === "long") {
      const edit = make("button", { type: "button", class: "plain" }, this.words.change);
      edit.addEventListener("click", change);
      buttons.push(edit);
    }
    this.notice = this.tell(kind, ...buttons);
    this.toEnd();
  }

  clearNotice() {
    if (!this.notice) return;
    if (this.notice.contains(document.activeElement)) this.log.focus({ preventScroll: true });
    this.notice.remove();
    this.notice = null;
  }

  clear() {
    this.notice = null;
    this.alert.textContent = "";
    this.log.replaceChildren();
  }

  busy(yes) {
    this.timers.forEach(clearTimeout);
    this.timers = [];
    if (!yes) {
      this.status.replaceChildren();
      return;
    }
    const dots = () => make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
    this.timers.push(setTimeout(() => {
      this.status.replaceChildren(dots(), make("span", { class: "unseen" }, this.words.writing));
      this.toEnd();
    }, WAIT), setTimeout(() => {
      const line = this.call ? ` ${this.call.label}.` : "";
      this.status.replaceChildren(dots(), make("p", {}, `${this.words.slow} ${this.words.help}${line}`));
      this.toEnd();
    }, SLOW));
  }

  add(element) {
    this.log.append(element);
  }

  toEnd() {
    scrollTo(0, document.documentElement.scrollHeight);
  }

  /** Show the new replies from their start, also when they are longer than the screen. */
  show(first) {
    if (!first) return;
    this.toEnd();
    if (this.log.lastElementChild.getBoundingClientRect().bottom - first.getBoundingClientRect().top
      > innerHeight * 0.6) first.scrollIntoView({ block: "start" });
  }
}
