import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { Contract } from '../contract.js';
import { contracts } from '../contracts.js';
import { ERROR_STATUS, type ErrorCode } from '../errors.js';
import { openApiDocument } from './openapi.js';
import type { OpenApiOperation } from './openapi-operation.js';

const document = openApiDocument();
const routes = Object.values<Contract>(contracts).flatMap((contract) => {
  const { rest } = contract.spec;
  return rest === undefined ? [] : [{ name: contract.name, contract, rest }];
});
const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

function operationOf(path: string, method: string): OpenApiOperation | undefined {
  return document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
}

/** The names of everything a caller can put into a request. */
function fieldsOf({ parameters = [], requestBody }: OpenApiOperation): unknown[] {
  const body = requestBody as { content: { 'application/json': { schema: { properties: object } } } } | undefined;
  return [
    ...parameters.map((parameter) => parameter['name']),
    ...Object.keys(body?.content['application/json'].schema.properties ?? {}),
  ];
}

function codesOf({ responses }: OpenApiOperation): string[] {
  return Object.entries(responses).flatMap(([status, response]) => {
    const { content = {} } = response as { content?: Record<string, { schema: unknown }> };
    if (content['application/problem+json'] === undefined) return [];
    const [, codes] = JSON.stringify(content).match(/"code":\{"enum":(\[[^\]]*\])/) ?? [];
    return (JSON.parse(codes ?? '[]') as ErrorCode[]).map((code) => {
      expect(`${ERROR_STATUS[code]} ${code}`).toBe(`${status} ${code}`);
      return code;
    });
  });
}

describe('the OpenAPI document', () => {
  it('[AP1] is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const outcome = await validator.validate(JSON.parse(JSON.stringify(document)));
    expect(outcome).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('[AP1] has a route for every contract that has one, and no other but health and what is sent as a file', () => {
    const expected = routes.map(
      ({ name, rest }) => `${rest.method} ${rest.path.replaceAll(/:(\w+)/g, '{$1}')} ${name}`,
    );
    const found = documented.map(
      ({ path, method, operation }) => `${method.toUpperCase()} ${path} ${operation.operationId}`,
    );
    const others = [
      'GET /health health',
      'GET /health/ready ready',
      'GET /api/me/export export_my_data',
      'POST /api/uploads tus_create',
      'HEAD /api/uploads/{attachmentId} tus_offset',
      'PATCH /api/uploads/{attachmentId} tus_write',
      'DELETE /api/uploads/{attachmentId} tus_cancel',
      'GET /api/attachments/{attachmentId} load_attachment',
      'GET /api/attachments/{attachmentId}/thumbnail load_thumbnail',
    ];
    expect(found.sort()).toEqual([...expected, ...others].sort());
  });

  it.each(routes)(
    '[AP1] $name: every field, answer and error of the contract, and who may call',
    ({ contract, rest }) => {
      const operation = operationOf(rest.path, rest.method);
      if (operation === undefined) throw new Error('it is not in the document');
      const input = contract.input as z.ZodObject;
      expect(new Set(fieldsOf(operation))).toEqual(new Set(Object.keys(input.shape)));
      expect(Object.keys(operation.responses)).toContain(String(rest.status ?? 200));
      if (rest.status === 201) expect(Object.keys(operation.responses)).toContain('200');
      expect(codesOf(operation)).toEqual(expect.arrayContaining(['invalid_payload', 'internal', ...contract.errors]));
      const needsToken = contract.spec.audience !== 'anyone';
      expect(JSON.stringify(operation.security).includes('"token"')).toBe(needsToken);
      expect(codesOf(operation).includes('token_expired')).toBe(needsToken);
    },
  );

  it('[AP1] says of a field what the contract asks of it', () => {
    const list = operationOf('/api/chat/:chatId/messages', 'GET');
    expect(list?.parameters).toContainEqual({
      name: 'limit',
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    });
    const body = JSON.stringify(operationOf('/api/chat/:chatId/messages', 'POST')?.requestBody);
    expect(body).toContain('"message":{"maxLength":4000,"type":"string"}');
    expect(body).toContain('"required":["message"]');
    expect(body).toContain('"additionalProperties":false');
  });

  it('[ER5] knows every error code', () => {
    const { Problem } = document.components.schemas;
    expect(Problem).toMatchObject({ properties: { code: { enum: Object.keys(ERROR_STATUS) } } });
  });
});
