import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { CommandError } from '../../kernel/errors.js';
import { type RawCall, RawRoutes } from '../../kernel/raw-routes.js';
import { CHANNEL_SWITCH, type ChannelSwitch } from '../delivery/delivery.api.js';
import { MailLinks, OPEN_PATH, STOP_PATH } from './mail-links.js';
import { placeOfMail } from './mail-page.rules.js';
import { type StopPage, STOP_PAGE_POLICY, stopPage } from './stop-page.js';
import { type MailLanguage, mailLanguageOf } from './words/mail-words.js';

const BODY_MAX = 1024;

/**
 * Where links in mails lead. Nothing here signs anybody in or reads anything: one leads to a page of the application or of the
 * host platform, the other one switches mails off, which takes a POST, because programs that look through mails open every link.
 */
@Injectable()
export class MailRoutes {
  readonly #language: MailLanguage;
  readonly #page: string | null;

  constructor(
    @Inject(RawRoutes) routes: RawRoutes,
    @Inject(CONFIG) { mail }: Config,
    @Inject(MailLinks) private readonly links: MailLinks,
    @Inject(CHANNEL_SWITCH) private readonly channels: ChannelSwitch,
  ) {
    this.#language = mail?.language ?? 'en';
    this.#page = mail?.page ?? null;
    routes.add(
      { methods: ['GET', 'HEAD'], path: OPEN_PATH, handle: (call) => this.#open(call) },
      { methods: ['GET', 'HEAD'], path: STOP_PATH, handle: (call) => this.#ask(call) },
      { methods: ['POST'], path: STOP_PATH, handle: (call) => this.#stop(call) },
    );
  }

  async #open({ query, response }: RawCall): Promise<void> {
    const link = this.links.read(query.get('t'));
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Referrer-Policy', 'no-referrer');
    // A link that is over leads to the first page, where what is unread is at the top.
    response.writeHead(302, { Location: placeOfMail(link?.kind === 'open' ? link.path : null, this.#page) }).end();
  }

  async #ask({ query, request, response }: RawCall): Promise<void> {
    const link = this.links.read(query.get('t'));
    if (link?.kind !== 'stop') return this.#answer(request, response, 400, { kind: 'bad' });
    return this.#answer(request, response, 200, { kind: 'ask', ...this.#tokens(link.userId, link.chatId) });
  }

  async #stop({ query, request, response }: RawCall): Promise<void> {
    const link = this.links.read(query.get('t'));
    if (link?.kind !== 'stop') return this.#answer(request, response, 400, { kind: 'bad' });
    const { userId, chatId } = link;
    // What RFC 8058 sends (List-Unsubscribe=One-Click), and the page's own button.
    const on = new URLSearchParams(await readBody(request)).get('mails') === 'on';
    await this.channels.switchMail(userId, chatId, on);
    return this.#answer(request, response, 200, { kind: on ? 'undone' : 'done', ...this.#tokens(userId, chatId) });
  }

  #tokens(userId: number, chatId: string | null) {
    const token = this.links.token({ kind: 'stop', userId, chatId });
    const allToken = chatId === null ? null : this.links.token({ kind: 'stop', userId, chatId: null });
    return { ofChat: chatId !== null, token, allToken };
  }

  #answer(request: IncomingMessage, response: ServerResponse, status: number, page: StopPage): void {
    const language = mailLanguageOf(request.headers['accept-language']) ?? this.#language;
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Vary', 'Accept-Language');
    response.setHeader('Content-Security-Policy', STOP_PAGE_POLICY);
    // With none at all a browser would say that the form comes from nowhere, which is refused.
    response.setHeader('Referrer-Policy', 'same-origin');
    response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(request.method === 'HEAD' ? undefined : stopPage(page, language));
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) {
    text += String(piece);
    if (text.length > BODY_MAX) throw new CommandError('payload_too_large', 'The body is too long.');
  }
  return text;
}
