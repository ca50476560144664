import type { DisputeStatus, Lane } from '@stm-chat/protocol';
import type { TestServer, TestUser } from '../../../testing/test-server.js';
import type { Standing } from '../disputes.policy.js';
import { disputeCase } from './dispute-case.js';

/** Everybody who may come near a dispute. */
export const ACTORS = [
  'customer',
  'provider',
  'lsm',
  'released',
  'colleague',
  'elsewhere',
  'admin',
  'stranger',
] as const;
export type ActorName = (typeof ACTORS)[number];
export const PHASES: readonly DisputeStatus[] = ['open', 'assigned', 'resolved', 'withdrawn'];

export interface Phase {
  readonly status: DisputeStatus;
  readonly disputeId: string;
  readonly chatId: string;
  readonly lanes: Readonly<Record<Lane, string>>;
  /** A message of the customer that was edited before the dispute. */
  readonly messageId: string;
  readonly offerId: string;
  readonly actors: Readonly<Record<ActorName, TestUser>>;
}

export type Actors = Phase['actors'];

/** Everybody once: what they are to a dispute is decided dispute by dispute. */
export async function actorsOf(server: TestServer): Promise<Actors> {
  const { customer, provider, lsm, region } = await disputeCase(server);
  const [colleague, released, elsewhere, admin, stranger] = await Promise.all([
    server.user('lsm', { region }),
    server.user('lsm', { region }),
    server.user('lsm', { region: `not ${region}` }),
    server.user('admin'),
    server.user('customer', { region }),
  ]);
  return { customer: customer.user, provider, lsm, released, colleague, elsewhere, admin, stranger };
}

/** A dispute by the customer, which one LSM released and another one has (or had at its end), with an offer that stood. */
export async function phaseOf(server: TestServer, status: DisputeStatus, actors: Actors): Promise<Phase> {
  const { customer, provider, lsm, released } = actors;
  const chatId = await server.chat(customer, provider);
  const post = async (user: TestUser, path: string, body: object = {}) => {
    const answer = await server.rest(user.token, 'POST', path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { id: messageId } = await post(customer, `/api/chat/${chatId}/messages`, { message: 'First text' });
  await server.rest(customer.token, 'PUT', `/api/chat/${chatId}/messages/${messageId}`, { message: 'Second text' });
  const { id: disputeId } = await post(customer, `/api/chat/${chatId}/disputes`, { reason: 'Not finished' });
  const of = `/api/disputes/${disputeId}`;
  const { lanes } = await post(released, `${of}/join`);
  await post(released, `${of}/release`);
  if (status !== 'open') await post(lsm, `${of}/join`);
  const offer = await post(provider, `${of}/offers`, { refund_percent: 50 });
  if (status === 'resolved') await post(lsm, `${of}/resolve`, { outcome: 'Refund', note: 'It leaks.' });
  if (status === 'withdrawn') await post(customer, `${of}/withdraw`);
  const lane = (name: Lane): string => lanes.find((one: { lane: Lane }) => one.lane === name).chatId;
  return {
    status,
    disputeId,
    chatId,
    lanes: { customer: lane('customer'), provider: lane('provider'), staff: lane('staff') },
    messageId,
    offerId: offer.id,
    actors,
  };
}

/** What each of them is to the dispute in that phase. */
export function standingOf(actor: ActorName, status: DisputeStatus): Standing {
  switch (actor) {
    case 'customer':
    case 'provider':
    case 'admin':
      return actor;
    case 'lsm':
      return status === 'open' ? 'region' : status === 'assigned' ? 'lsm' : 'former';
    case 'released':
    case 'colleague':
      return 'region';
    case 'elsewhere':
    case 'stranger':
      return null;
  }
}
