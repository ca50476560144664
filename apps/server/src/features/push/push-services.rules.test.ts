import { expect, it } from 'vitest';
import { takesSilentPushes } from './push-services.rules.js';

it('[PU7] closes nothing where a browser takes the permission away for it', () => {
  const web = (address: string) => takesSilentPushes({ kind: 'web', address });
  expect(web('https://web.push.apple.com/QOk')).toBe(false);
  expect(web('https://fcm.googleapis.com/fcm/send/x')).toBe(true);
  expect(web('https://updates.push.services.mozilla.com/wpush/v2/x')).toBe(true);
  expect(takesSilentPushes({ kind: 'apns', address: 'abc' })).toBe(true);
});
