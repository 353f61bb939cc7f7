import { ask, type OpenWebSocket, openWebSocket, type Question } from '../../ingress/support/request';
import type { Names } from './names';

/** The pause between two requests of a visitor, in milliseconds. */
const PAUSE = 400;

export const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** A client that sends requests to a host until it is stopped, each on a new connection to the published address. */
export class Visitor {
  /** The number of answers by address. */
  readonly answers = new Map<string, number>();
  readonly failures: string[] = [];
  private readonly done: Promise<void>;
  private running = true;

  /** @param cached whether the resolver of the client keeps addresses */
  constructor(
    private readonly names: Names,
    private readonly question: Question,
    private readonly cached: boolean,
  ) {
    this.done = this.visit();
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.done;
  }

  private async visit(): Promise<void> {
    const { url } = this.question;
    while (this.running) {
      const to = this.names.address(new URL(url).hostname, this.cached);
      try {
        const { status } = await ask({ ...this.question, to });
        if (status !== 200) this.failures.push(`${url} at ${to} answered ${status}`);
        this.answers.set(to, (this.answers.get(to) ?? 0) + 1);
      } catch (error) {
        this.failures.push(`${url} at ${to}: ${(error as Error).message}`);
      }
      await pause(PAUSE);
    }
  }
}

/** A WebSocket over which messages are sent until it is stopped. */
export class Conversation {
  failure: string | undefined;
  messages = 0;
  private running = true;
  private readonly done: Promise<void>;

  private constructor(private readonly socket: OpenWebSocket) {
    this.done = this.talk();
  }

  static async open(url: string, to: string): Promise<Conversation> {
    return new Conversation(await openWebSocket(url, to));
  }

  async stop(): Promise<void> {
    this.running = false;
    await this.done;
    this.socket.close();
  }

  private async talk(): Promise<void> {
    try {
      for (; this.running; this.messages++) {
        await this.socket.echo(`message ${this.messages}`);
        await pause(PAUSE);
      }
    } catch (error) {
      this.failure = (error as Error).message;
    }
  }
}
