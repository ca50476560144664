import { describe, expect, it } from 'vitest';
import { decide, type Facts } from './delivery.rules.js';

const NOW = Date.UTC(2026, 10, 26, 12);
const MINUTE = 60_000;
const facts: Facts = {
  type: 'message',
  present: true,
  upto: 3,
  since: NOW,
  lastAt: null,
  mentioned: false,
  chatMutedUntil: null,
  mutedUntil: null,
  onAll: true,
  onChat: null,
  quiet: null,
  online: false,
};
const push = { delayMs: 0, delayOnlineMs: 10_000, pauseMs: 0 };
const mail = { delayMs: 15 * MINUTE, delayOnlineMs: 15 * MINUTE, pauseMs: 60 * MINUTE };
const night = { from: 11 * 60, to: 14 * 60, zone: 'UTC' };
const later = NOW + 24 * 60 * MINUTE;

describe('whether and when a notification goes', () => {
  it('at once, or after it has stayed unread for a while', () => {
    expect(decide(facts, push, NOW)).toEqual({ go: 'now' });
    expect(decide(facts, mail, NOW)).toEqual({ go: 'at', at: NOW + 15 * MINUTE, why: 'stays_unread' });
    expect(decide(facts, mail, NOW + 15 * MINUTE)).toEqual({ go: 'now' });
  });
  it('a little later while a device is connected that shows it', () => {
    expect(decide({ ...facts, online: true }, push, NOW)).toEqual({ go: 'at', at: NOW + 10_000, why: 'online' });
    expect(decide({ ...facts, online: true }, push, NOW + 10_000)).toEqual({ go: 'now' });
  });
  it('not again soon where a channel has a pause', () => {
    const again = { ...facts, lastAt: NOW - 20 * MINUTE, since: NOW - 18 * MINUTE };
    expect(decide(again, mail, NOW)).toEqual({ go: 'at', at: NOW + 40 * MINUTE, why: 'pause' });
  });
  it.each([
    ['read', { upto: null }],
    ['delivered', { since: null }],
    ['user_gone', { present: false }],
    ['channel_off', { onAll: false }],
    ['channel_off_in_chat', { onChat: false }],
    ['muted', { mutedUntil: later }],
    ['chat_muted', { chatMutedUntil: later }],
  ] as const)('never: %s', (why, change) => {
    expect(decide({ ...facts, ...change }, push, NOW)).toEqual({ go: 'never', why });
  });
  it('[NP3] a chat for which a channel is on goes although it is off for all', () => {
    expect(decide({ ...facts, onAll: false, onChat: true }, push, NOW)).toEqual({ go: 'now' });
  });
  it('a mute that has ended, and one of a chat for who is mentioned, hold nothing', () => {
    expect(decide({ ...facts, mutedUntil: NOW, chatMutedUntil: NOW }, push, NOW)).toEqual({ go: 'now' });
    expect(decide({ ...facts, chatMutedUntil: later, mentioned: true }, push, NOW)).toEqual({ go: 'now' });
    expect(decide({ ...facts, mutedUntil: later, mentioned: true }, push, NOW)).toMatchObject({ why: 'muted' });
  });
  it('[NP4] quiet hours hold it until they end, also when it becomes due in them', () => {
    const end = Date.UTC(2026, 10, 26, 14);
    expect(decide({ ...facts, quiet: night }, push, NOW)).toEqual({ go: 'at', at: end, why: 'quiet_hours' });
    const before = Date.UTC(2026, 10, 26, 10, 50);
    expect(decide({ ...facts, since: before, quiet: night }, mail, before)).toMatchObject({
      at: end,
      why: 'quiet_hours',
    });
    expect(decide({ ...facts, quiet: night }, push, end)).toEqual({ go: 'now' });
  });
  it('[NP5] a deadline is told to who has muted everything, and not in quiet hours', () => {
    const deadline: Facts = { ...facts, type: 'deadline', upto: 1, mutedUntil: later, chatMutedUntil: later };
    expect(decide(deadline, push, NOW)).toEqual({ go: 'now' });
    expect(decide({ ...deadline, quiet: night }, push, NOW)).toMatchObject({ go: 'at', why: 'quiet_hours' });
    expect(decide({ ...deadline, type: 'dispute' }, push, NOW)).toMatchObject({ go: 'never', why: 'muted' });
    expect(decide({ ...deadline, onAll: false }, push, NOW)).toMatchObject({ why: 'channel_off' });
  });
});
