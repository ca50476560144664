import { isPassing, SessionEnded } from '../chat-error.js';
import type { Clock } from '../clock.js';
import type { SessionSource } from '../session/session-source.js';
import { renewIn } from '../session/token-life.js';

const RETRY_MS = 5000;

/** Gives an open connection another token before the one that it has expires. */
export class TokenRenewal {
  private cancel = () => {};
  /** Which connection it is for. */
  private turn = 0;

  constructor(
    private readonly clock: Clock,
    private readonly session: SessionSource,
    /** Tells the server. Throws when it could not. */
    private readonly authenticate: (token: string) => Promise<unknown>,
    private readonly onSessionEnded: () => void,
  ) {}

  /** A connection was opened with this token. */
  start(token: string): void {
    this.stop();
    this.later(renewIn(token, this.clock.now()));
  }

  stop(): void {
    this.turn++;
    this.cancel();
  }

  private later(ms: number | undefined, token?: string): void {
    if (ms !== undefined) this.cancel = this.clock.after(ms, () => void this.renew(token));
  }

  /** @param held a new token that the server has not been told of yet */
  private async renew(held: string | undefined): Promise<void> {
    const { turn } = this;
    let token = held;
    try {
      token ??= await this.session.getToken({ forceRefresh: true });
      if (turn !== this.turn) return;
      await this.authenticate(token);
      if (turn === this.turn) this.later(renewIn(token, this.clock.now()));
    } catch (error) {
      if (turn !== this.turn) return;
      if (error instanceof SessionEnded) this.onSessionEnded();
      // A new token that the server refuses: it ends the connection when the one before has expired, and says why.
      else if (token === undefined || isPassing(error)) this.later(RETRY_MS, token);
    }
  }
}
