import type { Contract } from '@stm-chat/protocol/schemas';
import {
  ACTORS,
  type ActorKind,
  type Cell,
  cellOf,
  isMember,
  personOf,
  type Relation,
  RELATIONS,
} from './access-cells.js';
import { expectedOn, WAYS } from './access-ways.js';
import { CONTRACTS, Findings, onDoor } from './contract-attacks.js';
import { type Door, doorsOf } from './doors.js';
import { simplest } from './grammar.js';
import { type AttackResult, MISSING, type Scene } from './scene.js';

const SOME_IDS = { chatId: MISSING, from_chat_id: MISSING, messageId: MISSING, userId: 1, emoji: '👍' };

/** Commands about one chat that a user gives: those whose input names it. */
const CHAT_COMMANDS = CONTRACTS.filter(
  (contract) => contract.spec.audience === 'user' && 'chatId' in simplest(contract, SOME_IDS),
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
  if (!isMember(actor, relation)) return ['not_found'];
  return (
    ofMembers[name]?.(actor, relation) ?? [
      relation === 'closed' && errors.includes('chat_closed') ? 'chat_closed' : 'ok',
    ]
  );
}

/** Members' commands that ask for more than a seat. */
const ofMembers: Readonly<Record<string, (actor: ActorKind, relation: Relation) => readonly string[]>> = {
  open_dispute: (actor, relation) => {
    if (actor === 'lsm' || relation === 'lane') return ['forbidden'];
    return [relation === 'disputed' ? 'conflict' : 'ok'];
  },
  list_versions: (actor, relation) =>
    actor === 'lsm' && relation === 'disputed' ? ['ok'] : ['ok', 'forbidden', 'not_found'],
  // There is none: what would change nothing is no writing, also in a closed chat.
  remove_preview: () => ['ok'],
  // What is said in a case is not carried out of it by who settles it, and nothing out of a lane.
  forward_message: (actor, relation) => {
    if (relation === 'closed') return ['chat_closed', 'forbidden'];
    return [actor === 'lsm' || relation === 'lane' ? 'forbidden' : 'ok'];
  },
  // The message of a cell is no voice.
  mark_played: (_, relation) => (relation === 'closed' ? ['chat_closed', 'forbidden'] : ['forbidden']),
  list_changed_messages: (actor) => (actor === 'lsm' ? ['ok', 'forbidden'] : ['forbidden']),
  edit_message: whileNothingIsDecided,
  delete_message: whileNothingIsDecided,
};

/** What was said is evidence while a dispute runs. */
function whileNothingIsDecided(_: ActorKind, relation: Relation): readonly string[] {
  if (relation === 'closed') return ['chat_closed'];
  return [relation === 'disputed' || relation === 'lane' ? 'forbidden' : 'ok'];
}

/** command or way → relation → actor → code. */
export type Table = Record<string, Partial<Record<Relation, Partial<Record<ActorKind, string>>>>>;

/** Each role at each command and on each way in each relation to a chat, over every door. */
export async function checkMatrix(
  scene: Scene,
  say: (line: string) => void,
): Promise<AttackResult & { readonly table: Table }> {
  const findings = new Findings();
  const table: Table = {};
  const enter = (row: string, relation: Relation, actor: ActorKind, code: string): void => {
    ((table[row] ??= {})[relation] ??= {})[actor] ??= code;
  };
  let said = 0;
  for (const relation of RELATIONS) {
    for (const actor of ACTORS) {
      // For everybody else that is a dispute like any other.
      if (relation === 'not joined' && actor !== 'lsm') continue;
      // Who may do nothing changes nothing; for members it is fresh each time: what one command did is nothing to the next.
      const still = isMember(actor, relation) ? null : await cellOf(scene, actor, relation, true);
      for (const contract of CHAT_COMMANDS.filter(({ name }) => !LISTS.has(name))) {
        for (const door of doorsOf(contract)) {
          if (contract.name === 'leave_chat' && door === 'socket') continue; // one connection a call: never in the room
          const cell = still ?? (await cellOf(scene, actor, relation, false));
          const answer = await onDoor(scene, door, contract, inputOf(contract, cell), cell.token);
          const codes = expected(contract, actor, relation, door);
          findings.note(`${contract.name} by ${actor}, ${relation}, over ${door},`, answer, codes);
          enter(contract.name, relation, actor, answer.code);
        }
      }
      const reader = still ?? (await cellOf(scene, actor, relation, true));
      for (const way of WAYS) {
        const code = await way.take(scene, reader);
        const answer = { code, status: null, output: undefined, text: '', leaks: [] };
        findings.note(`${way.name} by ${actor}, ${relation},`, answer, expectedOn(way, actor, relation));
        enter(way.name, relation, actor, code);
      }
      for (const problem of findings.unexpected.slice(said)) say(problem);
      said = findings.unexpected.length;
      say(`access of ${actor}, ${relation}: checked`);
    }
  }
  await checkAdministration(scene, findings);
  return { attempts: findings.attempts, unexpected: findings.unexpected, leaks: findings.leaks, table };
}

function inputOf(contract: Contract, cell: Cell): Record<string, unknown> {
  const ids = { ...cell.place.ids, from_chat_id: cell.chatId };
  const input: Record<string, unknown> = { ...simplest(contract, ids), chatId: cell.chatId };
  if ('messageId' in input)
    input['messageId'] = contract.name === 'report_message' ? cell.othersMessageId : cell.messageId;
  return input;
}

async function checkAdministration(scene: Scene, findings: Findings): Promise<void> {
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
}
