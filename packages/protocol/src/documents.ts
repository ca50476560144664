/** The wire as OpenAPI and AsyncAPI documents, made from the contracts; an entry of its own, so that browsers never load it. */
export { asyncApiDocument, type AsyncApiDocument } from './documents/asyncapi.js';
export type { JsonSchema } from './documents/json-schemas.js';
export { openApiDocument, type OpenApiDocument } from './documents/openapi.js';
