import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { query } from '../cluster/ground.js';
import { until } from '../cluster/processes.js';
import type { History } from '../history/history.js';
import type { Stage } from './stage.js';

/** The smallest run in which a mutant shows. Without the mutant it has to end well. */
export type Proof = (stage: Stage) => Promise<History>;

/** The node dies at the moment of the acknowledgement. */
export const killAtAck: Proof = async (stage) => {
  const chatId = await stage.chat();
  const sender = await stage.stock('sender', stage.customer, 1);
  await killWhen(
    stage,
    (kind) => kind === 'ack',
    () => sender.send(chatId, 'acknowledged'),
  );
  return stage.end();
};

/** The node dies at the moment at which somebody sees the message. */
export const killAtSight: Proof = async (stage) => {
  const chatId = await stage.chat();
  const sender = await stage.stock('sender', stage.customer, 1);
  await stage.stock('reader', stage.provider, 1);
  await killWhen(
    stage,
    (kind) => kind === 'see',
    () => sender.send(chatId, 'seen'),
  );
  return stage.end();
};

async function killWhen(stage: Stage, due: (kind: string) => boolean, act: () => void): Promise<void> {
  const node = stage.node(1);
  const killed = new Promise<void>((resolve, reject) => {
    const stop = stage.recorder.watch(({ kind }) => {
      if (!due(kind)) return;
      stop();
      node.kill().then(() => resolve(), reject);
    });
  });
  act();
  await killed;
}

/** Messages of two chats in turn. */
export const twoChats: Proof = async (stage) => {
  const chats = [await stage.chat(), await stage.chat()];
  const sender = await stage.stock('sender', stage.provider, 1);
  for (let at = 0; at < 6; at += 1) sender.send(chats[at % 2] ?? '', `message ${at}`);
  await sender.settled();
  return stage.end();
};

/** The same client id twice, over two nodes. */
export const sameTwice: Proof = async (stage) => {
  const chatId = await stage.chat();
  const clientId = randomUUID();
  const who = { client: 'sender', user: stage.customer.id, chatId, clientId };
  stage.recorder.add({ kind: 'send', text: 'once', ...who });
  for (const node of [1, 2]) {
    const input = { message: 'once', client_id: clientId };
    const { status, body } = await stage.call(node, stage.customer, 'POST', `/api/chat/${chatId}/messages`, input);
    if (status <= 201) stage.recorder.add({ kind: 'ack', seq: body.seq, id: body.id, inOrder: false, ...who });
  }
  return stage.end();
};

/** A member is taken out on one node, while its socket is in the room on the other, where the next message is written. */
export const takenOutElsewhere: Proof = async (stage) => {
  const chatId = await stage.chat(true);
  const sender = await stage.stock('sender', stage.customer, 2);
  await stage.stock('taken out', stage.lsm, 2);
  await stage.takeOut(1, chatId);
  sender.send(chatId, 'after the removal');
  await sender.settled();
  return stage.end();
};

/** A member writes at the moment at which it is taken out on another node. */
export const takenOutWhileWriting: Proof = async (stage) => {
  const chatId = await stage.chat(true);
  const writer = await stage.stock('taken out', stage.lsm, 2);
  writer.send(chatId, 'during the removal');
  await wait(150);
  await stage.takeOut(1, chatId);
  await writer.settled();
  return stage.end();
};

/** Fifty messages, then silence. */
export const fiftyThenSilence: Proof = async (stage) => {
  const chatId = await stage.chat();
  const sender = await stage.stock('sender', stage.customer, 1);
  await stage.stock('reader', stage.provider, 1);
  for (let at = 1; at <= 50; at += 1) sender.send(chatId, `message ${at}`);
  await sender.settled();
  return stage.end();
};

/** An unread message is deleted. */
export const unreadDeleted: Proof = async (stage) => {
  const chatId = await stage.chat();
  const sender = await stage.stock('sender', stage.customer, 1);
  for (let at = 1; at <= 3; at += 1) sender.send(chatId, `message ${at}`);
  await sender.settled();
  const ack = stage.recorder.history.find((event) => event.kind === 'ack');
  if (ack?.kind === 'ack') await stage.call(2, stage.customer, 'DELETE', `/api/chat/${chatId}/messages/${ack.id}`);
  return stage.end();
};

/** One device marks up to 3, another one, later, up to 1. */
export const marksBackwards: Proof = async (stage) => {
  const chatId = await stage.chat();
  const sender = await stage.stock('sender', stage.customer, 1);
  for (let at = 1; at <= 3; at += 1) sender.send(chatId, `message ${at}`);
  await sender.settled();
  for (const [node, seq] of [
    [1, 3],
    [2, 1],
  ] as const) {
    const { body } = await stage.call(node, stage.provider, 'POST', `/api/chat/${chatId}/read`, { seq });
    const who = { client: `device ${node}`, user: stage.provider.id, chatId };
    stage.recorder.add({ kind: 'marked', mark: 'read', seq: body.seq, ...who });
  }
  return stage.end();
};

