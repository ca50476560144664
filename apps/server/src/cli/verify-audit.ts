import { createPrivateKey, createPublicKey } from 'node:crypto';
import { startDatabase } from '../database/start-database.js';
import { checkAudit, hasSeal } from '../features/audit/audit.queries.js';
import { counted } from './counted.js';
import { operatorConfig, type Operator, quietLogger } from './operator.js';

/** Whether the audit is what was sealed. @param seals hashes that were written down elsewhere */
export async function verifyAudit(operator: Operator, seals: readonly string[]): Promise<boolean> {
  const config = operatorConfig(operator.env);
  const { database, stop } = await startDatabase(config, quietLogger(operator.complain));
  try {
    const own = config.server.production ? config.disputes.evidenceKey() : null;
    const keys = [...(own === null ? [] : [publicOf(own)]), ...config.disputes.previousEvidenceKeys];
    const { faults, sealed, seals: count, signed, open, newest } = await checkAudit(database, keys);
    const all = [...faults];
    for (const hash of seals) {
      if (!/^[0-9a-f]{64}$/i.test(hash)) all.push(`${hash} is no hash of a seal: 64 hexadecimal digits are.`);
      else if (!(await hasSeal(database, hash))) all.push(`No seal has the hash ${hash}: the chain was made anew.`);
    }
    if (newest === null)
      operator.say(`The audit has ${counted(open, 'row')} and no seal yet: a running server makes one a minute.`);
    else {
      operator.say(
        `${counted(sealed, 'row')} in ${counted(count, 'seal')}, ${signed} of them signed by a known key; ${counted(open, 'row')} since.`,
      );
      operator.say(`Newest: seal ${newest.number}, ${newest.hash}`);
    }
    for (const fault of all) operator.complain(fault);
    operator.say(all.length === 0 ? 'The audit is what was sealed.' : 'The audit is NOT what was sealed.');
    return all.length === 0;
  } finally {
    await stop();
  }
}

const publicOf = (pem: string): string =>
  createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'pem' }).toString();
