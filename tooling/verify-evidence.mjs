/**
 * `npm run verify-evidence -- file.ndjson [published-keys.json]`: whether a file of evidence is whole and unchanged, and
 * signed with a key that the server published (`/.well-known/stm-chat-evidence.json`, saved to a file). It asks no network.
 * Ends with 0 when it is, else with 1.
 */
import { readFileSync } from 'node:fs';
import { verifyEvidence } from '../apps/server/src/features/evidence/verifier/verify-evidence.mjs';

const [file, published] = process.argv.slice(2);
if (file === undefined) {
  console.error('npm run verify-evidence -- file.ndjson [published-keys.json]');
  process.exit(2);
}
const keys =
  published === undefined
    ? null
    : JSON.parse(readFileSync(published, 'utf8')).keys.map((/** @type {{ x: string }} */ { x }) => x);
const { ok, problem, kid, known, records } = await verifyEvidence(readFileSync(file), keys);
if (!ok) {
  console.error(`NOT GENUINE: ${problem}`);
  process.exit(1);
}
console.log(
  known === true
    ? `genuine and complete: ${records.length} records, signed with the published key ${kid}`
    : `complete and unchanged: ${records.length} records, signed with the key ${kid}; compare it with the one that the server publishes`,
);
