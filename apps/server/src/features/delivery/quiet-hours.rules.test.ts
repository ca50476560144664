import { describe, expect, it } from 'vitest';
import { quietUntil, zoneNamed } from './quiet-hours.rules.js';

const at = (iso: string) => Date.parse(iso);
const until = (iso: string, from: string, to: string, zone: string) => {
  const [minutesFrom = 0, minutesTo = 0] = [from, to].map((clock) => {
    const [hours = 0, minutes = 0] = clock.split(':').map(Number);
    return hours * 60 + minutes;
  });
  const ends = quietUntil(at(iso), { from: minutesFrom, to: minutesTo, zone });
  return ends === null ? null : new Date(ends).toISOString().replace('.000', '');
};

describe('[NP4] quiet hours', () => {
  it('run over midnight on the user’s own clock', () => {
    expect(until('2026-11-26T21:59:59Z', '22:00', '07:00', 'UTC')).toBeNull();
    expect(until('2026-11-26T22:00:00Z', '22:00', '07:00', 'UTC')).toBe('2026-11-27T07:00:00Z');
    expect(until('2026-11-27T06:59:59Z', '22:00', '07:00', 'UTC')).toBe('2026-11-27T07:00:00Z');
    expect(until('2026-11-27T07:00:00Z', '22:00', '07:00', 'UTC')).toBeNull();
    // 22:00 in Karachi (+5, without summer time).
    expect(until('2026-11-26T17:00:00Z', '22:00', '07:00', 'Asia/Karachi')).toBe('2026-11-27T02:00:00Z');
    expect(until('2026-11-26T16:59:59Z', '22:00', '07:00', 'Asia/Karachi')).toBeNull();
  });

  it('run within a day', () => {
    expect(until('2026-11-26T12:30:00Z', '12:00', '13:00', 'UTC')).toBe('2026-11-26T13:00:00Z');
    expect(until('2026-11-26T13:00:00Z', '12:00', '13:00', 'UTC')).toBeNull();
  });

  it('are an hour shorter in the night in which clocks are put forward', () => {
    // Madrid: 2026-03-29, 02:00 becomes 03:00; the night is from 21:00Z to 05:00Z.
    expect(until('2026-03-28T21:00:00Z', '22:00', '07:00', 'Europe/Madrid')).toBe('2026-03-29T05:00:00Z');
    expect(until('2026-03-29T04:59:00Z', '22:00', '07:00', 'Europe/Madrid')).toBe('2026-03-29T05:00:00Z');
    expect(until('2026-03-29T05:00:00Z', '22:00', '07:00', 'Europe/Madrid')).toBeNull();
  });

  it('are an hour longer in the night in which clocks are put back', () => {
    // Madrid: 2026-10-25, 03:00 becomes 02:00.
    expect(until('2026-10-24T20:00:00Z', '22:00', '07:00', 'Europe/Madrid')).toBe('2026-10-25T06:00:00Z');
    expect(until('2026-10-25T05:59:00Z', '22:00', '07:00', 'Europe/Madrid')).toBe('2026-10-25T06:00:00Z');
  });

  it('end when clocks skip their end, and the first time that clocks show it twice', () => {
    // 02:30 does not exist on 2026-03-29: the moment is 03:30, half an hour after clocks were put forward.
    expect(until('2026-03-29T00:30:00Z', '23:00', '02:30', 'Europe/Madrid')).toBe('2026-03-29T01:30:00Z');
    // 02:30 is shown twice on 2026-10-25: first at 00:30Z.
    expect(until('2026-10-25T00:00:00Z', '23:00', '02:30', 'Europe/Madrid')).toBe('2026-10-25T00:30:00Z');
    expect(until('2026-10-25T01:10:00Z', '23:00', '02:30', 'Europe/Madrid')).toBeNull();
  });

  it('follow zones of half hours, and south of the equator', () => {
    expect(until('2026-11-26T16:30:00Z', '22:00', '07:00', 'Asia/Kolkata')).toBe('2026-11-27T01:30:00Z');
    expect(until('2026-04-04T11:00:00Z', '22:00', '07:00', 'Australia/Sydney')).toBe('2026-04-04T21:00:00Z');
  });
});

it('[NP2] knows a zone by any writing of its name, and no other', () => {
  expect(zoneNamed('europe/madrid')).toBe('Europe/Madrid');
  expect(zoneNamed('Mars/Olympus')).toBeNull();
});
