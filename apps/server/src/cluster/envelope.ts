import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What one node sends in one go: signed as a whole, so that nothing of it can be taken out or put in. */
export interface Envelope {
  readonly sender: string;
  /** One more than in the sender's envelope before. */
  readonly counter: number;
  readonly items: readonly Item[];
}

export interface Item {
  readonly topic: string;
  /** JSON. */
  readonly body: string;
  /** Of the trace that it belongs to, where there is one that is sent (`Begun.parent`). */
  readonly trace?: string;
}

/**
 * Stands before an item, and has its trace as its body. It is an item itself, so that a build which knows nothing of
 * traces passes over it; without traces it is not there.
 */
const TRACE = '#trace';

export type Opened = { readonly envelope: Envelope } | { readonly refused: Refusal };
export type Refusal = 'malformed' | 'version' | 'forged' | 'oversized';

/** Raised when the layout changes: nodes of two layouts do not understand each other, and catch up by the database. */
const VERSION = 1;
const VERSION_BYTES = 1;
export const SENDER_BYTES = 16;
const COUNTER_BYTES = 6;
const HEAD_BYTES = VERSION_BYTES + SENDER_BYTES + COUNTER_BYTES;
const SIGNATURE_BYTES = 16;
/** Of one envelope; a larger one is not even looked at. */
export const ENVELOPE_MAX_BYTES = 2 * 1024 * 1024;
/** What is left for one item. */
export const ITEM_MAX_BYTES = ENVELOPE_MAX_BYTES - 64 * 1024;

/** Signs and verifies; keys come from the secrets of the installation, so that nothing more has to be configured. */
export class Sealer {
  readonly #key: Buffer;
  readonly #accepted: readonly Buffer[];

  /** @param previous a secret that other nodes still have while it is being changed */
  constructor(secret: string, previous: string | null) {
    this.#key = keyOf(secret);
    this.#accepted = [this.#key, ...(previous === null ? [] : [keyOf(previous)])];
  }

  /** version · sender · counter · (topic length, topic, body length, body)… · HMAC-SHA256, its first half */
  seal({ sender, counter, items }: Envelope): Buffer {
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt8(VERSION, 0);
    head.write(sender, VERSION_BYTES, 'hex');
    head.writeUIntBE(counter, VERSION_BYTES + SENDER_BYTES, COUNTER_BYTES);
    const parts: Buffer[] = [head];
    for (const { topic, body, trace } of items) {
      if (trace !== undefined) addPart(parts, TRACE, trace);
      addPart(parts, topic, body);
    }
    const content = Buffer.concat(parts);
    return Buffer.concat([content, sign(this.#key, content)]);
  }

  /** Takes whatever bytes came; never throws. */
  open(frame: Buffer): Opened {
    if (frame.length > ENVELOPE_MAX_BYTES) return { refused: 'oversized' };
    if (frame.length < HEAD_BYTES + SIGNATURE_BYTES) return { refused: 'malformed' };
    if (frame.readUInt8(0) !== VERSION) return { refused: 'version' };
    const content = frame.subarray(0, -SIGNATURE_BYTES);
    const signature = frame.subarray(-SIGNATURE_BYTES);
    if (!this.#accepted.some((key) => timingSafeEqual(sign(key, content), signature))) return { refused: 'forged' };
    const items = readItems(content);
    if (items === null) return { refused: 'malformed' };
    const counter = content.readUIntBE(VERSION_BYTES + SENDER_BYTES, COUNTER_BYTES);
    return { envelope: { sender: senderOf(frame) ?? '', counter, items } };
  }
}

/** Who says to have sent it, unverified: one's own envelopes come back, and need no verification to be ignored. */
export function senderOf(frame: Buffer): string | null {
  if (frame.length < HEAD_BYTES) return null;
  return frame.toString('hex', VERSION_BYTES, VERSION_BYTES + SENDER_BYTES);
}

function addPart(parts: Buffer[], topic: string, body: string): void {
  const [name, text] = [Buffer.from(topic), Buffer.from(body)];
  const lengths = Buffer.alloc(5);
  lengths.writeUInt8(name.length, 0);
  lengths.writeUInt32BE(text.length, 1);
  parts.push(lengths, name, text);
}

function readItems(content: Buffer): Item[] | null {
  const items: Item[] = [];
  let trace: string | null = null;
  let at = HEAD_BYTES;
  while (at < content.length) {
    if (at + 5 > content.length) return null;
    const bodyAt = at + 5 + content.readUInt8(at);
    const end = bodyAt + content.readUInt32BE(at + 1);
    if (end > content.length) return null;
    const [topic, body] = [content.toString('utf8', at + 5, bodyAt), content.toString('utf8', bodyAt, end)];
    if (topic !== TRACE) items.push(trace === null ? { topic, body } : { topic, body, trace });
    trace = topic === TRACE ? body : null;
    at = end;
  }
  return items;
}

function sign(key: Buffer, content: Buffer): Buffer {
  return createHmac('sha256', key).update(content).digest().subarray(0, SIGNATURE_BYTES);
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'stm-chat between nodes', 32));
}
