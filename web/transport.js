// Carries messages to the server: one at a time, in order, each under one id
// for all its attempts, so that the server can tell a repeat from a new message.
// Knows nothing of the page.

const OPEN = "/webhooks/rest/conversation";
const SEND = "/webhooks/rest/webhook";
const FORGET = "/webhooks/rest/forget";
const PATIENCE = 30000; // ms before an answer is given up on
const PAUSE = 1000; // ms before the one repeat that is made unasked
const PASSING = [502, 503, 504]; // a server that is restarting
const GONE = [401, 403, 404, 410]; // the server no longer knows this chat

/** A failure, named by the word that tells the person about it. */
class Trouble extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

function kindOf(status) {
  return { 413: "long", 429: "many" }[status] || "server";
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Transport {
  /** `on` holds the callbacks settings, replies, trouble, ended and busy. */
  constructor(on) {
    this.on = on;
    this.queue = [];
    this.sender = null;
    this.busy = false;
    this.closed = false;
    this.abort = new AbortController();
  }

  /** Queue a message. One that failed before it is tried again first. */
  send(message) {
    this.queue.push({ message, id: newId(), unwanted: false });
    this.pump();
  }

  retry() {
    this.pump();
  }

  /** Take back the message that could not be sent, and go on with the rest. */
  takeBack() {
    const item = this.busy ? null : this.queue.shift();
    this.pump();
    return item ? item.message : "";
  }

  /** Forget what waits. The answer to a message on its way is not shown. */
  drop() {
    this.queue = this.busy ? this.queue.slice(0, 1) : [];
    this.queue.forEach((item) => { item.unwanted = true; });
  }

  /** Stop at once, and have the server erase the chat even as the page goes. */
  forget() {
    this.closed = true;
    this.queue = [];
    this.abort.abort();
    if (!this.sender) return;
    const body = JSON.stringify({ sender: this.sender });
    this.sender = null;
    const blob = new Blob([body], { type: "application/json" });
    if (navigator.sendBeacon && navigator.sendBeacon(FORGET, blob)) return;
    fetch(FORGET, { ...this.request(body), keepalive: true, signal: undefined }).catch(() => {});
  }

  async pump() {
    if (this.busy || this.closed || !this.queue.length) return;
    this.busy = true;
    this.on.busy(true);
    try {
      while (this.queue.length && !this.closed) {
        const item = this.queue[0];
        const replies = await this.deliver(item);
        if (this.closed) return;
        this.queue.shift();
        if (!item.unwanted) this.on.replies(replies);
      }
    } catch (error) {
      if (!this.closed && !(this.queue[0] || {}).unwanted) this.on.trouble(error.kind || "server");
    } finally {
      this.busy = false;
      if (!this.closed) this.on.busy(false);
    }
    if (this.queue.length && this.queue[0].unwanted) { // dropped while it was on its way
      this.queue.shift();
      this.pump();
    }
  }

  async deliver(item) {
    const fresh = !this.sender;
    if (fresh) await this.open();
    let response = await this.say(item);
    if (GONE.includes(response.status) && !fresh) {
      await this.open();
      this.on.ended();
      response = await this.say(item);
    }
    const replies = await this.read(response);
    if (!Array.isArray(replies)) throw new Trouble("server");
    return replies.filter((reply) => reply && typeof reply === "object");
  }

  async open() {
    const answer = await this.read(await this.post(OPEN, {}));
    if (!answer || !answer.sender) throw new Trouble("server");
    this.sender = answer.sender;
    this.on.settings(answer.settings || {});
  }

  say(item) {
    return this.post(SEND, { sender: this.sender, message: item.message, message_id: item.id });
  }

  /** The body of a good answer; anything else is trouble. */
  async read(response) {
    if (!response.ok) throw new Trouble(kindOf(response.status));
    try {
      return await response.json();
    } catch {
      throw new Trouble("server");
    }
  }

  /** POST, repeated once by itself when the fault may already have passed. */
  async post(address, data) {
    const body = JSON.stringify(data);
    for (let last = false; ; last = true) {
      const response = await this.attempt(address, body);
      const passing = !response || PASSING.includes(response.status);
      if (passing && !last && navigator.onLine !== false && !this.closed) {
        await new Promise((done) => setTimeout(done, PAUSE));
        continue;
      }
      if (!response) throw new Trouble("network");
      return response;
    }
  }

  /** The response, or null when the network failed. */
  async attempt(address, body) {
    this.abort = new AbortController();
    if (this.closed) throw new Trouble("server");
    let late = false;
    const timer = setTimeout(() => { late = true; this.abort.abort(); }, PATIENCE);
    try {
      const response = await fetch(address, this.request(body));
      const text = await response.text(); // within the same patience as the headers
      return { ok: response.ok, status: response.status, json: () => JSON.parse(text) };
    } catch {
      if (late) throw new Trouble("server");
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  request(body) {
    return {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: this.abort.signal,
    };
  }
}
