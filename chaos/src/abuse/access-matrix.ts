import type { Contract } from '@stm-chat/protocol/schemas';
import { rest } from '../cluster/rest.js';
import { CONTRACTS, Findings, onDoor } from './contract-attacks.js';
import { type Door, doorsOf } from './doors.js';
import { simplest } from './grammar.js';
import { type AttackResult, MISSING, type Place, type Scene, SERVICE_TOKEN, type Visitor } from './scene.js';

export const ACTORS = ['anonymous', 'customer', 'provider', 'lsm', 'admin', 'service'] as const;
export const RELATIONS = ['own', 'disputed', 'closed', 'removed', "other's", 'unknown'] as const;

export type ActorKind = (typeof ACTORS)[number];
export type Relation = (typeof RELATIONS)[number];

/** Commands about one chat that a user gives: those whose input names it. */
const CHAT_COMMANDS = CONTRACTS.filter(
  (contract) =>
    contract.spec.audience === 'user' &&
    'chatId' in simplest(contract, { chatId: MISSING, messageId: MISSING, emoji: '👍' }),
);

/** What those who are no members are answered by commands that only narrow a list to a chat. */
const LISTS = new Set(['read_notifications', 'list_disputes', 'search']);

/**
 * What the policies say: fetching is authorising, so that who is no member is told that there is none; a closed chat takes
 * no writing; an author's message stays as it is while a dispute runs.
 */
function expected(contract: Contract, actor: ActorKind, relation: Relation, door: Door): readonly string[] {
  const { name, errors } = contract;
  if (actor === 'anonymous') return ['unauthorized'];
  // It is no user's: no connection is made for it.
  if (actor === 'service') return door === 'socket' ? ['unauthorized'] : ['forbidden'];
  const isMember = actor !== 'admin' && (relation === 'own' || relation === 'disputed' || relation === 'closed');
  if (!isMember) return ['not_found'];
  if (name === 'open_dispute') {
    if (actor === 'lsm') return ['forbidden'];
    return relation === 'disputed' ? ['conflict'] : ['ok'];
  }
  if (name === 'list_versions')
    return actor === 'lsm' && relation === 'disputed' ? ['ok'] : ['ok', 'forbidden', 'not_found'];
  if (relation === 'closed' && errors.includes('chat_closed')) return ['chat_closed'];
  if (relation === 'disputed' && (name === 'edit_message' || name === 'delete_message')) return ['forbidden'];
  return ['ok'];
}

/** Each role at each command in each relation to a chat, over every door. */
export async function checkMatrix(scene: Scene): Promise<AttackResult & { readonly table: Table }> {
  const findings = new Findings();
  const table: Table = {};
  for (const contract of CHAT_COMMANDS) {
    if (LISTS.has(contract.name)) continue;
    for (const relation of RELATIONS) {
      for (const actor of ACTORS) {
        for (const door of doorsOf(contract)) {
          // Fresh for each cell: what one command did is nothing to the next.
          const cell = await cellOf(scene, actor, relation);
          const input = { ...simplest(contract, cell.place.ids), chatId: cell.chatId };
          if ('messageId' in input) input.messageId = cell.messageId;
          if (contract.name === 'leave_chat' && door === 'socket') continue; // one connection a call: never in the room
          const answer = await onDoor(scene, door, contract, input, cell.token);
          findings.note(
            `${contract.name} by ${actor}, ${relation}, over ${door},`,
            answer,
            expected(contract, actor, relation, door),
          );
          ((table[contract.name] ??= {})[relation] ??= {})[actor] ??= answer.code;
        }
      }
    }
  }
  for (const contract of CONTRACTS.filter(({ spec }) => spec.audience === 'admin')) {
    const place = await scene.place();
    for (const actor of ACTORS) {
      const { token } = await personOf(scene, place, actor);
      const answer = await onDoor(scene, 'rest', contract, simplest(contract, place.ids), token);
      const codes =
        actor === 'anonymous'
          ? ['unauthorized']
          : actor === 'admin' || actor === 'service'
            ? ['ok', 'not_found', 'conflict', 'invalid_payload']
            : ['forbidden'];
      findings.note(`${contract.name} by ${actor}`, answer, codes);
    }
  }
  return { attempts: findings.attempts, unexpected: findings.unexpected, leaks: findings.leaks, table };
}

/** command → relation → actor → code. */
export type Table = Record<string, Partial<Record<Relation, Partial<Record<ActorKind, string>>>>>;

interface Cell {
  readonly place: Place;
  readonly chatId: string;
  readonly messageId: string;
  readonly token: string | null;
}

/** Somebody in that relation to a chat, who has written its last message where that is possible. */
async function cellOf(scene: Scene, actor: ActorKind, relation: Relation): Promise<Cell> {
  const place = await scene.place();
  const { chatId } = place;
  const person = await personOf(scene, place, actor);
  if (actor === 'lsm' && relation !== "other's" && relation !== 'unknown')
    await admin(scene, 'POST', `/api/admin/chats/${chatId}/members`, { userId: person.id, role: 'lsm' });
  let messageId: string = place.messageId;
  const said = await rest(scene.url, person.token, 'POST', `/api/chat/${chatId}/messages`, { message: 'mine' });
  if (said.status === 201) messageId = said.body.id;
  switch (relation) {
    case 'disputed':
      await rest(scene.url, place.customer.token, 'POST', `/api/chat/${chatId}/disputes`, { reason: 'Not done' });
      break;
    case 'closed':
      await admin(scene, 'POST', `/api/admin/chats/${chatId}/close`);
      break;
    case 'removed':
      if (person.id > 0) await admin(scene, 'DELETE', `/api/admin/chats/${chatId}/members/${person.id}`);
      break;
    case "other's": {
      const other = await scene.place();
      return { place, chatId: other.chatId, messageId: other.messageId, token: person.token };
    }
    case 'unknown':
      return { place, chatId: MISSING, messageId: MISSING, token: person.token };
    case 'own':
      break;
  }
  return { place, chatId, messageId, token: person.token };
}

async function personOf(scene: Scene, place: Place, actor: ActorKind): Promise<{ id: number; token: string | null }> {
  switch (actor) {
    case 'anonymous':
      return { id: 0, token: null };
    case 'service':
      return { id: 0, token: SERVICE_TOKEN };
    case 'customer':
      return place.customer;
    case 'provider':
      return place.provider;
    case 'admin':
      return scene.admin satisfies Visitor;
    case 'lsm':
      return scene.visitor('lsm');
  }
}

function admin(scene: Scene, method: string, path: string, body?: unknown) {
  return rest(scene.url, scene.admin.token, method, path, body);
}
