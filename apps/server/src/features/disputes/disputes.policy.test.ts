import type { DisputeStatus } from '@stm-chat/protocol';
import { describe, expect, it } from 'vitest';
import { DISPUTE_COMMANDS, type DisputeCommand, requireAllowed, type Standing, verdictOf } from './disputes.policy.js';

/**
 * The whole policy, written down by hand: `+` may (if the state machine takes the step), `F` forbidden, `C` conflict, `-` it
 * does not exist. `disputes.matrix.medium.test.ts` holds both doors to the policy; this holds the policy to what was meant.
 */
const COLUMNS: readonly DisputeCommand[] = [
  'get_dispute',
  'list_dispute_access',
  'get_evidence',
  'join_dispute',
  'release_dispute',
  'hand_over_dispute',
  'list_dispute_lsms',
  'resolve_dispute',
  'withdraw_dispute',
  'make_offer',
  'accept_offer',
  'decline_offer',
];
const RUNNING: readonly [who: string, standing: Standing, row: string][] = [
  ['the party who opened it', 'customer', '+ + + F F F F F + + + +'],
  ['the other party', 'provider', '+ + + F F F F F F + + +'],
  ['an admin', 'admin', '+ + F F F F F F F F F F'],
  ['anybody else', null, '- - - - - - - - - - - -'],
];
const ENDED: readonly [who: string, standing: Standing, row: string][] = [
  ...RUNNING,
  ['the LSM who had it at the end', 'former', '+ + + C F F F + F F F F'],
  ['an LSM of its region', 'region', '- - - C - - - - - - - -'],
];
const TABLE: Record<DisputeStatus, readonly [who: string, standing: Standing, row: string][]> = {
  open: [...RUNNING, ['an LSM of its region', 'region', '+ F F + F F F F F F F F']],
  assigned: [
    ...RUNNING,
    ['its LSM', 'lsm', '+ + + + + + + + F + F F'],
    ['an LSM of its region', 'region', '- - - C - - - - - - - -'],
  ],
  resolved: ENDED,
  withdrawn: ENDED,
};
const SIGNS: Record<string, string> = { '+': 'done', F: 'forbidden', C: 'conflict', '-': 'not_found' };

describe.each(Object.entries(TABLE))('while it is %s', (status, rows) => {
  it.each(rows)('[DS19] %s may do what was meant, and is told why not', (who, standing, row) => {
    const dispute = { status: status as DisputeStatus, isOpener: who === 'the party who opened it' };
    const signs = row.split(' ');
    for (const [nth, command] of COLUMNS.entries()) {
      const right = SIGNS[signs[nth] ?? ''];
      const verdict = verdictOf(command, standing, dispute);
      expect([command, verdict === 'allowed' || verdict === 'state' ? 'done' : verdict]).toEqual([command, right]);
      const ask = () => requireAllowed(command, standing, dispute);
      if (right === 'done') expect(ask).not.toThrow();
      else expect(ask).toThrow(expect.objectContaining({ code: right }));
    }
  });
});

it('[DS19] the table has every command once', () => {
  expect(COLUMNS.toSorted()).toEqual(DISPUTE_COMMANDS.toSorted());
});
