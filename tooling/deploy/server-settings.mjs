import { readConfig, variables } from '../../apps/server/src/config/read-config.ts';

/** Of Node, of the platform, or of the image itself. */
const NOT_OURS = new Set(['NODE_VERSION']);

const known = new Set(variables.map(({ name }) => name));

/**
 * What stands in no file: secrets and addresses that an operator gives.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const SECRETS = {
  DATABASE_URL: 'postgresql://stm_chat:secret@pooler.example:6543/stm_chat',
  DIRECT_URL: 'postgresql://stm_chat:secret@database.example:5432/stm_chat',
  REDIS_URL: 'redis://redis.example:6379',
  JWT_SECRET: 'c2VjcmV0IG9mIGEgdGVzdCwgd2hpY2ggaXMgbG9uZyBlbm91Z2g=',
  SERVICE_TOKEN: 'c2VydmljZSB0b2tlbiBvZiBhIHRlc3QsIGxvbmcgZW5vdWdo',
};

/**
 * What a server would make of these variables in production.
 *
 * @param {Readonly<Record<string, string>>} env
 * @throws when one of them is none of this server's, or has a value that it refuses
 */
export function settingsOf(env) {
  const strange = Object.keys(env).filter((name) => !known.has(name) && !NOT_OURS.has(name));
  if (strange.length > 0) throw new Error(`The server has no ${strange.join(', ')}`);
  return readConfig({ NODE_ENV: 'production', EVIDENCE_KEY: '', ...env });
}
