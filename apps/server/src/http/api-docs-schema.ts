import type { JsonSchema as Schema } from '@stm-chat/protocol/documents';
import { type Html, html, prose } from './api-docs-html.js';

/** A JSON Schema of the documents as nested lists of fields; what has a name is a link to it. */
export function schemaHtml(schema: Schema): Html {
  const onlyFields = 'properties' in schema || list(schema['oneOf']).some((choice) => 'properties' in choice);
  return html`${onlyFields ? '' : html`<p class="type">${typeOf(schema)}</p>`}${within(schema)}`;
}

/** What one line can say about a schema. */
function typeOf(schema: Schema): Html {
  const { $ref, anyOf, oneOf, allOf, type, items, format } = schema;
  if (typeof $ref === 'string') return html`<a href="#${anchorOf($ref)}">${nameOf($ref)}</a>`;
  const [first] = list(allOf);
  if (first !== undefined) return typeOf(first);
  const choices = [...list(anyOf), ...list(oneOf)];
  if (choices.length > 0) return join(choices.map(typeOf), ' or ');
  if ('const' in schema) return html`<code>${JSON.stringify(schema['const'])}</code>`;
  if (Array.isArray(schema['enum']))
    return join(
      schema['enum'].map((value) => html`<code>${JSON.stringify(value)}</code>`),
      ' | ',
    );
  if (isSchema(items)) return html`list of ${typeOf(items)}`;
  const name = Array.isArray(type) ? type.join(' or ') : typeof type === 'string' ? type : 'anything';
  return html`${typeof format === 'string' ? `${name} (${format})` : name}`;
}

/** The fields of an object, however deep in lists and choices it is. */
function within(schema: Schema): Html {
  const { properties, required, items, anyOf, oneOf } = schema;
  const needed = Array.isArray(required) ? required : [];
  const fields = Object.entries((properties ?? {}) as Record<string, Schema>).map(([name, field]) =>
    fieldHtml(name, field, needed.includes(name)),
  );
  const deeper = [...(isSchema(items) ? [items] : []), ...list(anyOf), ...list(oneOf)].map(within);
  return html`${
    fields.length > 0
      ? html`<ul class="fields">
          ${fields}
        </ul>`
      : ''
  }${deeper}`;
}

function fieldHtml(name: string, field: Schema, needed: boolean): Html {
  const { description } = field;
  return html`<li>
    <span class="name">${name}</span>${needed ? html`<span class="needed" title="always there">*</span>` : ''}
    <span class="type">${typeOf(field)}</span>
    <span class="note">${bounds(field)}</span>
    ${typeof description === 'string' ? html`<span class="note">${prose(description)}</span>` : ''}${within(field)}${codes(field)}
  </li>`;
}

/** The codes that one command's error may have stand in a second part beside the error itself. */
function codes({ allOf }: Schema): Html {
  const [, narrowed] = list(allOf);
  return narrowed === undefined ? html`` : within(narrowed);
}

function bounds(schema: Schema): string {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const limits = [
    range(minimum, maximum, ''),
    range(minLength, maxLength, 'characters'),
    range(minItems, maxItems, 'entries'),
  ];
  const otherwise = 'default' in schema ? [`by default ${JSON.stringify(schema['default'])}`] : [];
  return [...limits.filter((limit) => limit !== ''), ...otherwise].join(', ');
}

function range(least: unknown, most: unknown, unit: string): string {
  if (typeof most === 'number') return `${typeof least === 'number' ? `${least} to ` : 'up to '}${most} ${unit}`.trim();
  return typeof least === 'number' ? `${least} or more ${unit}`.trim() : '';
}

function join(parts: readonly Html[], between: string): Html {
  return html`${parts.map((part, index) => (index === 0 ? part : html`${between}${part}`))}`;
}

function list(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

function anchorOf(ref: string): string {
  return `schema-${nameOf(ref)}`;
}