/** How long something is waited for that a mutant does, or does not do. */
const MAY_TAKE_MS = 3000;

/** Waits for it, and goes on without. */
const mayHappen = (condition: () => boolean): Promise<void> =>
  until(condition, 'it did not happen', MAY_TAKE_MS).catch(() => undefined);

const pushes = ({ recorder }: Stage): number => recorder.history.filter(({ kind }) => kind === 'push').length;

/** One message to somebody whose browser alone is there. */
export const oneForWhoIsAway: Proof = async (stage) => {
  const chatId = await stage.chat();
  await stage.browser('phone', stage.provider, chatId);
  const sender = await stage.stock('sender', stage.customer, 1);
  sender.send(chatId, 'are you there?');
  await sender.settled();
  await mayHappen(() => pushes(stage) > 0);
  return stage.end();
};

/** While a push is under way its job is there a second time, as when a worker was taken for dead that is not. */
export const sameJobTwice: Proof = async (stage) => {
  const chatId = await stage.chat();
  const service = await stage.browser('phone', stage.provider, chatId);
  let asked = 0;
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  service.answer(async () => {
    asked += 1;
    await answered;
    return { status: 201 };
  });
  const sender = await stage.stock('sender', stage.customer, 1);
  sender.send(chatId, 'once');
  await until(() => asked > 0, 'nothing was pushed', 10_000);
  await query(
    stage.cluster.database,
    `select stm_chat_jobs.add_job('delivery_send', j.payload, max_attempts => 2)
     from stm_chat_jobs._private_jobs j join stm_chat_jobs._private_tasks t on t.id = j.task_id
     where t.identifier = 'delivery_send' and j.locked_at is not null limit 1`,
  );
  await mayHappen(() => asked > 1);
  answer();
  await until(() => pushes(stage) >= asked, 'the push service took nothing', 10_000);
  return stage.end();
};

/** The push service takes it only with the second try, and it is read before that. */
export const readBetweenTries: Proof = async (stage) => {
  const chatId = await stage.chat();
  const service = await stage.browser('phone', stage.provider, chatId);
  let refused = 0;
  service.answer(() => {
    refused += 1;
    return { status: 503 };
  });
  const sender = await stage.stock('sender', stage.customer, 1);
  sender.send(chatId, 'too late');
  await until(() => refused > 0, 'nothing was pushed', 10_000);
  const { body } = await stage.call(2, stage.provider, 'POST', `/api/chat/${chatId}/read`, {});
  const who = { client: 'elsewhere', user: stage.provider.id, chatId };
  stage.recorder.add({ kind: 'marked', mark: 'read', seq: body.seq, ...who });
  await wait(2000);
  service.answer(null);
  await query(stage.cluster.database, 'update stm_chat_jobs._private_jobs set run_at = now() where locked_at is null');
  await mayHappen(() => pushes(stage) > 0);
  return stage.end();
};

/** A message comes live between the joining and the answer of the sync. */
export const liveDuringSync: Proof = async (stage) => {
  const chatId = await stage.chat();
  const sender = await stage.stock('sender', stage.customer, 1);
  sender.send(chatId, 'before');
  await sender.settled();
  const reader = await stage.withSdk('reader', stage.provider, 1);
  await stage.happens(
    'the reader showing it',
    (event) => event.kind === 'shows' && event.client === 'reader' && event.runs.length > 0,
  );
  reader.edge.link.set({ kind: 'reset' });
  await stage.happens('the reader going', (event) => event.kind === 'offline' && event.client === 'reader');
  for (let at = 1; at <= 3; at += 1) sender.send(chatId, `missed ${at}`);
  await sender.settled();
  const from = stage.recorder.next;
  // Slow enough that the sync's question is still on its way when the room was entered.
  reader.edge.link.set({ kind: 'delay', ms: 150 });
  reader.wake();
  await stage.happens(
    'the reader entering the room',
    (event) => event.kind === 'hear' && event.event === 'user_joined' && event.client === 'sender',
    from,
  );
  sender.send(chatId, 'live');
  await sender.settled();
  return stage.end();
};

/** Ten messages in a row, without waiting for any. */
export const tenInARow: Proof = async (stage) => {
  const chatId = await stage.chat();
  const sender = await stage.stock('sender', stage.customer, 1);
  for (let at = 1; at <= 10; at += 1) sender.send(chatId, `message ${at}`);
  await sender.settled();
  return stage.end();
};

/** A deploy: a node stops in good order, and its clients go to the other one. */
export const deploy: Proof = async (stage) => {
  await stage.chat();
  await stage.stock('client', stage.customer, 1);
  const node = stage.node(1);
  stage.recorder.add({ kind: 'drain', node: node.name, clients: ['client'] });
  await node.drain();
  await wait(DEPLOY_MS);
  return stage.end();
};

/** Long enough for a stock client to come back, whose pauses are a second at most. */
export const DEPLOY_MS = 2500;
