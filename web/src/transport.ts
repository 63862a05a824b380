// Carries messages to the server: one at a time, in order, each under one id for all
// its attempts, so that the server can tell a repeat from a new message.
// Knows nothing of the page.

import { type Answer, type Api, Trouble } from "./api.ts";

export type State = "sending" | "sent" | "not_sent";

export interface Hears {
  answered(answer: Answer): void;
  state(id: string, state: State): void;
  opened(token: string): void;
  ended(): void;
  busy(yes: boolean): void;
  trouble(kind: string): void;
}

interface Item {
  message: string;
  id: string;
}

/** A name for a message that nobody else uses. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Transport {
  token: string | null = null;
  private queue: Item[] = [];
  private running = false;
  private round = 0; // goes up when the conversation is let go: what was on its way then is not shown

  constructor(
    private readonly api: Api,
    private readonly hears: Hears,
  ) {}

  /** Queues a message and gives its id. One that failed before it is tried again first. */
  send(message: string): string {
    const id = newId();
    this.queue.push({ message, id });
    void this.pump();
    return id;
  }

  retry(): void {
    void this.pump();
  }

  /** Takes back the message that could not be sent, and goes on with the rest. */
  takeBack(): { message: string; id: string } | null {
    const item = this.running ? null : this.queue.shift();
    void this.pump();
    return item ?? null;
  }

  /** Lets the conversation go: what waits is dropped, and the next message opens another. */
  reset(): void {
    this.round += 1;
    this.queue = [];
    this.token = null;
    this.running = false;
    this.hears.busy(false);
  }

  private async pump(): Promise<void> {
    if (this.running || !this.queue.length) return;
    const { round } = this;
    this.running = true;
    this.hears.busy(true);
    try {
      for (let item = this.queue[0]; item; item = this.queue[0]) {
        this.hears.state(item.id, "sending");
        const answer = await this.deliver(item);
        if (round !== this.round) return;
        this.queue.shift();
        this.hears.state(item.id, "sent");
        this.hears.answered(answer);
      }
    } catch (error) {
      if (round === this.round) this.failed(error instanceof Trouble ? error.kind : "server");
    }
    if (round !== this.round) return;
    this.running = false;
    this.hears.busy(false);
  }

  private failed(kind: string): void {
    for (const { id } of this.queue) this.hears.state(id, "not_sent");
    this.hears.trouble(kind);
  }

  private async deliver(item: Item): Promise<Answer> {
    const known = this.token;
    try {
      return await this.api.send(known ?? (await this.open()), item.message, item.id);
    } catch (error) {
      if (!known || !(error instanceof Trouble) || error.kind !== "ended") throw error;
    }
    const token = await this.open();
    this.hears.ended();
    return this.api.send(token, item.message, item.id);
  }

  private async open(): Promise<string> {
    const { round } = this;
    const token = await this.api.open();
    if (round !== this.round) throw new Trouble("ended");
    this.token = token;
    this.hears.opened(token);
    return token;
  }
}
