import type { OpenApiOperation } from './openapi-operation.js';

const text = { type: 'string' };
const json = (properties: Record<string, unknown>) => ({
  'application/json': { schema: { type: 'object', properties, required: Object.keys(properties) } },
});
const readiness = json({
  status: { enum: ['ready', 'not_ready'] },
  checks: { type: 'object', additionalProperties: { enum: ['ok', 'failing'] } },
});

/** The two routes that are no commands. */
export const healthPaths: Record<string, Record<string, OpenApiOperation>> = {
  '/health': {
    get: {
      operationId: 'health',
      summary: 'The process lives.',
      tags: ['health'],
      responses: {
        200: {
          description: 'It does.',
          content: json({ status: { const: 'ok' }, timestamp: { ...text, format: 'date-time' }, service: text }),
        },
      },
    },
  },
  '/health/ready': {
    get: {
      operationId: 'ready',
      summary: 'Whether each dependency answers, and users should be sent here.',
      tags: ['health'],
      responses: {
        200: { description: 'They should.', content: readiness },
        503: { description: 'They should not.', content: readiness },
      },
    },
  },
};
