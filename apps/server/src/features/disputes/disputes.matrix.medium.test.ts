import { COMMANDS, type DisputeStatus, type Lane } from '@stm-chat/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../../testing/test-server.js';
import { DISPUTE_COMMANDS, type DisputeCommand, type Standing, verdictOf } from './disputes.policy.js';
import { type DisputeState, type Step, takeStep } from './disputes.rules.js';
import {
  type ActorName,
  ACTORS,
  type Actors,
  actorsOf,
  type Phase,
  PHASES,
  phaseOf,
  standingOf,
} from './testing/phases.js';

let server: TestServer;
const sockets = new Map<number, TestSocket>();
beforeAll(async () => {
  // Everybody sits at this one address.
  server = await startTestServer({ LIMIT_CONNECTIONS_PER_ADDRESS: '0' });
});
afterAll(() => server.close());

/** What a command needs beside the dispute. */
function inputOf(command: DisputeCommand, { actors, offerId }: Phase): Record<string, unknown> {
  switch (command) {
    case 'hand_over_dispute':
      return { lsm_id: actors.colleague.id };
    case 'resolve_dispute':
      return { outcome: 'Refund', note: 'It leaks.' };
    case 'make_offer':
      return { refund_percent: 10 };
    case 'accept_offer':
    case 'decline_offer':
      return { offerId };
    default:
      return {};
  }
}

/** `done`, or the code of the refusal. */
type Answer = string;

async function overSocket(user: TestUser, command: string, input: object): Promise<Answer> {
  const socket = sockets.get(user.id) ?? (await server.socket(user.token));
  sockets.set(user.id, socket);
  const answer = await socket.call(command, input);
  return answer.ok === true ? 'done' : answer.error.code;
}

