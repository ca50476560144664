import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { EvidenceChain, type EvidenceSigner } from './evidence-chain.rules.js';
import { keyId } from './evidence-keys.js';
import { verifyEvidence } from './verifier/verify-evidence.mjs';

function newSigner(): EvidenceSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { kid: keyId(x), publicKey: x, sign: (message) => sign(null, message, privateKey) };
}

const signer = newSigner();

/** A file with so many messages, signed. */
function fileOf(messages: number, by: EvidenceSigner = signer): Buffer {
  const chain = new EvidenceChain(() => randomBytes(16));
  const lines = [chain.line('header', { format: 'stm-chat-evidence/1', dispute_id: 'd' })];
  for (let seq = 1; seq <= messages; seq++) {
    lines.push(chain.line('message', { seq, message: `Message ${seq} – مرحبا 👍`, attachments: [], versions: [] }));
  }
  lines.push(chain.close(by));
  return Buffer.from(lines.join(''));
}

/** Numbers from 0 to 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const flipped = (file: Buffer, at: number, bit: number) => {
  const changed = Buffer.from(file);
  changed[at] = (changed[at] ?? 0) ^ (1 << bit);
  return changed;
};
const without = (file: Buffer, at: number) => Buffer.concat([file.subarray(0, at), file.subarray(at + 1)]);
const withLines = (file: Buffer, change: (lines: string[]) => void) => {
  const lines = file.toString().split('\n');
  change(lines);
  return Buffer.from(lines.join('\n'));
};

describe('the verifier', () => {
  it('[EV2] knows what was signed, and by which key', async () => {
    const verdict = await verifyEvidence(fileOf(3), [signer.publicKey]);
    expect(verdict).toMatchObject({ ok: true, problem: null, known: true, kid: signer.kid });
    expect(verdict.records.map(({ type }) => type)).toEqual(['header', 'message', 'message', 'message']);
  });

  it(
    '[EV3] of a small file no bit can be flipped, and no byte dropped or doubled, without it',
    { timeout: 60_000 },
    async () => {
      const file = fileOf(2);
      const unnoticed: string[] = [];
      for (let at = 0; at < file.length; at++) {
        const forgeries = {
          flip: flipped(file, at, at % 8),
          drop: without(file, at),
          double: Buffer.concat([file.subarray(0, at + 1), file.subarray(at)]),
        };
        for (const [name, forgery] of Object.entries(forgeries)) {
          if ((await verifyEvidence(forgery)).ok) unnoticed.push(`${name} at ${at}`);
        }
      }
      expect(unnoticed).toEqual([]);
    },
  );

  it('[EV3] of 10,000 messages no seeded forgery passes', { timeout: 60_000 }, async () => {
    const file = fileOf(10_000);
    expect((await verifyEvidence(file)).ok).toBe(true);
    const random = randomOf(7);
    const some = (most: number) => Math.floor(random() * most);
    const forgeries: [string, Buffer][] = [
      ...Array.from({ length: 6 }, (): [string, Buffer] => [
        'a flipped bit',
        flipped(file, some(file.length), some(8)),
      ]),
      ...Array.from({ length: 2 }, (): [string, Buffer] => ['a dropped byte', without(file, some(file.length))]),
      ['a dropped line', withLines(file, (lines) => lines.splice(1 + some(9999), 1))],
      ['a doubled line', withLines(file, (lines) => lines.splice(50, 0, lines[50] ?? ''))],
      [
        'two lines the other way round',
        withLines(file, (lines) => ([lines[70], lines[71]] = [lines[71]!, lines[70]!])),
      ],
      ['the end cut off', file.subarray(0, some(file.length))],
      ['no line feed at the end', file.subarray(0, -1)],
      ['something after the end', Buffer.concat([file, Buffer.from('{}\n')])],
      [
        'the signature of another file',
        withLines(file, (lines) => (lines[lines.length - 2] = fileOf(10_000).toString().split('\n').at(-2)!)),
      ],
    ];
    for (const [what, forgery] of forgeries) {
      const { ok, problem } = await verifyEvidence(forgery);
      expect([what, ok, problem === null]).toEqual([what, false, false]);
    }
  });

  it('[EV4] a forgery that was signed with another key is none of the published ones', async () => {
    const forged = fileOf(3, newSigner());
    expect(await verifyEvidence(forged)).toMatchObject({ ok: true, known: null });
    const verdict = await verifyEvidence(forged, [signer.publicKey]);
    expect(verdict).toMatchObject({ ok: false, known: false });
    expect(verdict.problem).toMatch(/none of those that the server published/);
  });

  it.each(['', '\n', 'nonsense', '{}\n{}\n', '[]\n{}\n'])('[EV3] %j is no evidence', async (text) => {
    expect((await verifyEvidence(Buffer.from(text))).ok).toBe(false);
  });
});
