import { COMMANDS, type DisputeStatus, type Lane } from '@stm-chat/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, type TestSocket, type TestUser } from '../../testing/test-server.js';
import { DISPUTE_COMMANDS, type DisputeCommand, type Standing, verdictOf } from './disputes.policy.js';
import { type ActorName, ACTORS, type Phase, PHASES, phaseOf, standingOf } from './testing/phases.js';

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

/** What both doors may answer: what is left to the state machine is done, or in conflict with the state. */
function expected(command: DisputeCommand, actor: ActorName, status: DisputeStatus): Answer[] {
  const verdict = verdictOf(command, standingOf(actor, status), { status, isOpener: actor === 'customer' });
  if (verdict === 'allowed') return ['done'];
  return verdict === 'state' ? ['done', 'conflict'] : [verdict];
}

describe.each(PHASES)('while a dispute is %s', (status) => {
  let phase: Phase;
  beforeAll(async () => {
    phase = await phaseOf(server, status);
  });

  it.each(ACTORS)('[DS19] %s may do over both doors what the policy says, and nothing else', async (actor) => {
    const calls = DISPUTE_COMMANDS.flatMap((command) => doorsOf(command).map((door) => ({ command, door })));
    const answers = calls.map(async ({ command, door }) => {
      const allowed = expected(command, actor, status);
      // A step that may succeed moves the dispute: each has one of its own.
      const own = allowed.includes('conflict') && allowed.includes('done') ? await phaseOf(server, status) : phase;
      const input = { disputeId: own.disputeId, ...inputOf(command, own) };
      const answer = await (door === 'socket' ? overSocket : overRest)(own.actors[actor], command, input);
      return allowed.includes(answer) ? [] : [`${command} over ${door}: ${answer}, not ${allowed.join(' or ')}`];
    });
    expect((await Promise.all(answers)).flat()).toEqual([]);
  });

  it.each(ACTORS)('[LN1][DS9] %s reads and writes in the case and its lanes what the seat allows', async (actor) => {
    const places = ['case', 'customer', 'provider', 'staff'] as const;
    for (const place of places) {
      const chatId = place === 'case' ? phase.chatId : phase.lanes[place];
      const may = placeVerdict(place, standingOf(actor, status), status);
      const user = phase.actors[actor];
      const found = {
        read: await overRest(user, 'list_messages', { chatId }),
        sync: await overRest(user, 'list_changes', { chatId, since: 0 }),
        summary: await overRest(user, 'get_chat', { chatId }),
        write: await overRest(user, 'send_message', { chatId, message: `${actor} in ${place}` }),
        live: await overSocket(user, 'send_message', { chatId, message: `${actor} in ${place}` }),
      };
      const reads = may === 'nothing' ? 'not_found' : 'done';
      const writes = { writes: 'done', closed: 'chat_closed', reads: 'forbidden', nothing: 'not_found' }[may];
      expect
        .soft(found, `${actor} in ${place}`)
        .toEqual({ read: reads, sync: reads, summary: reads, write: writes, live: writes });
    }
  });
});

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
