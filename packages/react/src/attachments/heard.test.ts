import { expect, test } from 'vitest';
import { makeMessage } from '../testing/fixtures.js';
import { heardOf, unheardBy } from './heard.js';

test('[VO5] mine are heard once anybody has listened, others once I have', () => {
  const voice = makeMessage({ seq: 1, sender_id: 2, message_type: 'voice' });
  expect([heardOf(voice, 1), unheardBy(1, voice)]).toEqual(['unheard', voice.id]);
  expect([heardOf(voice, 2), unheardBy(2, voice)]).toEqual(['unheard', undefined]);
  const played = { ...voice, played_by: [1] };
  expect([heardOf(played, 1), heardOf(played, 2), heardOf(played, 3)]).toEqual(['heard', 'heard', 'unheard']);
  expect(unheardBy(3, { ...played, message_type: 'text' })).toBeUndefined();
});
