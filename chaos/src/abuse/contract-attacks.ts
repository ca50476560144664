import { contracts, type Contract } from '@stm-chat/protocol/schemas';
import { SignJWT } from 'jose';
import { SECRET } from '../cluster/tokens.js';
import { type Door, type DoorAnswer, doorsOf, Line, overRest, requestOf, type Sending } from './doors.js';
import { HOSTILE, schemaOf, simplest } from './grammar.js';
import { type AttackResult, MISSING, type Place, type Scene, SERVICE_TOKEN } from './scene.js';

export const CONTRACTS = Object.values(contracts) as unknown as readonly Contract[];

/** Codes that any command may answer, beside its own. */
const ANY = ['ok', 'invalid_payload', 'rate_limited', 'unavailable'];

/** Collects what was answered otherwise than expected. */
export class Findings {
  attempts = 0;
  readonly unexpected: string[] = [];
  readonly leaks: string[] = [];

  note(what: string, answer: DoorAnswer, expected: readonly string[]): void {
    this.attempts += 1;
    this.leaks.push(...answer.leaks);
    if (!expected.includes(answer.code))
      this.unexpected.push(
        `${what} was answered ${answer.code} instead of ${expected.join(' or ')}: ${answer.text.slice(0, 200)}`,
      );
  }

  get result(): AttackResult {
    return this;
  }
}

/** What a contract may answer to this input, by its own schema: the exact oracle for shapes. */
export function allowedFor(contract: Contract, input: unknown): readonly string[] {
  const parsed = contract.input.safeParse(input);
  if (!parsed.success) return ['invalid_payload', 'payload_too_large'];
  return [...ANY, 'not_found', 'forbidden', 'conflict', ...contract.errors];
}

/** Who may call a contract: the place's customer, or the admin. */
export function callerOf(contract: Contract, scene: Scene, place: Place): string | null {
  switch (contract.spec.audience) {
    case 'anyone':
      return null;
    case 'user':
      return place.customer.token;
    case 'admin':
      return scene.admin.token;
  }
}

type AttackClass = (scene: Scene, contract: Contract, place: Place, findings: Findings) => Promise<void>;

