import { randomUUID } from 'node:crypto';
import { nextText } from '../actors/actor.js';
import type { RestAnswer } from '../cluster/rest.js';
import { isFinal } from '../actors/actor.js';
import type { OperationName, Step } from './schedule.js';
import type { World, WorldChat } from './world.js';

/** Longer than any message may be. */
const TOO_LONG = 'x'.repeat(4001);

/** What has been stored and may be edited or deleted, by its author's device. */
interface Own {
  readonly id: string;
  readonly user: number;
}

/** Performs the operations of a schedule. Each returns at once or when its answer came; none of them throws. */
export class Operations {
  readonly #taken = new Set<string>();

  constructor(private readonly world: World) {}

  async perform(step: Step & { readonly name: OperationName }): Promise<void> {
    const { actors, chats } = this.world;
    const actor = actors[step.who % actors.length];
    const own = chats.filter(({ members }) => actor !== undefined && members.includes(actor.person));
    const chat = own[step.chat % own.length];
    if (actor === undefined || chat === undefined) return;
    const { name, n } = step;
    switch (name) {
      case 'send':
        actor.send(chat.id, nextText(actor.name));
        return;
      case 'sendMany':
        for (let at = 0; at < 2 + (n % 8); at += 1) actor.send(chat.id, nextText(actor.name));
        return;
      case 'sendOnTwoWays':
        return this.#onTwoWays(step, chat);
      case 'sendBad':
        return this.#bad(step, chat);
      case 'edit':
      case 'remove':
      case 'react':
        return this.#change(step, chat);
      case 'markRead':
      case 'markDelivered':
        return this.#mark(step, chat);
      case 'typing':
        actor.setTyping(chat.id, n % 3 > 0);
        return;
      case 'read':
        await this.world.backend.read(chat.id);
        return;
      case 'drop':
        actor.drop();
        return;
      case 'reload':
        actor.reload();
        return;
      case 'move': {
        const { nodes } = this.world.cluster;
        actor.edge.stayWith(nodes[n % (nodes.length + 1)] ?? null);
        actor.drop();
        return;
      }
      case 'takeOut':
        return this.#takeOut(chat);
      case 'close':
      case 'reopen':
        await this.#admin('POST', `/api/admin/chats/${chat.id}/${name}`);
    }
  }

