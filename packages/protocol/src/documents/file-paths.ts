import type { OpenApiOperation } from './openapi-operation.js';

const security = [{ token: [] }];
const text = { type: 'string' };
const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: text,
});
const id = { name: 'attachmentId', in: 'path', required: true, schema: { ...text, format: 'uuid' } };
const version = header('Tus-Resumable', '`1.0.0`');
const signed = ['user', 'session', 'expires', 'signature'].map((name) => ({
  name,
  in: 'query',
  required: false,
  description: 'of a link (`link_attachments`), which then needs no token',
  schema: text,
}));
const bytes = { 'application/octet-stream': { schema: { ...text, format: 'binary' } } };

const load = (operationId: string, summary: string): OpenApiOperation => ({
  operationId,
  summary,
  tags: ['attachments'],
  security: [...security, {}],
  parameters: [id, ...signed, { name: 'Range', in: 'header', required: false, schema: text }],
  responses: {
    200: { description: 'The file.', content: bytes },
    206: { description: 'The part that was asked for.', content: bytes },
    401: { description: 'unauthorized' },
    404: { description: 'not_found' },
    416: { description: 'There is no such part.' },
  },
});

/** The routes that carry files. Uploads are tus 1.0 (tus.io), for which every language has a client. */
export const filePaths: Record<string, Record<string, OpenApiOperation>> = {
  '/api/uploads': {
    post: {
      operationId: 'tus_create',
      summary: 'Begins an upload (tus 1.0).',
      tags: ['uploads'],
      security,
      parameters: [
        version,
        header('Upload-Length', 'bytes'),
        header('Upload-Metadata', '`chatId`, `filename`, `filetype`, and `peaks` of a voice message, each in base64'),
      ],
      responses: {
        201: { description: 'Its address is in `Location`; the last part of it is the attachment’s id.' },
        400: { description: 'invalid_payload' },
        401: { description: 'unauthorized' },
        404: { description: 'not_found' },
        409: { description: 'chat_closed' },
        413: { description: 'payload_too_large' },
        429: { description: 'rate_limited' },
      },
    },
  },
  '/api/uploads/{attachmentId}': {
    head: {
      operationId: 'tus_offset',
      summary: 'How many bytes the server has (tus 1.0).',
      tags: ['uploads'],
      security,
      parameters: [id, version],
      responses: { 200: { description: 'In `Upload-Offset`.' }, 404: { description: 'not_found' } },
    },
    patch: {
      operationId: 'tus_write',
      summary: 'Sends bytes from an offset on (tus 1.0).',
      tags: ['uploads'],
      security,
      parameters: [id, version, header('Upload-Offset', 'where they begin')],
      requestBody: {
        required: true,
        content: { 'application/offset+octet-stream': { schema: { ...text, format: 'binary' } } },
      },
      responses: {
        204: { description: 'They are kept.' },
        404: { description: 'not_found' },
        409: { description: 'The server has another number of bytes.' },
      },
    },
    delete: {
      operationId: 'tus_cancel',
      summary: 'Cancels an upload (tus 1.0).',
      tags: ['uploads'],
      security,
      parameters: [id, version],
      responses: { 204: { description: 'Done.' }, 404: { description: 'not_found' } },
    },
  },
  '/api/me/export': {
    get: {
      operationId: 'export_my_data',
      summary: 'Everything that is kept of the user, and every chat that the user can read, as one JSON file.',
      tags: ['auth'],
      security,
      responses: {
        200: { description: 'The file.', content: { 'application/json': { schema: { type: 'object' } } } },
        401: { description: 'unauthorized' },
        429: { description: 'rate_limited' },
      },
    },
  },
  '/api/attachments/{attachmentId}': { get: load('load_attachment', 'Loads a file.') },
  '/api/attachments/{attachmentId}/thumbnail': { get: load('load_thumbnail', 'Loads a small WebP of an image.') },
};
