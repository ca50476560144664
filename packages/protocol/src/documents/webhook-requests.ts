import { webhookEvents } from '../entities/webhook.js';
import type { JsonSchemas } from './json-schemas.js';
import type { OpenApiOperation } from './openapi-operation.js';

const SUMMARIES: Record<keyof typeof webhookEvents, string> = {
  'message.created': 'Somebody wrote a message.',
  'message.edited': 'Its author changed a message.',
  'message.deleted': 'A message was deleted.',
  'chat.opened': 'A chat was opened; both parties are in it.',
  'chat.closed': 'A chat was closed.',
  'chat.reopened': 'A closed chat was opened again.',
  'member.added': 'Somebody got a seat in a chat.',
  'member.removed': 'Somebody lost a seat in a chat.',
  'dispute.opened': 'A party opened a dispute.',
  'dispute.assigned': 'A local service manager has the case.',
  'dispute.handed_over': 'Another local service manager has the case.',
  'dispute.released': 'The local service manager gave the case back to the queue.',
  'dispute.returned': 'The case went back to the queue by itself.',
  'dispute.resolved': 'The dispute has its outcome.',
  'dispute.withdrawn': 'Who opened the dispute took it back.',
  'webhook.test': 'An administrator tries the endpoint.',
};

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

const parameters = [
  header('webhook-id', 'The event’s id: the same however often it comes; act on each once.'),
  header('webhook-timestamp', 'Seconds since 1970 of this attempt.'),
  header(
    'webhook-signature',
    '`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; several, apart by a space, while a secret is being changed.',
  ),
];

/** The requests that the server makes to the endpoints of the host platform (Standard Webhooks). */
export function webhookRequests(schemas: JsonSchemas): Record<string, Record<string, OpenApiOperation>> {
  return Object.fromEntries(
    Object.entries(webhookEvents).map(([type, body]) => [
      type,
      {
        post: {
          operationId: `told_${type.replaceAll('.', '_')}`,
          summary: SUMMARIES[type as keyof typeof webhookEvents],
          tags: ['webhooks'],
          parameters,
          requestBody: { required: true, content: { 'application/json': { schema: schemas.output(body) } } },
          responses: {
            '2XX': { description: 'It was taken.' },
            '410': { description: 'Nothing more is to be sent here: the endpoint is switched off.' },
            default: { description: 'It is tried again, for a day; `Retry-After` is honoured.' },
          },
        },
      },
    ]),
  );
}
