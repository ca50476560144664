import type { DisputeStatus, ErrorCode } from '@stm-chat/protocol';
import { CommandError, notFound } from '../../kernel/errors.js';

/**
 * What somebody is to a dispute, as `dispute_standing()` says. `former`: the LSM who had the case at its end and still
 * reads it. `region`: an LSM to whose queue it belongs. Null: it does not exist for this user.
 */
export type Standing = 'customer' | 'provider' | 'lsm' | 'former' | 'region' | 'admin' | null;

export const DISPUTE_COMMANDS = [
  'get_dispute',
  'join_dispute',
  'release_dispute',
  'hand_over_dispute',
  'list_dispute_lsms',
  'resolve_dispute',
  'withdraw_dispute',
  'make_offer',
  'accept_offer',
  'decline_offer',
  'list_dispute_access',
  'get_evidence',
] as const;

export type DisputeCommand = (typeof DISPUTE_COMMANDS)[number];

/** What a viewer may be told. `state`: allowed, if the state machine takes the step. */
export type Verdict = 'allowed' | 'state' | Extract<ErrorCode, 'not_found' | 'forbidden' | 'conflict'>;

interface Case {
  readonly status: DisputeStatus;
  /** Whether the viewer is who opened it. */
  readonly isOpener: boolean;
}

/** May they? Pure; `disputes.matrix.medium.test.ts` holds both doors to it, for every standing, status and command. */
export function verdictOf(command: DisputeCommand, standing: Standing, { status, isOpener }: Case): Verdict {
  if (standing === null) return 'not_found';
  if (standing === 'region') return verdictInQueue(command, status);
  const running = status === 'open' || status === 'assigned';
  switch (command) {
    case 'get_dispute':
    case 'list_dispute_access':
      return 'allowed';
    // An admin sees disputes, and never what was said.
    case 'get_evidence':
      return standing === 'admin' ? 'forbidden' : 'allowed';
    case 'join_dispute':
      if (standing === 'lsm') return 'state';
      return standing === 'former' ? 'conflict' : 'forbidden';
    case 'release_dispute':
    case 'hand_over_dispute':
      return standing === 'lsm' ? 'state' : 'forbidden';
    case 'list_dispute_lsms':
      return standing === 'lsm' ? 'allowed' : 'forbidden';
    // Who settled it and repeats that gets its success again.
    case 'resolve_dispute':
      return standing === 'lsm' || standing === 'former' ? 'state' : 'forbidden';
    case 'withdraw_dispute':
      return isOpener ? 'state' : 'forbidden';
    case 'make_offer':
      return standing === 'admin' || (standing === 'former' && !running) ? 'forbidden' : 'state';
    case 'accept_offer':
    case 'decline_offer':
      return standing === 'customer' || standing === 'provider' ? 'state' : 'forbidden';
  }
}

/** The queue shows what waits; what another LSM took, or has ended, is not theirs to see, but they learn that they are late. */
function verdictInQueue(command: DisputeCommand, status: DisputeStatus): Verdict {
  if (command === 'join_dispute') return status === 'open' ? 'state' : 'conflict';
  if (status !== 'open') return 'not_found';
  return command === 'get_dispute' ? 'allowed' : 'forbidden';
}

/** @throws CommandError that says why not */
export function requireAllowed(command: DisputeCommand, standing: Standing, dispute: Case): void {
  switch (verdictOf(command, standing, dispute)) {
    case 'allowed':
    case 'state':
      return;
    case 'not_found':
      throw notFound('dispute');
    case 'conflict':
      throw new CommandError('conflict', 'Another local service manager has this case, or it has ended.');
    case 'forbidden':
      throw new CommandError('forbidden', FORBIDDEN[command]);
  }
}

const FORBIDDEN: Record<DisputeCommand, string> = {
  get_dispute: 'You may not see this dispute.',
  join_dispute: 'Only a local service manager joins a dispute.',
  release_dispute: 'Only the local service manager who has the case can release it.',
  hand_over_dispute: 'Only the local service manager who has the case can hand it over.',
  list_dispute_lsms: 'Only the local service manager who has the case can hand it over.',
  resolve_dispute: 'Only the local service manager who has the case can decide it.',
  withdraw_dispute: 'Only who opened the dispute can withdraw it.',
  make_offer: 'Only the parties and their local service manager make offers.',
  accept_offer: 'Only the customer and the provider accept an offer.',
  decline_offer: 'Only the customer and the provider decline an offer.',
  get_evidence: 'The evidence is for the parties and the local service manager of the dispute.',
  list_dispute_access: 'Who could read it is shown to those who are in it.',
};

/** The side of a party that was found to be one. @throws Error for anybody else: a mistake of ours */
export function sideOf(standing: Standing): 'customer' | 'provider' {
  if (standing !== 'customer' && standing !== 'provider') throw new Error('only parties have a side');
  return standing;
}