/** Every class of attack that fits every contract. */
export const CLASSES: Readonly<Record<string, AttackClass>> = {
  tokens: async (scene, contract, place, findings) => {
    if (contract.spec.audience === 'anyone') return;
    for (const [name, token] of Object.entries(await badTokens(place.customer.id))) {
      for (const door of doorsOf(contract)) {
        const answer = await onDoor(scene, door, contract, simplest(contract, place.ids), token);
        findings.note(`${door} with ${name}`, answer, ['unauthorized', 'token_expired']);
      }
    }
  },
  roles: async (scene, contract, place, findings) => {
    const wrong = { anyone: [], user: [SERVICE_TOKEN], admin: [place.customer.token, place.provider.token] };
    for (const token of wrong[contract.spec.audience]) {
      for (const door of doorsOf(contract).filter((one) => one === 'rest')) {
        const answer = await onDoor(scene, door, contract, simplest(contract, place.ids), token);
        findings.note(`a role that it is not for, over ${door},`, answer, ['forbidden']);
      }
    }
  },
  shapes: async (scene, contract, place, findings) => {
    const good = simplest(contract, place.ids);
    const token = callerOf(contract, scene, place);
    const line = contract.spec.socket ? await Line.openPatiently(scene.url, place.customer.token) : null;
    for (const field of Object.keys(schemaOf(contract).properties ?? {})) {
      for (const value of HOSTILE) {
        const input = { ...good, [field]: value };
        const request = requestOf(contract, input);
        const what = `${field} = ${String(JSON.stringify(value)).slice(0, 40)}`;
        if (request !== null)
          findings.note(`${what} over rest`, await overRest(scene.url, { ...request, token }), [
            ...allowedFor(contract, request.seen),
            // Where nobody is signed in, a wrong password is an answer.
            ...(contract.spec.audience === 'anyone' ? ['unauthorized'] : []),
          ]);
        if (line !== null)
          findings.note(`${what} over socket`, await line.call(contract.name, input), [
            ...allowedFor(contract, JSON.parse(JSON.stringify(input))),
            ...(contract.name === 'authenticate' ? ['unauthorized', 'token_expired'] : []),
          ]);
      }
    }
    line?.close();
  },
  'unknown fields': async (scene, contract, place, findings) => {
    const good = simplest(contract, place.ids);
    const token = callerOf(contract, scene, place);
    for (const field of ['colour', '__proto__', 'constructor', 'prototype', 'toString']) {
      const input = Object.defineProperty({ ...good }, field, { value: { polluted: 1 }, enumerable: true });
      for (const door of doorsOf(contract)) {
        const answer = await onDoor(scene, door, contract, input as Record<string, unknown>, token);
        if (answer !== NOT_POSSIBLE) findings.note(`${field} over ${door}`, answer, ['invalid_payload']);
      }
    }
  },
  arguments: async (scene, contract, place, findings) => {
    if (!contract.spec.socket) return;
    const good = simplest(contract, place.ids);
    const line = await Line.openPatiently(scene.url, place.customer.token);
    for (const args of [[], [null], [7], ['text'], [[good]], [Buffer.from('{}')], [good, good], [true]]) {
      // Nothing at all is an empty input, which some commands take.
      const empty = args.length === 0 || args[0] === null;
      findings.note(
        `arguments ${JSON.stringify(args).slice(0, 60)}`,
        await line.call(contract.name, ...args),
        empty ? allowedFor(contract, {}) : ['invalid_payload'],
      );
    }
    line.close();
  },
  bodies: async (scene, contract, place, findings) => {
    const request = requestOf(contract, simplest(contract, place.ids));
    if (request === null || request.method === 'GET') return;
    const token = callerOf(contract, scene, place);
    const send = (body: Sending['body'], type = 'application/json') =>
      overRest(scene.url, { ...request, body, token, headers: { 'content-type': type } });
    const text = request.body ?? '{}';
    for (const [what, body] of Object.entries(BROKEN_BODIES))
      findings.note(what, await send(body), ['invalid_payload']);
    findings.note('a body of 70 KB', await send(JSON.stringify({ x: 'x'.repeat(70_000) })), ['payload_too_large']);
    for (const type of ['text/html', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      findings.note(`a body of ${type}`, await send(text, type), ['invalid_payload']);
  },
  sizes: async (scene, contract, place, findings) => {
    const good = simplest(contract, place.ids);
    const token = callerOf(contract, scene, place);
    for (const [field, { maxLength, maxItems }] of Object.entries(schemaOf(contract).properties ?? {})) {
      const much =
        maxLength !== undefined
          ? 'x'.repeat(maxLength * 2)
          : maxItems !== undefined
            ? Array(maxItems * 2).fill({})
            : null;
      if (much === null) continue;
      for (const door of doorsOf(contract)) {
        const answer = await onDoor(scene, door, contract, { ...good, [field]: much }, token);
        findings.note(`too much ${field} over ${door}`, answer, ['invalid_payload', 'payload_too_large']);
      }
    }
  },
  'ids of others': async (scene, contract, place, findings) => {
    if (contract.spec.audience !== 'user') return;
    const foreign = await scene.place();
    const good = simplest(contract, place.ids);
    for (const field of ['chatId', 'messageId', 'disputeId', 'attachmentId', 'offerId'] as const) {
      if (!(field in good)) continue;
      for (const door of doorsOf(contract)) {
        const ask = (id: unknown) => onDoor(scene, door, contract, { ...good, [field]: id }, place.customer.token);
        const theirs = await ask(foreign.ids[field] ?? MISSING);
        const none = await ask(MISSING);
        // In a chat of mine, what I may never do is said before it is looked for.
        const codes = field === 'chatId' ? ['not_found', 'ok'] : ['not_found', 'ok', 'forbidden'];
        findings.note(`${field} of others over ${door}`, theirs, codes);
        const same =
          theirs.text.replaceAll(String(foreign.ids[field]), MISSING) === none.text && theirs.status === none.status;
        if (!same)
          findings.unexpected.push(`${field}, ${door}: others' and none are told apart: ${theirs.text} / ${none.text}`);
        if (theirs.text.includes(foreign.messageId) || theirs.text.includes('"first"'))
          findings.unexpected.push(`${field}, ${door}: something of others came out: ${theirs.text.slice(0, 200)}`);
      }
    }
  },
  methods: async (scene, contract, place, findings) => {
    const request = requestOf(contract, simplest(contract, place.ids));
    if (request === null) return;
    const path = request.path.split('?')[0] ?? '';
    const taken = new Set(
      CONTRACTS.flatMap(({ spec }) =>
        spec.rest !== undefined && sameRoute(spec.rest.path, contract.spec.rest?.path ?? '')
          ? [spec.rest.method as string]
          : [],
      ),
    );
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS'].filter(
      (one) => !taken.has(one) && one !== 'OPTIONS',
    ))
      findings.note(method, await overRest(scene.url, { method, path, token: place.customer.token }), ['not_found']);
  },
};

