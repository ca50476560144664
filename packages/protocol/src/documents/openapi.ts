import { z } from 'zod';
import type { Contract } from '../contract.js';
import { contracts } from '../contracts.js';
import { ERROR_STATUS, type ErrorCode } from '../errors.js';
import type { Audience, RestSpec } from '../names.js';
import { possibleErrors, problemSchema } from './error-schemas.js';
import { type JsonSchema, JsonSchemas } from './json-schemas.js';
import { filePaths } from './file-paths.js';
import { healthPaths } from './health-paths.js';
import { webhookRequests } from './webhook-requests.js';
import type { OpenApiOperation } from './openapi-operation.js';
import { WIRE_VERSION } from './wire-version.js';

export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: JsonSchema;
  readonly servers: readonly JsonSchema[];
  readonly tags: readonly JsonSchema[];
  readonly paths: Record<string, Record<string, OpenApiOperation>>;
  /** What the server itself asks of the host platform. */
  readonly webhooks: Record<string, Record<string, OpenApiOperation>>;
  readonly components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, JsonSchema> };
}

const DESCRIPTION = `Everything that clients do over HTTP. What happens live is in the AsyncAPI document beside this one; sending a
message here is broadcast there. The paths under \`/api/chat\` answer under \`/chat\` as well. Errors are
\`application/problem+json\`; a chat that does not exist and one that you may not see are answered alike. Clients have
to ignore fields that they do not know.`;

const SECURITY: Record<Audience, readonly Record<string, readonly string[]>[]> = {
  anyone: [],
  user: [{ token: [] }],
  admin: [{ token: [] }, { serviceToken: [] }],
};

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Of login, or one that the host signed.' },
  serviceToken: { type: 'http', scheme: 'bearer', description: 'The host platform’s `SERVICE_TOKEN`.' },
  refreshCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'stm_refresh',
    description: 'Of a login with `cookie: true`; `__Secure-stm_refresh` where PUBLIC_URL is https.',
  },
};

/** OpenAPI 3.1 of every contract that has a route, and of the two health routes. */
export function openApiDocument(): OpenApiDocument {
  const schemas = new JsonSchemas('draft-2020-12');
  const paths: OpenApiDocument['paths'] = { ...healthPaths, ...filePaths };
  for (const contract of Object.values<Contract>(contracts)) {
    const { rest } = contract.spec;
    if (rest === undefined) continue;
    const path = rest.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [rest.method.toLowerCase()]: operation(contract, rest, schemas) };
  }
  const tags = [
    ...new Set(Object.values(paths).flatMap((methods) => Object.values(methods).flatMap(({ tags }) => tags))),
  ];
  return {
    openapi: '3.1.0',
    info: {
      title: 'STM Chat',
      version: WIRE_VERSION,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'this server' }],
    tags: tags.map((name) => ({ name })),
    paths,
    webhooks: webhookRequests(schemas),
    components: { schemas: schemas.named(), securitySchemes },
  };
}

function operation(contract: Contract, rest: RestSpec, schemas: JsonSchemas): OpenApiOperation {
  const { parameters, body } = splitInput(contract, rest, schemas);
  const byCookie = rest.session === 'renews' || rest.session === 'ends';
  return {
    operationId: contract.name,
    summary: contract.summary,
    tags: [rest.path.split('/')[2] ?? 'api'],
    security: byCookie ? [{}, { refreshCookie: [] }] : SECURITY[contract.spec.audience],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === null ? {} : { requestBody: requestBody(body, rest) }),
    responses: { ...successes(contract, rest, schemas), ...failures(contract, schemas) },
  };
}

/** One input comes in three parts: what the path names, for GET and DELETE the query, for the others a body. */
function splitInput({ input }: Contract, rest: RestSpec, schemas: JsonSchemas) {
  const {
    properties = {},
    required = [],
    ...whole
  } = schemas.input(input) as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  // In an address everything is text; what the text has to mean is what comes out of the schema.
  const meanings = (schemas.output(input)['properties'] ?? {}) as Record<string, JsonSchema>;
  const inPath = new Set(Array.from(rest.path.matchAll(/:(\w+)/g), ([, name = '']) => name));
  const bodiless = rest.method === 'GET' || rest.method === 'DELETE';
  const names = Object.keys(properties);
  const inAddress = names.filter((name) => bodiless || inPath.has(name));
  const parameters = inAddress.map((name) => {
    const { description, ...schema } = meanings[name] ?? {};
    const place = inPath.has(name) ? 'path' : 'query';
    return { name, in: place, required: required.includes(name), ...(description ? { description } : {}), schema };
  });
  const inBody = names.filter((name) => !inAddress.includes(name));
  if (bodiless || inBody.length === 0) return { parameters, body: null };
  const needed = required.filter((name) => inBody.includes(name));
  const fields = Object.fromEntries(inBody.map((name) => [name, properties[name]]));
  return { parameters, body: { ...whole, properties: fields, ...(needed.length > 0 ? { required: needed } : {}) } };
}

function requestBody(schema: JsonSchema, { acceptsTextPlain }: RestSpec): JsonSchema {
  const asText = { 'text/plain': { schema: { type: 'string', description: 'the same as JSON text' } } };
  return {
    required: 'required' in schema,
    content: { 'application/json': { schema }, ...(acceptsTextPlain === true ? asText : {}) },
  };
}

function successes({ output }: Contract, { status = 200 }: RestSpec, schemas: JsonSchemas): Record<string, JsonSchema> {
  if (output instanceof z.ZodVoid) return { [status]: { description: 'Done.' } };
  const content = { 'application/json': { schema: schemas.output(output) } };
  if (status !== 201) return { [status]: { description: 'The answer.', content } };
  return { 200: { description: 'It was there already.', content }, 201: { description: 'It was made.', content } };
}

function failures(contract: Contract, schemas: JsonSchemas): Record<string, JsonSchema> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of possibleErrors(contract, 'rest')) {
    byStatus.set(ERROR_STATUS[code], [...(byStatus.get(ERROR_STATUS[code]) ?? []), code]);
  }
  const problem = schemas.output(problemSchema);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const schema = { allOf: [problem, { properties: { code: { enum: codes } } }] };
      return [status, { description: codes.join(', '), content: { 'application/problem+json': { schema } } }];
    }),
  );
}
