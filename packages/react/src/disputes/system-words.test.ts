import { describe, expect, test } from 'vitest';
import { makeChat, makeMessage } from '../testing/fixtures.js';
import { createFormats } from '../text/formats.js';
import { ar } from '../text/locales/disputes/ar.js';
import { systemText } from './system-words.js';
import { createDisputeTexts } from './texts.js';

const words = { t: createDisputeTexts('en', [], undefined), formats: createFormats('en-GB') };
const arabic = { t: createDisputeTexts('ar', [ar], undefined), formats: createFormats('ar') };
const summary = makeChat({ job: { title: 'Sink', price: 200, currency: 'EUR' } });

const say = (code: string, params: Record<string, string | number> = {}, into = words, seen = summary) =>
  systemText(makeMessage({ seq: 1, sender_type: 'system', sender_id: 0, system: { code, params } }), seen, into);

describe('what the system says about a dispute', () => {
  test('names the party of the role, and translates the reasons and outcomes that it knows', () => {
    expect(say('dispute_opened', { role: 'customer', reason: 'Nobody came' })).toBe(
      'Ayesha Khan opened a dispute: Nobody came',
    );
    expect(say('dispute_opened', { role: 'customer', reason: 'Nobody came' }, arabic)).toBe(
      'فتح Ayesha Khan نزاعًا: لم يحضر أحد',
    );
    expect(say('dispute_resolved', { resolution: 'decision', outcome: 'Refund of 40 %', note: 'Two of five' })).toBe(
      'The dispute was settled: Refund of 40%\nReason: Two of five',
    );
    expect(say('dispute_resolved', { resolution: 'agreement', outcome: 'refund of 25 %, by bank' })).toBe(
      // What was written is isolated: it may run against the direction of the list.
      'The dispute was settled by agreement: Refund of 25%, which is €50 and \u2068by bank\u2069',
    );
  });

  test('names who joined, left and took over, from the members or from those who were members', () => {
    const former = (userId: number, name: string) => ({ userId, role: 'lsm' as const, name });
    const people = makeChat({ former_members: [former(40, 'Sana Mirza'), former(41, 'Tariq Aziz'), former(42, '')] });
    for (const code of ['dispute_joined', 'dispute_released', 'dispute_returned'])
      expect(say(code, { user_id: 40 }, words, people)).toMatch(/^Sana Mirza\b.*local service manager/);
    expect(say('dispute_handed_over', { user_id: 41, from_user_id: 40 }, words, people)).toMatch(
      /^Sana Mirza handed the case over to Tariq Aziz,/,
    );
    expect(say('dispute_handed_over', { user_id: 41, from_user_id: 7 }, arabic, people)).toContain('Tariq Aziz');
    expect(say('dispute_resolved', { resolution: 'decision', outcome: 'No refund', user_id: 40 }, words, people)).toBe(
      'Sana Mirza settled the dispute as local service manager: No refund',
    );
    expect(say('member_removed', { role: 'provider', user_id: 2 })).toBe('Bilal Ahmed can no longer read this chat');
    // Nobody else on the same seat is taken for who it was.
    expect(say('member_removed', { role: 'provider', user_id: 77 })).toBe('The provider can no longer read this chat');
    // Whoever was erased has no name any more, and who is not known none yet.
    expect(say('dispute_joined', { user_id: 42 }, words, people)).toMatch(/^A local service manager/);
    expect(say('dispute_joined', { user_id: 77 }, words, people)).toMatch(/^A local service manager/);
  });

  test('calls the local service manager by the role where nobody knows who it was', () => {
    for (const code of ['dispute_joined', 'dispute_released', 'dispute_handed_over', 'dispute_returned'])
      expect(say(code)).toMatch(/local service manager/);
  });

  test.each([
    'dispute_withdrawn',
    'offer_accepted',
    'offer_declined',
    'lane_closed',
    'member_added',
    'member_removed',
    'chat_closed',
    'chat_reopened',
  ])('knows %s', (code) => expect(say(code, { role: 'provider' })).toBeTypeOf('string'));

  test('leaves what it does not know to the server’s words', () => {
    expect(say('something_new')).toBeUndefined();
    expect(say('lane_opened', { lane: 'admin' })).toBeUndefined();
    expect(systemText(makeMessage({ seq: 1 }), summary, words)).toBeUndefined();
  });
});
