import { until } from '../cluster/processes.js';
import { rest } from '../cluster/rest.js';
import { type Place, type Scene, SERVICE_TOKEN, MISSING } from './scene.js';
import { upload } from './upload-attacks.js';

export const ACTORS = ['anonymous', 'customer', 'provider', 'lsm', 'admin', 'service'] as const;
/**
 * What a chat is to somebody. `disputed`: an LSM has joined its dispute; `not joined`: has a seat from before, and has not.
 * `lane`: the customer's, of a dispute that an LSM settles.
 */
export const RELATIONS = ['own', 'disputed', 'not joined', 'lane', 'closed', 'removed', "other's", 'unknown'] as const;

export type ActorKind = (typeof ACTORS)[number];
export type Relation = (typeof RELATIONS)[number];

/** Somebody in a relation to a chat, with everything in it that one could be after. */
export interface Cell {
  readonly place: Place;
  readonly chatId: string;
  /** The actor's own message, if it could write one; else another one of the chat. */
  readonly messageId: string;
  /** Another member's. */
  readonly othersMessageId: string;
  /** Of a file in a message of the chat. */
  readonly attachmentId: string;
  /** A word that somebody else wrote there, and that stands nowhere else. */
  readonly needle: string;
  readonly token: string | null;
  /** Of a member who stays one: what it finds is there to be found. */
  readonly witness: string;
}

/** Who reads a chat in that relation, and writes in it unless it is closed. */
export function isMember(actor: ActorKind, relation: Relation): boolean {
  if (actor !== 'customer' && actor !== 'provider' && actor !== 'lsm') return false;
  if (relation === 'lane') return actor !== 'provider';
  if (relation === 'not joined') return actor !== 'lsm';
  return relation === 'own' || relation === 'disputed' || relation === 'closed';
}

let needles = 0;

/** @param withFile false: nothing is uploaded, which takes most of the time */
export async function cellOf(scene: Scene, actor: ActorKind, relation: Relation, withFile: boolean): Promise<Cell> {
  const place = await scene.place();
  const { id, token } = await personOf(scene, place, actor);
  if (relation === 'lane') return laneOf(scene, place, actor, withFile);
  const host = (method: string, path: string, body?: unknown) => must(scene, scene.admin.token, method, path, body);
  const isElsewhere = relation === "other's" || relation === 'unknown';
  if (actor === 'lsm' && !isElsewhere)
    await host('POST', `/api/admin/chats/${place.chatId}/members`, { userId: id, role: 'lsm' });
  const target = isElsewhere ? await scene.place() : place;
  const { chatId } = target;
  const other = actor === 'customer' ? target.provider : target.customer;
  const filled = await fill(scene, chatId, withFile, other.token, token);
  switch (relation) {
    case 'disputed':
    case 'not joined': {
      const input = { reason: 'Not done' };
      const dispute = await must(scene, target.customer.token, 'POST', `/api/chat/${chatId}/disputes`, input);
      if (actor === 'lsm' && relation === 'disputed' && token !== null)
        await must(scene, token, 'POST', `/api/disputes/${dispute.body.id}/join`);
      break;
    }
    case 'closed':
      await host('POST', `/api/admin/chats/${chatId}/close`);
      break;
    case 'removed':
      if (id > 0 && actor !== 'admin') await host('DELETE', `/api/admin/chats/${chatId}/members/${id}`);
      break;
    case 'unknown':
      return {
        place,
        ...filled,
        chatId: MISSING,
        messageId: MISSING,
        othersMessageId: MISSING,
        attachmentId: MISSING,
        token,
        witness: other.token,
      };
    case "other's":
    case 'own':
      break;
  }
  return { place, ...filled, chatId, token, witness: other.token };
}

/** The lane of the customer and the LSM who settles. */
async function laneOf(scene: Scene, place: Place, actor: ActorKind, withFile: boolean): Promise<Cell> {
  const opened = await must(scene, place.customer.token, 'POST', `/api/chat/${place.chatId}/disputes`, {
    reason: 'Not done',
  });
  const settler = await scene.visitor('lsm');
  const { body } = await must(scene, settler.token, 'POST', `/api/disputes/${opened.body.id}/join`);
  const lanes = body.lanes as readonly { lane: string; chatId: string }[];
  const chatId = lanes.find(({ lane }) => lane === 'customer')?.chatId;
  if (chatId === undefined) throw new Error('the dispute has no lane');
  const token = actor === 'lsm' ? settler.token : (await personOf(scene, place, actor)).token;
  const other = actor === 'customer' ? settler : place.customer;
  return { place, ...(await fill(scene, chatId, withFile, other.token, token)), chatId, token, witness: other.token };
}

/** Words and a file by one member, and a message by the actor, if it may. */
async function fill(scene: Scene, chatId: string, withFile: boolean, member: string, actor: string | null) {
  const needle = `needle${++needles}x${Math.floor(Math.random() * 1e9)}`;
  const path = `/api/chat/${chatId}/messages`;
  const attachmentId = withFile ? await readyFile(scene, chatId, member) : MISSING;
  const file = withFile ? { message_type: 'document', attachment_ids: [attachmentId] } : {};
  const said = await must(scene, member, 'POST', path, { message: needle, ...file });
  const mine = actor === null ? null : await rest(scene.url, actor, 'POST', path, { message: 'mine' });
  const othersMessageId: string = said.body.id;
  const messageId: string = mine?.status === 201 ? mine.body.id : othersMessageId;
  return { needle, attachmentId, messageId, othersMessageId };
}

async function readyFile(scene: Scene, chatId: string, member: string): Promise<string> {
  const id = await upload(scene.url, member, chatId);
  await until(
    async () => (await must(scene, member, 'GET', `/api/uploads/${id}`)).body.state === 'ready',
    'an upload does not become ready',
  );
  return id;
}

export async function personOf(
  scene: Scene,
  place: Place,
  actor: ActorKind,
): Promise<{ id: number; token: string | null }> {
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
      return scene.admin;
    case 'lsm':
      return scene.visitor('lsm');
  }
}

/** A step that has to work, or the cell is not what it is called. */
async function must(scene: Scene, token: string, method: string, path: string, body?: unknown) {
  const answer = await rest(scene.url, token, method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path} was answered ${answer.status}: ${answer.text}`);
  return answer;
}
