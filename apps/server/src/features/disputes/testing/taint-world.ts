import type { TestServer, TestSocket, TestUser } from '../../../testing/test-server.js';

/** Something that only some may ever see: a word that occurs nowhere else, or the id of a lane. */
interface Secret {
  readonly place: string;
  /** Who could rightly read its place at some moment since it exists. */
  readonly seenBy: Set<string>;
}

/** Where something can be said. `owners` read it for ever, the LSM of `disputeId` as long as it has the case. */
interface Place {
  readonly owners: readonly string[];
  readonly disputeId: string | null;
  /** LSMs who had the case at its end: they read what was there then. */
  readonly former: Set<string>;
}

const WORD = /zq[a-z]{6}\d{1,6}zq/g;

/**
 * Knows who may see what by the rules alone (the parties, and the LSM whom the dispute names), gives every saying a word
 * of its own, and looks for those words in every byte that reaches anybody.
 */
export class TaintWorld {
  readonly secrets = new Map<string, Secret>();
  readonly places = new Map<string, Place>();
  readonly leaks: string[] = [];
  #words = 0;

  /** @param seed part of every word: worlds on one server do not mix */
  constructor(private readonly seed: number) {}

  /** By dispute, the LSM who has it now. */
  readonly #lsm = new Map<string, string | null>();

  addPlace(name: string, owners: readonly string[], disputeId: string | null): void {
    this.places.set(name, { owners, disputeId, former: new Set() });
  }

  /** A new word for what is said in a place. */
  word(place: string): string {
    const letters = Array.from({ length: 6 }, (_, n) =>
      String.fromCodePoint(97 + ((this.#words * 7 + n * 5) % 26)),
    ).join('');
    const word = `zq${letters}${this.seed * 10_000 + this.#words++}zq`;
    this.add(word, place);
    return word;
  }

  add(secret: string, place: string): void {
    this.secrets.set(secret, { place, seenBy: new Set(this.readersOf(place)) });
  }

  /** The dispute is this LSM's from now on; null: nobody's. `ended`: it is over, and who had it reads on. */
  hasCase(disputeId: string, lsm: string | null, ended: boolean): void {
    const before = this.#lsm.get(disputeId) ?? null;
    this.#lsm.set(disputeId, lsm);
    for (const place of this.places.values()) {
      if (place.disputeId !== disputeId) continue;
      if (ended && before !== null) place.former.add(before);
      if (lsm !== null) place.former.delete(lsm);
    }
    for (const secret of this.secrets.values())
      for (const reader of this.readersOf(secret.place)) secret.seenBy.add(reader);
  }

  readersOf(name: string): string[] {
    const place = this.places.get(name);
    if (place === undefined) return [];
    const lsm = place.disputeId === null ? null : (this.#lsm.get(place.disputeId) ?? null);
    return lsm === null ? [...place.owners] : [...place.owners, lsm];
  }

  /** What arrived by itself, perhaps a moment ago: nothing that this actor could never have seen. */
  arrived(actor: string, through: string, bytes: string): void {
    this.#search(actor, through, bytes, ({ seenBy }) => seenBy.has(actor));
  }

  /** What was just asked for and answered: nothing that this actor may not see now. */
  answered(actor: string, through: string, bytes: string): void {
    this.#search(actor, through, bytes, ({ place, seenBy }) => {
      const former = this.places.get(place)?.former.has(actor) === true && seenBy.has(actor);
      return former || this.readersOf(place).includes(actor);
    });
  }

  #search(actor: string, through: string, bytes: string, may: (secret: Secret) => boolean): void {
    const found = new Set(bytes.match(WORD) ?? []);
    for (const [secret] of this.secrets) if (secret.includes('-') && bytes.includes(secret)) found.add(secret);
    for (const word of found) {
      const secret = this.secrets.get(word);
      if (secret !== undefined && !may(secret))
        this.leaks.push(`${actor} got ${word} of ${secret.place} through ${through}`);
    }
  }
}

/** A way by which bytes reach an actor when the actor asks. Mail, push, search and export are added here. */
export type Channel = (
  ask: (path: string) => Promise<void>,
  chats: readonly string[],
  disputeIds: readonly string[],
) => Promise<void>;

const CHANNELS: readonly Channel[] = [
  async (ask) => ask('/api/chat?limit=200'),
  async (ask) => ask('/api/notifications?limit=200'),
  async (ask) => ask('/api/disputes?limit=200'),
  async (ask) => ask('/api/search?q=zq&limit=200'),
  async (ask) => ask('/api/me/export'),
  async (ask, chats) => {
    for (const chat of chats) {
      await ask(`/api/chat/${chat}`);
      await ask(`/api/chat/${chat}/messages?limit=200`);
      await ask(`/api/chat/${chat}/changes?since=0`);
      await ask(`/api/chat/${chat}/changed-messages?limit=200`);
      await ask(`/api/chat/${chat}/pins`);
      await ask(`/api/search?q=zq&chatId=${chat}`);
    }
  },
  async (ask, _chats, disputeIds) => {
    for (const id of disputeIds) {
      await ask(`/api/disputes/${id}`);
      await ask(`/api/disputes/${id}/access`);
      await ask(`/api/disputes/${id}/evidence`);
      await ask(`/api/disputes/${id}/evidence?format=html`);
    }
  },
];

/** Somebody with a socket, whose every byte is looked through. */
export class Watched {
  #seen = 0;
  readonly #answers: { readonly event: string; readonly bytes: string }[] = [];

  private constructor(
    readonly name: string,
    readonly user: TestUser,
    private readonly server: TestServer,
    private readonly socket: TestSocket,
    private readonly world: TaintWorld,
  ) {}

  static async connect(name: string, user: TestUser, server: TestServer, world: TaintWorld): Promise<Watched> {
    return new Watched(name, user, server, await server.socket(user.token), world);
  }

  /** Looks through what came over the socket since the last time. */
  look(): void {
    const fresh = this.socket.events.slice(this.#seen);
    this.#seen = this.socket.events.length;
    for (const { event, bytes } of this.#answers.splice(0)) this.world.arrived(this.name, `answer to ${event}`, bytes);
    for (const { name, payload } of fresh)
      this.world.arrived(this.name, `event ${name}`, JSON.stringify(payload) ?? '');
  }

  /** A call over the socket; its answer is looked through too, but for what the call itself named. */
  // oxlint-disable-next-line typescript/no-explicit-any
  async call(event: string, input: object): Promise<any> {
    const answer = await this.socket.call(event, input);
    let bytes = JSON.stringify(answer);
    for (const [secret] of this.world.secrets)
      if (JSON.stringify(input).includes(secret)) bytes = bytes.replaceAll(secret, '');
    this.#answers.push({ event, bytes });
    return answer;
  }

  async ask(path: string): Promise<void> {
    const response = await fetch(this.server.url + path, { headers: { Authorization: `Bearer ${this.user.token}` } });
    this.world.answered(this.name, `GET ${path.replaceAll(/[0-9a-f-]{36}/g, ':id')}`, await response.text());
  }

  async askEverywhere(chats: readonly string[], disputeIds: readonly string[]): Promise<void> {
    for (const channel of CHANNELS) await channel((path) => this.ask(path), chats, disputeIds);
  }
}
