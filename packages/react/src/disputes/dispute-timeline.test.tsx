import type { DisputeAccess } from '@stm-chat/protocol';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, expect, test } from 'vitest';
import { ChatProvider } from '../components/chat-provider.js';
import { FakeClient } from '../testing/fake-client.js';
import { makeChat, makeDispute, makeMember, PEOPLE, uuid } from '../testing/fixtures.js';
import { DisputeTimeline } from './dispute-timeline.js';

const { customer, provider, lsm } = PEOPLE;
const joined: DisputeAccess = {
  ...{ userId: lsm.id, role: 'lsm', name: lsm.name, from: '2026-03-04T10:00:00.000Z', began: 'joined' },
  ...{ until: null, ended: null, reads_until: null, note: null },
};
const running = makeDispute({
  status: 'assigned',
  lsm_id: lsm.id,
  answered_at: '2026-03-04T10:30:00.000Z',
  answer_by: null,
  settle_by: '2026-03-05T14:05:00.000Z',
  offer: {
    ...{ id: uuid(900), by: provider.id, by_role: 'provider', status: 'open', terms: { refund_percent: 25 } },
    ...{ accepted_by: ['provider'], created_at: '2026-03-04T11:00:00.000Z' },
  },
});
const summary = makeChat({ lsm_id: lsm.id, members: [customer, provider, lsm].map((person) => makeMember(person)) });

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

/** The steps as a reader in this zone reads them. */
function steps(me: typeof customer | typeof provider, dispute: typeof running, timeZone = 'UTC'): string[] {
  process.env['TZ'] = timeZone;
  const markup = renderToStaticMarkup(
    <ChatProvider client={new FakeClient({ me, chats: [] })} locale="en-GB">
      <DisputeTimeline dispute={dispute} access={[joined]} summary={summary} />
    </ChatProvider>,
  );
  return [...markup.matchAll(/<li[^>]*>(.*?)<\/li>/g)].map(([, step = '']) =>
    step
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

test('both sides read the same story: opened, joined, answered, an offer, and the settlement that is to come', () => {
  const story = steps(customer, running);
  expect(story).toEqual(steps(provider, running));
  expect(story).toEqual([
    expect.stringMatching(/^Ayesha Khan opened the dispute .*09:00$/),
    expect.stringMatching(/^Sana Mirza took the case .*10:00$/),
    expect.stringMatching(/^First answer of the local service manager .*10:30$/),
    expect.stringMatching(/^Bilal Ahmed offered: Refund of 25%, which is PKR.3,125 .*11:00$/),
    expect.stringMatching(/^Settlement \(To come\) by .*14:05 · .+ over$/),
  ]);
  const ended = { status: 'resolved', resolution: 'decision', outcome: 'Full refund', settle_by: null } as const;
  expect(steps(provider, makeDispute({ ...running, ...ended, closed_at: '2026-03-04T11:30:00.000Z' })).at(-1)).toMatch(
    /Full refund/,
  );
});

test('when it happened and until when is said in the reader’s own zone; what is left is the same everywhere', () => {
  const karachi = steps(customer, running, 'Asia/Karachi');
  const madrid = steps(provider, running, 'Europe/Madrid');
  for (const [story, opened, until] of [
    [karachi, '14:00', '19:05'],
    [madrid, '10:00', '15:05'],
  ] as const) {
    expect(story[0]).toMatch(new RegExp(` ${opened}$`));
    expect(story.at(-1)).toContain(`, ${until} · `);
  }
  const left = (story: readonly string[]) => story.at(-1)?.split(' · ')[1];
  expect(left(karachi)).toBe(left(madrid));
});
