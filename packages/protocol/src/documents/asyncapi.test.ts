import specs from '@asyncapi/specs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Contract } from '../contract.js';
import { contracts } from '../contracts.js';
import { ERROR_STATUS } from '../errors.js';
import { serverEvents } from '../events.js';
import { SERVER_EVENTS } from '../names.js';
import { asyncApiDocument } from './asyncapi.js';

const document = asyncApiDocument({ host: 'chat.example', secure: true });
const commands = Object.values<Contract>(contracts)
  .filter(({ spec }) => spec.socket)
  .map((contract) => ({ name: contract.name, contract }));

/** The payload's fields, wherever a reference leads to. */
function fieldsOf(message: string): string[] {
  const payload = document.components.messages[message]?.['payload'] as Record<string, unknown> | undefined;
  return propertiesOf(payload ?? {});
}

function propertiesOf(schema: Record<string, unknown>): string[] {
  const {
    $ref,
    anyOf,
    properties = {},
  } = schema as { $ref?: string; anyOf?: Record<string, unknown>[]; properties?: object };
  const referred = $ref === undefined ? undefined : document.components.schemas[$ref.split('/').at(-1) ?? ''];
  return [
    ...Object.keys(properties),
    ...(anyOf ?? []).flatMap(propertiesOf),
    ...(referred === undefined ? [] : propertiesOf(referred)),
  ];
}

function keysOf(schema: z.ZodType): string[] {
  if ('shape' in schema) return Object.keys(schema.shape as object);
  return (schema as unknown as { options: z.ZodType[] }).options.flatMap(keysOf);
}

/** Every `$ref` in it. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
}

function leadsSomewhere(root: unknown, reference: string): boolean {
  const [start, ...steps] = reference
    .split('/')
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  const step = (at: unknown, key: string) =>
    typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  return start === '#' && steps.reduce(step, root) !== undefined;
}

describe('the AsyncAPI document', () => {
  // The schema that is the specification; a whole parser of AsyncAPI takes ten times as long to say the same.
  it('[AP2] is valid AsyncAPI 3.0, and refers to nothing that is not there', { timeout: 20_000 }, () => {
    const whole = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const isValid = ajv.compile(specs.schemasWithoutId['3.0.0'] as object);
    expect([isValid(whole), isValid.errors]).toEqual([true, null]);
    expect(whole['asyncapi']).toBe('3.0.0');
    const [name = ''] = Object.keys(document.operations);
    const spoilt = { ...whole, operations: { [name]: { ...document.operations[name], action: 'shout' } } };
    expect(isValid(spoilt)).toBe(false);

    const missing = referencesIn(whole).filter((reference) => !leadsSomewhere(whole, reference));
    expect(missing).toEqual([]);
    expect(referencesIn(whole).length).toBeGreaterThan(commands.length);
    expect(leadsSomewhere(whole, '#/components/schemas/Nothing')).toBe(false);
  });

  it('[AP2] has every command with a socket door as received, every event as sent, and nothing else', () => {
    const actions = Object.entries(document.operations).map(([name, { action }]) => `${String(action)} ${name}`);
    const expected = [
      ...commands.map(({ name }) => `receive ${name}`),
      ...Object.keys(serverEvents).map((name) => `send ${name}`),
    ];
    expect(actions.sort()).toEqual(expected.sort());
  });

  it.each(commands)(
    '[AP2] $name: every field, its acknowledgement and every error of the contract',
    ({ name, contract }) => {
      expect(fieldsOf(name).sort()).toEqual(keysOf(contract.input).sort());
      expect(document.operations[name]?.['reply']).toMatchObject({
        messages: [{ $ref: `#/channels/chat/messages/${name}.ack` }],
      });
      const acknowledgement = JSON.stringify(document.components.messages[`${name}.ack`]);
      if (contract.spec.ack !== undefined)
        expect(acknowledgement).toContain(`"required":["ok","${contract.spec.ack}"]`);
      for (const code of ['invalid_payload', 'rate_limited', ...contract.errors]) {
        expect(acknowledgement).toContain(`"${code}"`);
      }
    },
  );

  it.each(SERVER_EVENTS)('[AP2] %s: every field of the event', (event) => {
    expect(new Set(fieldsOf(event))).toEqual(new Set(keysOf(serverEvents[event])));
  });

  it('[AP2] says where to connect, and with what', () => {
    expect(document.servers['this']).toMatchObject({ host: 'chat.example', protocol: 'wss', pathname: '/socket.io' });
    expect(document.channels['chat']).toMatchObject({ address: '/chat' });
    expect(document.components.securitySchemes).toHaveProperty('token');
  });

  it('[ER5] knows every error code', () => {
    expect(document.components.schemas['WireError']).toMatchObject({
      properties: { code: { enum: Object.keys(ERROR_STATUS) } },
    });
  });
});