const NOT_POSSIBLE: DoorAnswer = { code: 'not possible', status: null, output: undefined, text: '', leaks: [] };

const BROKEN_BODIES: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>> = {
  'half an object': '{"a":',
  'a list': '[]',
  'a number': '7',
  'two objects': '{}{}',
  'thirty thousand brackets': '['.repeat(30_000) + ']'.repeat(30_000),
  'bytes that are no UTF-8': new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]),
  'an overlong slash': new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc0, 0xaf, 0x22, 0x7d]),
};

/** One call, however its door is reached with that token. */
export async function onDoor(
  scene: Scene,
  door: Door,
  contract: Contract,
  input: Record<string, unknown>,
  token: string | null,
): Promise<DoorAnswer> {
  if (door === 'rest') {
    const request = requestOf(contract, input);
    return request === null ? NOT_POSSIBLE : overRest(scene.url, { ...request, token });
  }
  let line: Line;
  try {
    line = await Line.openPatiently(scene.url, token);
  } catch (error) {
    const code = error instanceof Error ? error.message : String(error);
    return { code, status: null, output: undefined, text: code, leaks: [] };
  }
  try {
    return await line.call(contract.name, input);
  } finally {
    line.close();
  }
}

function sameRoute(a: string, b: string): boolean {
  const form = (path: string): string => path.replaceAll(/:\w+/g, ':');
  const [one, other] = [form(a).split('/'), form(b).split('/')];
  return (
    one.length === other.length && one.every((part, at) => part === other[at] || part === ':' || other[at] === ':')
  );
}

async function badTokens(id: number): Promise<Record<string, string>> {
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const key = (secret: string): Uint8Array => new TextEncoder().encode(secret);
  const sign = (claims: Record<string, unknown>, secret = SECRET, alg = 'HS256', expires: string | number = '1h') =>
    new SignJWT(claims).setProtectedHeader({ alg }).setExpirationTime(expires).sign(key(secret));
  const me = { sub: String(id), role: 'customer' };
  return {
    garbage: 'garbage',
    'no signature': `${encoded({ alg: 'none' })}.${encoded({ ...me, exp: 4e9 })}.`,
    'another secret': await sign(me, 'x'.repeat(40)),
    'another algorithm': await sign(me, SECRET, 'HS384'),
    'a time that is over': await sign(me, SECRET, 'HS256', 1),
    'no role': await sign({ sub: String(id) }),
    'the system’s id': await sign({ sub: '0', role: 'customer' }),
    'a key id that leads elsewhere': `${encoded({ alg: 'HS256', kid: '../../dev/null' })}.${encoded({ ...me, exp: 4e9 })}.AAAA`,
  };
}
