// The requests that the chat makes, all to the server that the script came from.

import type { Settings } from "./settings.ts";

export interface Tap {
  title?: string;
  payload?: string;
  alone?: boolean;
}

export interface Hints {
  kind?: string;
  several?: boolean;
  asked?: string;
  options?: Record<string, string>;
  picture?: string;
  call?: { label: string; number: string };
  links?: { title?: string; address?: string }[];
  contributors?: { name: string; tier: string }[];
}

export interface Reply {
  text?: string;
  buttons?: Tap[];
  custom?: Hints;
}

export interface Answer {
  replies: Reply[];
  live: boolean;
}

export interface PastTurn extends Reply {
  from: "person" | "assistant" | "helper";
}

/** A failure, named by the words that tell the person about it. */
export class Trouble extends Error {
  constructor(readonly kind: string) {
    super(kind);
  }
}

const PATIENCE = 30_000; // ms before an answer is given up on
const PAUSE = 1_000; // ms before the one repeat that is made unasked
const PASSING = [502, 503, 504]; // a server that is restarting
const KINDS: Record<number, string> = { 401: "ended", 403: "refused", 413: "long", 429: "many" };

interface Request {
  token?: string | undefined;
  body?: unknown;
  keepalive?: boolean;
}

export class Api {
  private readonly running = new Set<AbortController>();
  private left = false;

  /** `base` is the address of the server. */
  constructor(private readonly base: string) {}

  async settings(): Promise<Settings> {
    return (await this.asked("settings")).json() as Promise<Settings>;
  }

  /** Opens a conversation; gives its token. */
  async open(): Promise<string> {
    const { token } = (await (await this.asked("conversation", { body: {} })).json()) as { token?: string };
    if (!token) throw new Trouble("server");
    return token;
  }

  async send(token: string, message: string, id: string): Promise<Answer> {
    const response = await this.asked("message", { token, body: { message, message_id: id } });
    const answer = (await readable(response)) as Partial<Answer>;
    if (!Array.isArray(answer.replies)) throw new Trouble("server");
    return { replies: answer.replies, live: answer.live === true };
  }

  async history(token: string): Promise<{ turns: PastTurn[]; live: boolean }> {
    return (await readable(await this.asked("history", { token }))) as { turns: PastTurn[]; live: boolean };
  }

  async summary(token: string): Promise<Blob> {
    return (await this.asked("summary.pdf", { token, body: {} })).blob();
  }

  async forget(token: string): Promise<void> {
    await this.asked("forget", { token, body: {} });
  }

  /** Has the server erase the conversation even as the page goes, and stops everything else. */
  leave(token: string | null): void {
    this.left = true;
    for (const abort of this.running) abort.abort();
    if (token) fetch(this.address("forget"), this.request({ token, body: {}, keepalive: true })).catch(() => {});
  }

  /** The stream of what a helper says. */
  async live(token: string, signal: AbortSignal): Promise<Response> {
    return fetch(this.address("live"), { ...this.request({ token }), signal });
  }

  /** A good response; one that fails in passing is asked for once more. */
  private async asked(path: string, request: Request = {}): Promise<Response> {
    for (let last = false; ; last = true) {
      const response = await this.attempt(path, request);
      if (response?.ok) return response;
      const passing = !response || PASSING.includes(response.status);
      if (!passing || last || !navigator.onLine || this.left) {
        throw new Trouble(response ? (KINDS[response.status] ?? "server") : "network");
      }
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  }

  /** The response, or null when the network failed. */
  private async attempt(path: string, request: Request): Promise<Response | null> {
    const abort = new AbortController();
    this.running.add(abort);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      abort.abort();
    }, PATIENCE);
    try {
      const response = await fetch(this.address(path), { ...this.request(request), signal: abort.signal });
      // read within the same patience as the headers
      return new Response(await response.blob(), { status: response.status, headers: response.headers });
    } catch {
      if (late) throw new Trouble("server");
      return null;
    } finally {
      clearTimeout(timer);
      this.running.delete(abort);
    }
  }

  private address(path: string): string {
    return new URL(`webhooks/web/${path}`, this.base).href;
  }

  private request({ token, body, keepalive = false }: Request): RequestInit {
    return {
      method: body ? "POST" : "GET",
      headers: {
        ...(body ? { "Content-Type": "application/json" } : {}),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      keepalive,
    };
  }
}

/** What a response holds; what is no JSON came from something in between. */
async function readable(response: Response): Promise<unknown> {
  try {
    return (await response.json()) ?? {};
  } catch {
    throw new Trouble("server");
  }
}
