import type { Account } from '@stm-chat/protocol';
import { createStore, type Store } from '../store.js';
import type { SessionSource } from './session-source.js';
import { userIdIn } from './token-life.js';

/** Whose client this is: as the session says, or else the server. It never becomes somebody else's. */
export class Identity {
  private readonly account = createStore<Account | null>(null);
  private resolve: (userId: number) => void = () => {};
  /** Known from the first moment that anybody says so; never, if nobody does. */
  readonly userId = new Promise<number>((resolve) => (this.resolve = resolve));
  private known: number | null = null;
  private readonly stop: () => void;

  constructor(
    private readonly sessionUser: Store<Account | null> | undefined,
    private readonly loadAccount: () => Promise<Account>,
    /** Signed out, or somebody else signed in. */
    private readonly onOther: () => void,
  ) {
    this.stop = sessionUser?.subscribe(() => this.sessionChanged()) ?? (() => undefined);
    const user = sessionUser?.get();
    if (user) this.take(user);
  }

  get me(): Store<Account | null> {
    return this.account;
  }

  get id(): number | null {
    return this.known;
  }

  /** The server says whom it takes this connection for. */
  hello(userId: number): void {
    if (this.known !== null && this.known !== userId) return this.onOther();
    this.identify(userId);
    if (this.account.get() !== null) return;
    this.loadAccount().then(
      (account) => this.take(account),
      // Asked again on the next connection; what needs to be known is the id.
      () => undefined,
    );
  }

  /**
   * The session, and this hears whose tokens it gives: without a connection too, what is written on this device is then
   * kept for that user, and survives a reload. The first one that is named stays; the server has the last word.
   */
  hearing(session: SessionSource): SessionSource {
    return {
      getToken: async (options) => {
        const token = await session.getToken(options);
        const userId = userIdIn(token);
        if (userId !== undefined && this.known === null) this.identify(userId);
        return token;
      },
      ...(session.user === undefined ? {} : { user: session.user }),
    };
  }

  close(): void {
    this.stop();
  }

  private sessionChanged(): void {
    const user = this.sessionUser?.get() ?? null;
    if (user !== null && (this.known === null || this.known === user.id)) this.take(user);
    else if (this.known !== null) this.onOther();
  }

  private take(account: Account): void {
    this.account.set(account);
    this.identify(account.id);
  }

  private identify(userId: number): void {
    this.known = userId;
    this.resolve(userId);
  }
}
