import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CommandError, invalid } from '../../kernel/errors.js';
import { type RawCall, RawRoutes } from '../../kernel/raw-routes.js';
import { LIMITERS, type Limiters, rateLimited } from '../../kernel/run-command.js';
import { DISPUTES, type Disputes } from '../disputes/disputes.api.js';
import { EvidenceChain, type EvidenceSigner } from './evidence-chain.rules.js';
import {
  EVIDENCE_WORDS_FILE,
  type EvidenceLanguage,
  evidenceLanguage,
  evidenceWords,
} from './evidence-language.rules.js';
import { EvidenceKeys } from './evidence-keys.js';
import { EVIDENCE_PAGE_STYLE, evidencePage } from './evidence-page.js';
import { type EvidenceRecord, EvidenceRecords } from './evidence-records.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const asset = (name: string) => readFileSync(new URL(`./verifier/${name}`, import.meta.url), 'utf8');
const sourceOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The verifier: one file with its own script, which asks no network for anything. */
function verifierPage(): { readonly html: (language: EvidenceLanguage) => string; readonly policy: string } {
  const [verifier, speech] = ['verify-evidence.mjs', 'say-evidence.mjs'].map((name) =>
    asset(name).replaceAll(/^export /gm, ''),
  );
  const page = asset('verifier-page.mjs').replaceAll(/^import [^;]+;\n/gm, '');
  // Nothing in it may look like the end of the script.
  const words = `const WORDS = ${EVIDENCE_WORDS_FILE.replaceAll('<', String.raw`\u003c`)};`;
  const html = asset('verifier-page.html')
    .replace('/* style */', () => asset('verifier-page.css'))
    .replace('/* script */', () => `${verifier}\n${speech}\n${words}\n${page}`);
  // Of what stands between the tags, to the letter.
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? [];
  const [, script = ''] = /<script type="module">([^]*?)<\/script>/.exec(html) ?? [];
  const policy = `default-src 'none'; script-src ${sourceOf(script)}; style-src ${sourceOf(style)}; base-uri 'none'; form-action 'none'`;
  // What stands between the tags is the same in every language: the script begins with that of the page.
  const inLanguage = (language: EvidenceLanguage) =>
    html.replace('<html lang="en">', `<html lang="${language}" dir="${evidenceWords(language).dir}">`);
  return { html: inLanguage, policy };
}

/** Evidence as files: `GET …/evidence`, the page that verifies it, and the public keys. */
@Injectable()
export class EvidenceRoutes {
  readonly #verifier = verifierPage();

  constructor(
    @Inject(RawRoutes) routes: RawRoutes,
    @Inject(DISPUTES) private readonly disputes: Disputes,
    @Inject(EvidenceKeys) private readonly keys: EvidenceKeys,
    @Inject(EvidenceRecords) private readonly records: EvidenceRecords,
    @Inject(LIMITERS) private readonly limiters: Limiters,
  ) {
    routes.add(
      {
        methods: ['GET'],
        path: '/api/disputes/:disputeId/evidence',
        responseHeaders: ['Content-Disposition'],
        handle: (call) => this.#evidence(call),
      },
      { methods: ['GET'], path: '/api/evidence/verifier', handle: (call) => this.#page(call) },
      { methods: ['GET'], path: '/.well-known/stm-chat-evidence.json', handle: (call) => this.#publicKeys(call) },
    );
  }

  async #evidence({ actor, params, query, request, response }: RawCall): Promise<void> {
    if (actor.kind === 'anonymous') throw new CommandError('unauthorized', 'Sign in first.');
    if (actor.kind !== 'user') throw new CommandError('forbidden', 'Only a user may do this.');
    const disputeId = params['disputeId'] ?? '';
    if (!UUID.test(disputeId)) throw invalid('disputeId', 'must be a UUID');
    const format = query.get('format') ?? 'signed';
    if (format !== 'signed' && format !== 'html') throw invalid('format', 'must be signed or html');
    const language = evidenceLanguage(query.get('lang'), request.headers['accept-language']);
    const file = await this.disputes.requireFile(actor.userId, disputeId.toLowerCase());
    const signer = this.keys.requireSigner();
    // Last of all: who may not have it is told so. A file reads every message and every byte of every attachment.
    const spent = await this.limiters.evidence.spend(String(actor.userId));
    if (!spent.allowed) throw rateLimited(spent);
    const records = this.records.of(actor.userId, file, signer.kid);
    const name = `evidence-${disputeId.toLowerCase()}`;
    response.setHeader('Cache-Control', 'private, no-store');
    if (format === 'html') {
      response.setHeader('Content-Security-Policy', `default-src 'none'; style-src ${sourceOf(EVIDENCE_PAGE_STYLE)}`);
      response.setHeader('Content-Disposition', `inline; filename="${name}.html"`);
      return send(response, 'text/html; charset=utf-8', evidencePage(records, evidenceWords(language)));
    }
    response.setHeader('Content-Disposition', `attachment; filename="${name}.ndjson"`);
    return send(response, 'application/x-ndjson; charset=utf-8', signed(records, signer));
  }

  async #page({ query, request, response }: RawCall): Promise<void> {
    const language = evidenceLanguage(query.get('lang'), request.headers['accept-language']);
    response.setHeader('Vary', 'Accept-Language');
    response.setHeader('Content-Security-Policy', this.#verifier.policy);
    const place = query.has('download') ? 'attachment' : 'inline';
    response.setHeader('Content-Disposition', `${place}; filename="stm-chat-evidence-verifier.html"`);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(this.#verifier.html(language));
  }

  async #publicKeys({ response }: RawCall): Promise<void> {
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.end(JSON.stringify(this.keys.document()));
  }
}

async function* signed(records: AsyncIterable<EvidenceRecord>, signer: EvidenceSigner) {
  const chain = new EvidenceChain(() => randomBytes(16));
  for await (const { type, body } of records) yield chain.line(type, body);
  yield chain.close(signer);
}

/** The first piece is made before anything is sent, so that a refusal can still be one. */
async function send(response: ServerResponse, type: string, pieces: AsyncGenerator<string>): Promise<void> {
  const first = await pieces.next();
  response.setHeader('Content-Type', type);
  response.statusCode = 200;
  await pipeline(
    Readable.from(
      (async function* () {
        if (first.done !== true) yield first.value;
        yield* pieces;
      })(),
    ),
    response,
  );
}
