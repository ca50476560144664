import { until } from '../cluster/processes.js';
import { rest } from '../cluster/rest.js';
import type { ActorKind, Cell, Relation } from './access-cells.js';
import { isMember } from './access-cells.js';
import { Line } from './doors.js';
import { MISSING, type Scene } from './scene.js';
import { askFiles, metadataOf } from './upload-attacks.js';

/** `found`: something of the chat came out; `nothing`: an answer without it; else the code of a refusal. */
type Came = string;

/** A way to what is in a chat that is no command about that chat: files, lists, the search, the export. */
export interface Way {
  readonly name: string;
  readonly take: (scene: Scene, cell: Cell) => Promise<Came>;
  /** What a member gets; others get `nothing` of what is asked without naming the chat, and else `not_found`. */
  readonly member: (relation: Relation, actor: ActorKind) => readonly Came[];
  readonly names: 'the chat' | 'nothing';
}

const found = () => ['found'];

async function overRest(scene: Scene, cell: Cell, method: string, path: string, body?: unknown): Promise<Came> {
  const answer = await rest(scene.url, cell.token, method, path, body);
  if (answer.status >= 300) return String(answer.body?.code ?? `status ${answer.status}`);
  // An answer may name the chat that was asked for; what was said in it, it may not.
  const parts =
    path.includes(cell.chatId) || JSON.stringify(body ?? '').includes(cell.chatId)
      ? { ...cell, chatId: NOWHERE }
      : cell;
  return isIn(parts, answer.text) ? 'found' : 'nothing';
}

const NOWHERE = 'no id of any chat';

const isIn = ({ chatId, needle, attachmentId }: Cell, text: string): boolean =>
  [chatId, needle, attachmentId].some((part) => part !== MISSING && text.includes(part));

async function overFiles(scene: Scene, cell: Cell, method: string, path: string, headers = {}): Promise<Came> {
  const { status, text } = await askFiles(scene.url, cell.token, method, path, headers);
  if (status < 300) return 'found';
  return text === '' ? `status ${status}` : String(JSON.parse(text).code);
}

/** The index follows the messages: it is asked when a member finds what is looked for. */
async function searched(scene: Scene, cell: Cell): Promise<void> {
  await until(
    async () => (await rest(scene.url, cell.witness, 'GET', `/api/search?q=${cell.needle}`)).text.includes(cell.needle),
    'a member does not find what was written',
  );
}

export const WAYS: readonly Way[] = [
  {
    name: 'a file',
    take: (scene, cell) => overFiles(scene, cell, 'GET', `/api/attachments/${cell.attachmentId}`),
    member: found,
    names: 'the chat',
  },
  {
    name: 'a part of a file',
    take: (scene, cell) =>
      overFiles(scene, cell, 'GET', `/api/attachments/${cell.attachmentId}`, { range: 'bytes=0-3' }),
    member: found,
    names: 'the chat',
  },
  {
    name: 'a link to a file',
    take: async (scene, cell) =>
      overRest(scene, cell, 'POST', '/api/attachments/links', { attachment_ids: [cell.attachmentId] }),
    member: found,
    names: 'nothing',
  },
  {
    name: 'a new upload',
    take: (scene, cell) =>
      overFiles(scene, cell, 'POST', '/api/uploads', {
        'upload-length': '4',
        'upload-metadata': metadataOf(cell.chatId),
      }),
    member: (relation) => [relation === 'closed' ? 'chat_closed' : 'found'],
    names: 'the chat',
  },
  {
    name: 'the search',
    take: async (scene, cell) => {
      await searched(scene, cell);
      return overRest(scene, cell, 'GET', `/api/search?q=${cell.needle}`);
    },
    member: found,
    names: 'nothing',
  },
  {
    name: 'the search, over socket',
    take: async (scene, cell) => {
      await searched(scene, cell);
      return overSocket(scene, cell, 'search', { q: cell.needle });
    },
    member: found,
    names: 'nothing',
  },
  {
    name: 'the list of chats',
    take: (scene, cell) => overRest(scene, cell, 'GET', '/api/chat'),
    // A lane is shown inside its case alone.
    member: (relation) => [relation === 'lane' ? 'nothing' : 'found'],
    names: 'nothing',
  },
  {
    name: 'notifications',
    take: (scene, cell) => overRest(scene, cell, 'GET', '/api/notifications'),
    member: () => ['found', 'nothing'],
    names: 'nothing',
  },
  {
    name: 'catching up',
    take: (scene, cell) => overRest(scene, cell, 'POST', '/api/chat/sync', wanted(cell)),
    member: found,
    names: 'nothing',
  },
  {
    name: 'catching up, over socket',
    take: (scene, cell) => overSocket(scene, cell, 'sync', wanted(cell)),
    member: found,
    names: 'nothing',
  },
  {
    name: 'the export of one’s data',
    take: (scene, cell) => overRest(scene, cell, 'GET', '/api/me/export'),
    member: found,
    names: 'nothing',
  },
];

const wanted = ({ chatId }: Cell) => ({ chats: [{ chatId, revision: 0 }] });

async function overSocket(scene: Scene, cell: Cell, name: string, input: object): Promise<Came> {
  let line: Line;
  try {
    line = await Line.openPatiently(scene.url, cell.token);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  try {
    const { code, text } = await line.call(name, input);
    if (code !== 'ok') return code;
    return isIn({ ...cell, chatId: NOWHERE }, text) ? 'found' : 'nothing';
  } finally {
    line.close();
  }
}

/** What the policies say comes out on that way. */
export function expectedOn({ names, member, name }: Way, actor: ActorKind, relation: Relation): readonly Came[] {
  if (actor === 'anonymous') return ['unauthorized'];
  if (actor === 'service') return [name.endsWith('over socket') ? 'unauthorized' : 'forbidden'];
  if (isMember(actor, relation)) return member(relation, actor);
  return names === 'nothing' ? ['nothing'] : ['not_found'];
}
