import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { newWebhookSecret, webhookHeaders } from './webhook-signature.rules.js';

const request = {
  id: '0190a1b2-0000-7000-8000-000000000001',
  timestamp: Math.floor(Date.now() / 1000),
  body: '{"ü":1}',
};

it('[WH2] is verified by the official library, with either secret while one is being changed', () => {
  const [old, fresh] = [newWebhookSecret(), newWebhookSecret()];
  const headers = webhookHeaders(request, [fresh, old]);
  for (const secret of [old, fresh]) expect(new Webhook(secret).verify(request.body, headers)).toEqual({ ü: 1 });
  expect(headers['webhook-signature']).toBe(
    [fresh, old]
      .map((secret) => new Webhook(secret).sign(request.id, new Date(request.timestamp * 1000), request.body))
      .join(' '),
  );
});

it('[WH2] is not that of another secret, body, id or time', () => {
  const secret = newWebhookSecret();
  const headers = webhookHeaders(request, [secret]);
  const verify =
    (body: string, given: Record<string, string>, key = secret) =>
    () =>
      new Webhook(key).verify(body, given);
  expect(verify(request.body, headers)).not.toThrow();
  expect(verify('{"ü":2}', headers)).toThrow('No matching signature');
  expect(verify(request.body, { ...headers, 'webhook-id': 'other' })).toThrow('No matching signature');
  expect(verify(request.body, { ...headers, 'webhook-timestamp': String(request.timestamp - 1) })).toThrow(
    'No matching signature',
  );
  expect(verify(request.body, headers, newWebhookSecret())).toThrow('No matching signature');
});