async function overRest(
  user: TestUser,
  command: keyof typeof COMMANDS | 'get_evidence',
  input: Record<string, unknown>,
): Promise<Answer> {
  const { rest } = (command === 'get_evidence' ? EVIDENCE : COMMANDS[command]) as {
    rest: { method: string; path: string };
  };
  const body = { ...input };
  const path = rest.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = String(body[name]);
    delete body[name];
    return value;
  });
  const query = rest.method === 'GET' ? `?${new URLSearchParams(body as Record<string, string>).toString()}` : '';
  const response = await fetch(server.url + path + query, {
    method: rest.method,
    headers: {
      Authorization: `Bearer ${user.token}`,
      ...(rest.method === 'GET' ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(rest.method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return response.ok ? 'done' : JSON.parse(text).code;
}

/** A file, and so no command: its route answers to the same policy. */
const EVIDENCE = { socket: false, rest: { method: 'GET', path: '/api/disputes/:disputeId/evidence' } } as const;

const doorsOf = (command: DisputeCommand) => [
  ...((command === 'get_evidence' ? EVIDENCE : COMMANDS[command]).socket ? (['socket'] as const) : []),
  'rest' as const,
];

const DEADLINES = { answerMs: 1000, settleMs: 1000 };
const OFFER = { id: 'standing', acceptedBy: ['provider'] as const };

/** The disputes of `phaseOf`, as the state machine knows them. */
function stateOf(status: DisputeStatus): DisputeState {
  const running = { openedBy: 1, answerBy: 1000, settleBy: 1000, told: 0, offer: OFFER };
  switch (status) {
    case 'open':
      return { status, ...running };
    case 'assigned':
      return { status, ...running, lsmId: 7 };
    case 'resolved':
      return { status, openedBy: 1, resolution: 'decision', outcome: 'Refund', note: 'It leaks.', lsmId: 7 };
    case 'withdrawn':
      return { status, openedBy: 1, lsmId: 7 };
  }
}

/** The step that a command of the matrix asks for. */
function stepOf(command: DisputeCommand, actor: ActorName): Step {
  const side = actor === 'customer' || actor === 'provider' ? actor : null;
  switch (command) {
    case 'join_dispute':
      return { kind: 'join', lsmId: actor === 'lsm' ? 7 : 8 };
    case 'release_dispute':
      return { kind: 'release' };
    case 'hand_over_dispute':
      return { kind: 'hand_over', to: 9 };
    case 'resolve_dispute':
      return { kind: 'resolve', outcome: 'Refund', note: 'It leaks.' };
    case 'withdraw_dispute':
      return { kind: 'withdraw' };
    case 'make_offer':
      return { kind: 'offer', offerId: 'new', by: side ?? 'lsm' };
    case 'accept_offer':
      return { kind: 'accept', offerId: OFFER.id, by: side ?? 'customer', outcome: 'terms' };
    case 'decline_offer':
      return { kind: 'decline', offerId: OFFER.id, by: side ?? 'customer' };
    default:
      throw new Error(`${command} is no step`);
  }
}

/** What both doors have to answer, by the policy and then by the state machine, and whether that moves the dispute. */
function expected(command: DisputeCommand, actor: ActorName, status: DisputeStatus) {
  const verdict = verdictOf(command, standingOf(actor, status), { status, isOpener: actor === 'customer' });
  if (verdict !== 'state') return { answer: verdict === 'allowed' ? 'done' : verdict, moves: false };
  const { kind } = takeStep(stateOf(status), stepOf(command, actor), 0, DEADLINES);
  return { answer: kind === 'refused' ? 'conflict' : 'done', moves: kind === 'moved' };
}

let actors: Actors;
beforeAll(async () => {
  actors = await actorsOf(server);
});

describe.each(PHASES)('while a dispute is %s', (status) => {
  let phase: Phase;
  beforeAll(async () => {
    phase = await phaseOf(server, status, actors);
  });

  it.each(ACTORS)('[DS19] %s may do over both doors what the policy says, and nothing else', async (actor) => {
    const calls = DISPUTE_COMMANDS.flatMap((command) => doorsOf(command).map((door) => ({ command, door })));
    const answers = calls.map(async ({ command, door }) => {
      const { answer: right, moves } = expected(command, actor, status);
      // A step that moves the dispute has one of its own: what follows would find another state.
      const own = moves ? await phaseOf(server, status, actors) : phase;
      const input = { disputeId: own.disputeId, ...inputOf(command, own) };
      const answer = await (door === 'socket' ? overSocket : overRest)(own.actors[actor], command, input);
      return answer === right ? [] : [`${command} over ${door}: ${answer}, not ${right}`];
    });
    expect((await Promise.all(answers)).flat()).toEqual([]);
  });

  it.each(ACTORS)('[LN1][DS9] %s reads and writes in the case and its lanes what the seat allows', async (actor) => {
    const user = phase.actors[actor];
    const found = await Promise.all(
      PLACES.map(async (place) => {
        const chatId = place === 'case' ? phase.chatId : phase.lanes[place];
        const message = `${actor} in ${place}`;
        const [read, sync, summary, write, live] = await Promise.all([
          overRest(user, 'list_messages', { chatId }),
          overRest(user, 'list_changes', { chatId, since: 0 }),
          overRest(user, 'get_chat', { chatId }),
          overRest(user, 'send_message', { chatId, message }),
          overSocket(user, 'send_message', { chatId, message }),
        ]);
        return { place, read, sync, summary, write, live };
      }),
    );
    const right = PLACES.map((place) => {
      const may = placeVerdict(place, standingOf(actor, status), status);
      const read = may === 'nothing' ? 'not_found' : 'done';
      const write = { writes: 'done', closed: 'chat_closed', reads: 'forbidden', nothing: 'not_found' }[may];
      return { place, read, sync: read, summary: read, write, live: write };
    });
    expect(found).toEqual(right);
  });
});

const PLACES = ['case', 'customer', 'provider', 'staff'] as const;

/** Lanes are open while the case is assigned; a party keeps reading its own, and who settled the case all of them. */
function placeVerdict(
  place: 'case' | Lane,
  standing: Standing,
  status: DisputeStatus,
): 'writes' | 'closed' | 'reads' | 'nothing' {
  if (standing === 'lsm') return 'writes';
  if (standing === 'former') return 'reads';
  if (standing !== 'customer' && standing !== 'provider') return 'nothing';
  if (place === 'case') return 'writes';
  if (place !== standing) return 'nothing';
  return status === 'assigned' ? 'writes' : 'closed';
}