  /** The same message at once over several nodes and both doors: one of them makes it, all of them get it. */
  async #onTwoWays({ who, n }: Step, chat: WorldChat): Promise<void> {
    const { actors, recorder } = this.world;
    const actor = actors[who % actors.length];
    if (actor === undefined) return;
    const { token, id: user } = actor.person;
    const clientId = randomUUID();
    const text = nextText(actor.name);
    const base = { client: `${actor.name}, repeating`, user, chatId: chat.id, clientId };
    recorder.add({ kind: 'send', text, ...base });
    const path = `/api/chat/${chat.id}/messages`;
    const ways = Array.from({ length: 2 + (n % 4) }, async () => {
      const answer = await actor.edge.call(token, 'POST', path, { message: text, client_id: clientId });
      if (answer.status <= 201)
        recorder.add({ kind: 'ack', seq: answer.body.seq, id: answer.body.id, inOrder: false, ...base });
      return answer;
    });
    const answers = (await Promise.allSettled(ways)).map((way) => (way.status === 'fulfilled' ? way.value : null));
    const codes = answers.map((answer) => answer?.body?.code);
    // Refused by all, and by none for want of knowledge: then it is nowhere.
    if (answers.length > 0 && codes.every((code) => typeof code === 'string' && isFinal(code)))
      recorder.add({ kind: 'refused', code: String(codes[0]), ...base });
  }

  /** What no server may take: too long, empty, or from a stranger. */
  async #bad({ who, n }: Step, chat: WorldChat): Promise<void> {
    const { actors, recorder, chats } = this.world;
    const actor = actors[who % actors.length];
    if (actor === undefined) return;
    const { person } = actor;
    const foreign = chats.find(({ members }) => !members.includes(person));
    const target = n % 3 === 2 && foreign !== undefined ? foreign : chat;
    const clientId = randomUUID();
    const base = { client: `${actor.name}, refused`, user: person.id, chatId: target.id, clientId };
    const text = n % 3 === 0 ? TOO_LONG : n % 3 === 1 ? '  ' : nextText(actor.name);
    recorder.add({ kind: 'send', text, ...base });
    const input = { message: text, client_id: clientId };
    const answer = await actor.edge
      .call(person.token, 'POST', `/api/chat/${target.id}/messages`, input)
      .catch(() => null);
    if (answer === null) return;
    if (answer.status <= 201) {
      recorder.add({
        kind: 'case',
        name: 'a message that no server may take',
        ...FINE,
        unexpected: `${answer.status}`,
      });
      return;
    }
    // Whatever the reason, this one may not turn up anywhere.
    recorder.add({ kind: 'refused', code: String(answer.body?.code ?? answer.status), ...base });
  }

  async #change({ name, n }: Step, chat: WorldChat): Promise<void> {
    const own = this.#ownMessage(chat, n);
    const author = chat.members.find(({ id }) => id === own?.user);
    const device = this.world.actors.find(({ person }) => person === author);
    if (own === null || author === undefined || device === undefined) return;
    const path = `/api/chat/${chat.id}/messages/${own.id}`;
    const text = `edited: ${nextText(device.name)}`;
    const answer = await (
      name === 'edit'
        ? device.edge.call(author.token, 'PUT', path, { message: text })
        : name === 'remove'
          ? device.edge.call(author.token, 'DELETE', path)
          : device.edge.call(author.token, 'PUT', `${path}/reactions`, { emoji: '👍', active: n % 2 === 0 })
    ).catch(() => null);
    if (answer?.status !== 200 || name === 'react') return;
    this.world.recorder.add({
      kind: 'changed',
      id: own.id,
      revision: answer.body.revision,
      text: name === 'edit' ? text : null,
      client: device.name,
      user: author.id,
      chatId: chat.id,
    });
  }

  async #mark({ name, who, n }: Step, chat: WorldChat): Promise<void> {
    const actor = this.world.actors[who % this.world.actors.length];
    const tip = this.#tipOf(chat);
    if (actor === undefined || tip === 0) return;
    const mark = name === 'markRead' ? 'read' : 'delivered';
    // Sometimes far past the end, sometimes far back: neither may be believed.
    const seq = n % 10 === 9 ? tip + 1000 : 1 + (n % tip);
    const path = `/api/chat/${chat.id}/${mark === 'read' ? 'read' : 'delivered'}`;
    const answer = await actor.edge.call(actor.person.token, 'POST', path, { seq }).catch(() => null);
    if (answer?.status !== 200 || typeof answer.body?.seq !== 'number') return;
    const who_ = { client: actor.name, user: actor.person.id, chatId: chat.id };
    this.world.recorder.add({ kind: 'marked', mark, seq: answer.body.seq, ...who_ });
  }

  /** Once per chat: who was taken out stays out. */
  async #takeOut({ id, removable }: WorldChat): Promise<void> {
    if (removable === null || this.#taken.has(id)) return;
    this.#taken.add(id);
    const answer = await this.#admin('DELETE', `/api/admin/chats/${id}/members/${removable.id}`);
    if (answer?.status === 204) this.world.recorder.add({ kind: 'removed', chatId: id, user: removable.id });
  }

  #admin(method: string, path: string): Promise<RestAnswer | null> {
    const { backend, admin } = this.world;
    return backend.edge.call(admin.token, method, path).catch(() => null);
  }

  #ownMessage({ id }: WorldChat, n: number): Own | null {
    const acks = this.world.recorder.history.filter((event) => event.kind === 'ack' && event.chatId === id);
    const ack = acks[n % Math.max(1, acks.length)];
    return ack?.kind === 'ack' ? { id: ack.id, user: ack.user } : null;
  }

  #tipOf({ id }: WorldChat): number {
    return this.world.recorder.history.reduce(
      (tip, event) => ('seq' in event && event.kind === 'ack' && event.chatId === id ? Math.max(tip, event.seq) : tip),
      0,
    );
  }
}

const FINE = { sameProcess: true, bystanderMs: 0, leaks: [] } as const;
