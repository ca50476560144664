import type { AsyncApiDocument, JsonSchema } from '@stm-chat/protocol/documents';
import { type Html, html, prose } from './api-docs-html.js';
import { docsPage } from './api-docs-page.js';
import { schemaHtml } from './api-docs-schema.js';

/**
 * The AsyncAPI document as a page without any script. The viewers of the AsyncAPI project compile their validators with
 * `eval` as soon as they are loaded, which our content security policy forbids, and they bring 2.5 MB for it.
 */
export function liveEventsPage(document: AsyncApiDocument): string {
  const names = Object.keys(document.operations);
  const commands = names.filter((name) => document.operations[name]?.['action'] === 'receive');
  const events = names.filter((name) => document.operations[name]?.['action'] === 'send');
  const server = document.servers['this'] ?? {};
  const body = html`<main class="document">
    <h1>Live events</h1>
    <p class="note">
      ${text(document.info['title'])} ${text(document.info['version'])}, AsyncAPI ${document.asyncapi},
      ${text(server['protocol'])}://${text(server['host'])}${text(server['pathname'])}
    </p>
    <p>${prose(text(document.info['description']))}</p>
    <h2 id="commands">What clients send</h2>
    ${contents(commands)} ${commands.map((name) => article(document, name, ackName(document, name)))}
    <h2 id="events">What the server sends</h2>
    ${contents(events)} ${events.map((name) => article(document, name, undefined))}
    <h2 id="schemas">Schemas</h2>
    ${Object.entries(document.components.schemas).map(
      ([name, schema]) =>
        html`<article id="schema-${name}">
          <h3>${name}</h3>
          ${schemaHtml(schema)}
        </article>`,
    )}
  </main>`;
  return docsPage('Live events', html``, body);
}

function contents(names: readonly string[]): Html {
  return html`<ul class="toc">
    ${names.map((name) => html`<li><a href="#${name}" class="name">${name}</a></li>`)}
  </ul>`;
}

function article({ components, operations }: AsyncApiDocument, name: string, ack: string | undefined): Html {
  const payload = (message: string) => schemaHtml((components.messages[message]?.['payload'] ?? {}) as JsonSchema);
  const acknowledgement =
    ack === undefined
      ? html``
      : html`<h4>acknowledgement</h4>
          ${payload(ack)}`;
  return html`<article id="${name}">
    <h3 class="name">${name}</h3>
    <p>${prose(text(operations[name]?.['summary']))}</p>
    <h4>data</h4>
    ${payload(name)}${acknowledgement}
  </article>`;
}

function ackName({ operations }: AsyncApiDocument, name: string): string | undefined {
  const reply = operations[name]?.['reply'] as { messages?: { $ref: string }[] } | undefined;
  return reply?.messages?.[0]?.$ref.split('/').at(-1);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
