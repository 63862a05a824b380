// Hears what a person from the team says, while one has taken over.
// Server-sent events read through fetch: EventSource cannot send the token.

import type { Api, Reply } from "./api.ts";

export interface HearsPeople {
  said(replies: Reply[]): void;
  here(yes: boolean): void;
}

const PAUSES = [1_000, 2_000, 5_000, 10_000, 30_000]; // ms before each new try

export class Live {
  private abort: AbortController | null = null;

  constructor(
    private readonly api: Api,
    private readonly hears: HearsPeople,
  ) {}

  /** Listens while `on`, and not otherwise. */
  listen(on: boolean, token: string | null): void {
    if (!on || !token) this.stop();
    else if (!this.abort) void this.run(token, (this.abort = new AbortController()).signal);
  }

  stop(): void {
    this.abort?.abort();
    this.abort = null;
  }

  private async run(token: string, signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries += 1) {
      try {
        const response = await this.api.live(token, signal);
        if (response.status === 401 || response.status === 404) return this.stop(); // over, or nobody can come
        if (response.ok && response.body) {
          tries = 0;
          for await (const [name, data] of events(response.body)) this.heard(name, data);
        }
      } catch {
        // the connection broke: it is opened again after a pause
      }
      await new Promise((done) => setTimeout(done, PAUSES[Math.min(tries, PAUSES.length - 1)]));
    }
  }

  private heard(name: string, data: string): void {
    const heard = JSON.parse(data) as { replies?: Reply[]; here?: boolean };
    if (name === "replies") this.hears.said(heard.replies ?? []);
    if (name === "helper") this.hears.here(heard.here === true);
  }
}

/** The events of a stream: their names and data. */
async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<[name: string, data: string]> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = new Map(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]));
      const data = fields.get("data");
      if (data) yield [fields.get("event") ?? "message", data];
    }
  }
}
