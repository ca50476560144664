import { createECDH, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ApnsConfig, FcmConfig, PushConfig } from './config.js';
import * as form from './value-forms.js';
import { optional, type ValuesOf, withDefault } from './variable.js';

/** Pushes to browsers and phones. */
export const pushVariables = {
  VAPID_PRIVATE_KEY: optional('key', vapidKey, {
    defaultText: 'made at the first start, and kept in the database',
    description:
      'By which push services of browsers know this installation: base64url. Changing it ends all subscriptions.',
  }),
  VAPID_SUBJECT: optional('mailto: or https:', subject, {
    defaultText: 'PUBLIC_URL, when it is https',
    description: 'How push services reach you. Apple takes no made-up address.',
  }),
  FCM_SERVICE_ACCOUNT: optional('JSON or a file with it', serviceAccount, {
    description: 'The service account of a Firebase project, for pushes to Android and iOS through FCM.',
  }),
  FCM_URL: withDefault('address', 'https://fcm.googleapis.com', form.webAddress, {
    description: 'Where Firebase Cloud Messaging answers.',
  }),
  APNS_KEY: optional('key in PEM or a file with it', apnsKey, {
    description: 'The signing key (.p8) of an Apple developer account, for pushes to iOS.',
  }),
  APNS_KEY_ID: optional('text', form.text, { description: 'The id of APNS_KEY.' }),
  APNS_TEAM_ID: optional('text', form.text, { description: 'The id of the Apple team.' }),
  APNS_TOPIC: optional('text', form.text, { description: 'The bundle id of the application.' }),
  APNS_URL: withDefault('address', 'https://api.push.apple.com', form.webAddress, {
    description: 'Where APNs answers; https://api.sandbox.push.apple.com for development builds.',
  }),
};

type Values = ValuesOf<typeof pushVariables>;

export function pushConfig(values: Values, publicUrl: string | null): PushConfig {
  const { APNS_KEY: key, APNS_KEY_ID: keyId, APNS_TEAM_ID: teamId, APNS_TOPIC: topic, APNS_URL: url } = values;
  const apns: ApnsConfig | null =
    key === null || keyId === null || teamId === null || topic === null ? null : { key, keyId, teamId, topic, url };
  const account = values.FCM_SERVICE_ACCOUNT;
  return {
    vapidPrivateKey: values.VAPID_PRIVATE_KEY,
    vapidSubject:
      values.VAPID_SUBJECT ??
      (publicUrl?.startsWith('https:') === true ? publicUrl : 'mailto:operator@localhost.localdomain'),
    fcm: account === null ? null : { ...account, url: values.FCM_URL },
    apns,
  };
}

/** What APNs needs beside its key. */
export function pushFaults(values: Values): string[] {
  if (values.APNS_KEY === null) return [];
  return (['APNS_KEY_ID', 'APNS_TEAM_ID', 'APNS_TOPIC'] as const)
    .filter((name) => values[name] === null)
    .map((name) => `${name}: is required with APNS_KEY`);
}

function vapidKey(value: string): string {
  const bytes = Buffer.from(value, 'base64url');
  try {
    if (bytes.length !== 32) throw new Error('another length');
    createECDH('prime256v1').setPrivateKey(bytes);
  } catch {
    throw new Error(
      'the 32 bytes of a P-256 private key in base64url are expected (`npx web-push generate-vapid-keys`)',
    );
  }
  return bytes.toString('base64url');
}

function subject(value: string): string {
  if (!/^mailto:.+@.+/.test(value) && !/^https:\/\/.+/.test(value)) {
    throw new Error('an address such as mailto:ops@example.com or https://example.com is expected');
  }
  return value;
}

function serviceAccount(value: string): Omit<FcmConfig, 'url'> {
  const expected =
    'the JSON of a service account is expected (project_id, client_email, private_key), or a file with it';
  try {
    const read = JSON.parse(value.startsWith('{') ? value : readFileSync(value, 'utf8')) as Record<string, unknown>;
    const field = (name: string) => {
      const found = read[name];
      if (typeof found !== 'string' || found === '') throw new Error(name);
      return found;
    };
    const tokenUrl = read['token_uri'] === undefined ? 'https://oauth2.googleapis.com/token' : field('token_uri');
    return {
      project: field('project_id'),
      clientEmail: field('client_email'),
      privateKey: pem(field('private_key'), 'rsa'),
      tokenUrl: form.webAddress(tokenUrl),
    };
  } catch {
    throw new Error(expected);
  }
}

function apnsKey(value: string): string {
  try {
    return pem(value.includes('-----BEGIN') ? value.replaceAll('\\n', '\n') : readFileSync(value, 'utf8'), 'ec');
  } catch {
    throw new Error('a private key of the curve P-256 in PEM is expected (Apple\u2019s .p8), or a file with it');
  }
}

function pem(text: string, type: 'rsa' | 'ec'): string {
  const key = createPrivateKey(text);
  if (key.asymmetricKeyType !== type) throw new Error('another kind of key');
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}
