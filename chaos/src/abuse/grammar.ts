import type { Contract } from '@stm-chat/protocol/schemas';
import fc from 'fast-check';
import { z } from 'zod';

/** The parts of JSON Schema in which the contracts' inputs are written. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Ids that exist, by the name of the field that takes them. */
export type KnownIds = Readonly<Record<string, string | number>>;

export function schemaOf(contract: Contract): Schema {
  return z.toJSONSchema(contract.input, { io: 'input', unrepresentable: 'any' }) as Schema;
}

/** Values of every wrong kind. */
export const HOSTILE: readonly unknown[] = [
  null,
  {},
  [],
  '',
  ' ',
  true,
  -1,
  1.5,
  2 ** 53,
  -0,
  1e308,
  'a\0b',
  '\ud800',
  '\u202e',
  '__proto__',
  '../../etc/passwd',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '${7*7}',
  'x'.repeat(5000),
  { $ne: '' },
  { toString: 'x' },
  [[[[[[]]]]]],
  '9'.repeat(40),
  '0x10',
  '+5',
  'NaN',
  '00000000-0000-0000-0000-000000000000',
];

/** What a contract asks for beyond its schema, by the name of the field. */
const KNOWN: KnownIds = { currency: 'EUR' };

/** Values that the schema allows, as far as a schema says; known ids where a field is named for one. */
function valid(schema: Schema, ids: KnownIds, name = ''): fc.Arbitrary<unknown> {
  const id = ids[name] ?? KNOWN[name];
  if (id !== undefined) return fc.constant(id);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => valid(one, ids, name)));
  switch (schema.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([field, inner]) => [field, valid(inner, ids, field)]),
        ),
        { requiredKeys: [...(schema.required ?? [])] },
      );
    case 'array': {
      const { minItems: minLength = 0, maxItems = 5 } = schema;
      return fc.array(valid(schema.items ?? {}, ids), { minLength, maxLength: Math.min(maxItems, minLength + 4) });
    }
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -(2 ** 31), max: Math.min(schema.maximum ?? 2 ** 31, 2 ** 31 - 1) });
    case 'number':
      return fc.oneof(fc.integer({ min: 0, max: 300 }), fc.double({ noNaN: true }));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return text(schema);
    default:
      return fc.jsonValue();
  }
}

function text({ format, pattern, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<string> {
  switch (format) {
    case 'uuid':
      return fc.uuid();
    case 'email':
      return fc.emailAddress();
    case 'uri':
      return fc.webUrl();
    case 'date-time':
      return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    case 'date':
      return fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
    default:
      if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
      return fc.string({ unit: 'binary', minLength, maxLength: Math.min(maxLength, 80) });
  }
}

/** An input that is right but for one to three places, where something hostile, missing or added stands. */
export function nearlyValid(schema: Schema, ids: KnownIds): fc.Arbitrary<unknown> {
  const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.jsonValue(), fc.string({ unit: 'binary' }));
  const field = fc.oneof(
    fc.constantFrom(...Object.keys({ x: 0, ...schema.properties })),
    fc.constantFrom('__proto__', 'constructor', 'colour', 'chatId', 'userId', 'role'),
  );
  const change = fc.record({ field, what: fc.constantFrom('replace', 'replace', 'drop'), value: hostile });
  return fc.tuple(valid(schema, ids), fc.array(change, { maxLength: 3 })).map(([input, changes]) => {
    const changed = new Map(Object.entries(input as object));
    for (const one of changes) {
      if (one.what === 'drop') changed.delete(one.field);
      else changed.set(one.field, one.value);
    }
    return Object.fromEntries([...changed].filter(([key]) => key !== '__proto__' || changes.length > 0));
  });
}

/** The simplest input that the contract takes. @throws when none is found: the grammar has to learn something */
export function simplest(contract: Contract, ids: KnownIds): Record<string, unknown> {
  const schema = schemaOf(contract);
  const required = {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name) === true),
    ),
  };
  for (const grammar of [required, schema]) {
    const found = fc
      .sample(valid(grammar, ids), { seed: 7, numRuns: 200 })
      .find((input) => contract.input.safeParse(input).success);
    if (found !== undefined) return { ...(found as Record<string, unknown>) };
  }
  throw new Error(`no valid input was found for ${contract.name}`);
}
