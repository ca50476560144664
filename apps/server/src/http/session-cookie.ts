import '@fastify/cookie';
import type { RestSpec } from '@stm-chat/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOwnOrigin } from '../kernel/origin.js';

const PLAIN_NAME = 'stm_refresh';
/** A name that browsers take from a page with TLS alone: nobody else can plant such a cookie. Without TLS they refuse it. */
const SECURE_NAME = `__Secure-${PLAIN_NAME}`;

type SessionStep = RestSpec['session'];

/**
 * Cookie mode (rules AU11, AU12): on the server's own origin the refresh token travels in an HttpOnly cookie and is
 * in no body, so that no script can read it. Handlers know nothing of it: they see the token in their input and give it
 * in their output.
 */
export interface SessionCookies {
  /** Puts the cookie's token into the input of refresh and logout when the body has none. */
  intoInput(step: SessionStep, request: FastifyRequest, input: Record<string, unknown>): Record<string, unknown>;
  /** Takes the refresh token out of the output and into the cookie, when the caller asked for that. */
  fromOutput(step: SessionStep, request: FastifyRequest, reply: FastifyReply, output: unknown): unknown;
  /** A token that was refused is forgotten. */
  afterRefusal(step: SessionStep, request: FastifyRequest, reply: FastifyReply): void;
}

/** @param maxAgeSeconds life of a refresh token */
export function sessionCookies(maxAgeSeconds: number, publicOrigin: string | null): SessionCookies {
  const cookie = publicOrigin?.startsWith('https:') === true ? SECURE_NAME : PLAIN_NAME;
  const attributes = { path: '/api/auth', httpOnly: true, secure: true, sameSite: 'strict' } as const;
  const isOwnPage = ({ headers }: FastifyRequest): boolean =>
    headers.origin === undefined || headers.origin === publicOrigin || isOwnOrigin(headers.origin, headers.host);
  const mayUseCookie = (request: FastifyRequest): boolean =>
    isOwnPage(request) && isJson(request.headers['content-type']);
  const cameByCookie = (request: FastifyRequest): boolean =>
    mayUseCookie(request) &&
    request.cookies[cookie] !== undefined &&
    field(request.body, 'refresh_token') === undefined;

  return {
    intoInput(step, request, input) {
      if (step === undefined || step === 'opens' || !cameByCookie(request)) return input;
      return { ...input, refresh_token: request.cookies[cookie] };
    },
    fromOutput(step, request, reply, output) {
      if (step === undefined) return output;
      if (step === 'ends') {
        if (request.cookies[cookie] !== undefined) void reply.clearCookie(cookie, attributes);
        return output;
      }
      const asked = field(request.body, 'cookie') === true || cameByCookie(request);
      const token = field(output, 'refresh_token');
      if (!asked || !mayUseCookie(request) || typeof token !== 'string') return output;
      void reply.setCookie(cookie, token, { ...attributes, maxAge: maxAgeSeconds });
      return { ...(output as object), refresh_token: undefined };
    },
    afterRefusal(step, request, reply) {
      if (step === 'renews' && cameByCookie(request)) void reply.clearCookie(cookie, attributes);
    },
  };
}

export function isJson(contentType: string | undefined): boolean {
  return /^application\/json\s*(?:;|$)/i.test(contentType ?? '');
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
