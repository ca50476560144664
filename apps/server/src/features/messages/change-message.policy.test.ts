import { describe, expect, it } from 'vitest';
import { requireChanged } from './change-message.policy.js';
import type { ChangeOutcome } from './change-message.repository.js';

const limit = { allowed: false, retryAfterMs: 1500, refund: () => undefined };

describe('why a message was not changed', () => {
  it.each<[ChangeOutcome, string]>([
    ['no_chat', 'not_found'],
    ['no_message', 'not_found'],
    ['not_mine', 'forbidden'],
    ['system', 'forbidden'],
    ['deleted', 'forbidden'],
    ['disputed', 'forbidden'],
    ['too_late', 'forbidden'],
    ['chat_closed', 'chat_closed'],
    ['too_many', 'conflict'],
  ])('[ED4][ED5][ED9] %s is %s', (outcome, code) => {
    expect(() => requireChanged(outcome, limit)).toThrow(expect.objectContaining({ code }));
  });

  it('over the limit it says when to try again', () => {
    expect(() => requireChanged('rate_limited', limit)).toThrow(
      expect.objectContaining({ code: 'rate_limited', retryAfterMs: 1500 }),
    );
  });

  it.each<ChangeOutcome>(['done', 'same'])('%s passes', (outcome) => {
    expect(() => requireChanged(outcome, limit)).not.toThrow();
  });
});
