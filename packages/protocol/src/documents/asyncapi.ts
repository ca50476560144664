import { z } from 'zod';
import type { Contract } from '../contract.js';
import { contracts } from '../contracts.js';
import { serverEvents } from '../events.js';
import { NAMESPACE, SERVER_EVENTS } from '../names.js';
import { possibleErrors, wireErrorSchema } from './error-schemas.js';
import { EVENT_SUMMARIES } from './event-summaries.js';
import { type JsonSchema, JsonSchemas } from './json-schemas.js';
import { WIRE_VERSION } from './wire-version.js';

export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly info: JsonSchema;
  readonly defaultContentType: string;
  readonly servers: Record<string, JsonSchema>;
  readonly channels: Record<string, JsonSchema>;
  readonly operations: Record<string, JsonSchema>;
  readonly components: Record<'messages' | 'schemas' | 'securitySchemes', Record<string, JsonSchema>>;
}

const DESCRIPTION = `Everything that happens live, over Socket.IO: \`io(URL + '${NAMESPACE}', { auth: { token } })\`, by websocket or
polling. A client emits commands, each with an optional acknowledgement callback; without one a failure comes as the
\`error\` event. A handshake with a bad token is a \`connect_error\` whose \`data.code\` is \`unauthorized\` or
\`token_expired\`. History, and what else is not live, is in the OpenAPI document beside this one. Clients have to ignore
fields and events that they do not know.`;

const CHANNEL = { $ref: '#/channels/chat' };
const inChannel = (message: string) => ({ $ref: `#/channels/chat/messages/${message}` });
const ackOf = (command: string) => `${command}.ack`;

/**
 * AsyncAPI 3.0 of every contract that has a socket door, with its acknowledgement, and of every event of the server. It
 * is written as the server sees it: commands are received, events are sent.
 * @param server where clients reach it: host with port, and whether by TLS
 */
export function asyncApiDocument(server: { readonly host: string; readonly secure: boolean }): AsyncApiDocument {
  const schemas = new JsonSchemas('draft-7');
  const messages: Record<string, JsonSchema> = {};
  const operations: Record<string, JsonSchema> = {};
  for (const contract of Object.values<Contract>(contracts)) {
    const { name, spec, summary } = contract;
    if (!spec.socket) continue;
    messages[name] = message(name, summary, schemas.input(contract.input));
    messages[ackOf(name)] = message(name, `Acknowledgement of ${name}.`, acknowledgement(contract, schemas));
    operations[name] = {
      action: 'receive',
      channel: CHANNEL,
      summary,
      messages: [inChannel(name)],
      reply: { channel: CHANNEL, messages: [inChannel(ackOf(name))] },
    };
  }
  for (const event of SERVER_EVENTS) {
    const summary = EVENT_SUMMARIES[event];
    messages[event] = message(event, summary, schemas.output(serverEvents[event]));
    operations[event] = { action: 'send', channel: CHANNEL, summary, messages: [inChannel(event)] };
  }
  return {
    asyncapi: '3.0.0',
    info: { title: 'STM Chat', version: WIRE_VERSION, description: DESCRIPTION, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    servers: {
      this: {
        host: server.host,
        pathname: '/socket.io',
        protocol: server.secure ? 'wss' : 'ws',
        description: 'Socket.IO 4 (Engine.IO 4); stock clients find the path by themselves.',
        security: [{ $ref: '#/components/securitySchemes/token' }],
      },
    },
    channels: {
      chat: {
        address: NAMESPACE,
        title: 'Chat',
        description: `The namespace \`${NAMESPACE}\`, the only one that is open. An event’s name is its message’s name.`,
        messages: Object.fromEntries(
          Object.keys(messages).map((key) => [key, { $ref: `#/components/messages/${key}` }]),
        ),
      },
    },
    operations,
    components: {
      messages,
      schemas: schemas.named(),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'In the handshake’s `auth.token` or an `Authorization` header, never in the address.',
        },
      },
    },
  };
}

function message(name: string, summary: string, payload: JsonSchema): JsonSchema {
  return { name, title: name, summary, payload };
}

function acknowledgement(contract: Contract, schemas: JsonSchemas): JsonSchema {
  const { ack } = contract.spec;
  const key = ack === undefined || contract.output instanceof z.ZodVoid ? null : ack;
  const error = schemas.output(wireErrorSchema);
  const codes = { properties: { code: { enum: possibleErrors(contract, 'socket') } } };
  return {
    oneOf: [
      object({ ok: { const: true }, ...(key === null ? {} : { [key]: schemas.output(contract.output) }) }),
      object({ ok: { const: false }, error: { allOf: [error, codes] } }),
    ],
  };
}

function object(properties: Record<string, unknown>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties) };
}
