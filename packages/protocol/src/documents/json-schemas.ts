import { z } from 'zod';

export type JsonSchema = { readonly [key: string]: unknown };
type Draft = { [key: string]: unknown };

/** Where both kinds of document keep what is named and used more than once. */
const SHELF = '#/components/schemas/';

/**
 * Turns zod schemas into JSON Schemas for one document. A schema with an id (`.meta({ id })`) is written once, onto
 * `named`, and referred to everywhere else.
 */
export class JsonSchemas {
  readonly #named = new Map<string, JsonSchema>();

  /** @param target the dialect: OpenAPI 3.1 has draft 2020-12, AsyncAPI 3.0 has draft 7 */
  constructor(private readonly target: 'draft-2020-12' | 'draft-7') {}

  /** What a caller may send, before defaults are filled in and texts are trimmed. */
  input(schema: z.ZodType): JsonSchema {
    return this.#convert(schema, 'input');
  }

  /** What the server sends, and what a text in an address has to mean. */
  output(schema: z.ZodType): JsonSchema {
    return this.#convert(schema, 'output');
  }

  /** Every named schema met so far, in alphabetical order. */
  named(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#named].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { $schema: _, $defs, definitions, ...whole } = this.#plain(schema, io);
    for (const [id, one] of Object.entries($defs ?? definitions ?? {})) this.#named.set(id, rename(one) as JsonSchema);
    return rename(whole) as JsonSchema;
  }

  #plain(schema: z.ZodType, io: 'input' | 'output') {
    const override = ({ jsonSchema }: { jsonSchema: Draft }) => tidy(jsonSchema, io);
    return z.toJSONSchema(schema, { io, target: this.target, override });
  }
}

function tidy(schema: Draft, io: 'input' | 'output'): void {
  // A format says it better than the expression that checks it.
  if ('format' in schema) delete schema['pattern'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  // Answers may get more fields one day, and a client must not mind.
  if (io === 'output' && schema['additionalProperties'] === false) delete schema['additionalProperties'];
}

/** zod refers to what it put beside the schema; the documents keep all of that in one place. */
function rename(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rename);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.replace(/^#\/(?:\$defs|definitions)\//, SHELF)]
        : [key, rename(inner)],
    ),
  );
}
