import { describe, expect, it } from 'vitest';
import { Peers } from './peers.js';

const SILENT = 6000;
const askOf = (verdict: ReturnType<Peers['heard']>): string => {
  if (verdict.kind !== 'unproven' || verdict.ask === null) throw new Error(`nobody was asked: ${verdict.kind}`);
  return verdict.ask;
};

describe('peers', () => {
  it('[SV6] are believed once they repeated the word, and then only forwards', () => {
    const peers = new Peers(SILENT);
    const word = askOf(peers.heard('a', 7, 0));
    expect(peers.heard('a', 8, 1)).toEqual({ kind: 'unproven', ask: null });
    expect(peers.ids).toEqual([]);
    expect(peers.proved('a', 'a guess', 9, 2)).toBeNull();
    expect(peers.proved('a', word, 9, 2)).toEqual({ missed: false });
    expect(peers.ids).toEqual(['a']);
    expect(peers.heard('a', 10, 3).kind).toBe('accepted');
    expect([10, 9, 1].map((counter) => peers.heard('a', counter, 4).kind)).toEqual([
      'replayed',
      'replayed',
      'replayed',
    ]);
    expect(peers.proved('a', word, 1, 5)).toBeNull();
    expect(peers.heard('a', 11, 6).kind).toBe('accepted');
  });

  it('[SV6] a word that is repeated from another time proves nothing', () => {
    const [before, now] = [new Peers(SILENT), new Peers(SILENT)];
    const old = askOf(before.heard('a', 1, 0));
    askOf(now.heard('a', 1, 0));
    expect(now.proved('a', old, 2, 1)).toBeNull();
  });

  it('are asked again when they do not answer, and what they said meanwhile counts as missed', () => {
    const peers = new Peers(SILENT);
    const word = askOf(peers.heard('a', 1, 0));
    expect(askOf(peers.heard('a', 2, 600))).toBe(word);
    peers.missed('a');
    expect(peers.proved('a', word, 3, 700)).toEqual({ missed: true });
  });

  it('[SV7] are gone when they are silent, unless nobody could be heard', () => {
    const peers = new Peers(SILENT);
    peers.proved('a', askOf(peers.heard('a', 1, 0)), 2, 0);
    askOf(peers.heard('never proven', 1, 0));
    peers.excuseSilence(5000);
    expect(peers.takeSilent(SILENT + 5000)).toEqual([]);
    expect(peers.takeSilent(SILENT + 5001)).toEqual(['a']);
    expect(peers.ids).toEqual([]);
    expect(peers.forget('a')).toBe(false);
  });
});
