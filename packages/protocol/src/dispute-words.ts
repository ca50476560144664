/**
 * Reasons, wishes and outcomes that clients offer in a list. They travel as text, which hosts and other clients read too:
 * in English, and known again, so that everybody reads them in their own language. Other words stay as they were written.
 */
export const DISPUTE_REASONS = {
  not_done: 'The work was not done',
  partly_done: 'Only part of the work was done',
  badly_done: 'The work was done badly',
  not_as_agreed: 'It is not what was agreed',
  too_late: 'It came too late',
  price: 'The price is not what was agreed',
  damage: 'Something was damaged',
  no_show: 'Nobody came',
  not_paid: 'The work was not paid',
  no_access: 'There was no access to the place',
  extra_work: 'More work is asked for than was agreed',
  cancelled: 'The job was cancelled at short notice',
  conduct: 'The way I was treated',
} as const;

export const DISPUTE_WISHES = {
  full_refund: 'A full refund',
  part_refund: 'Part of the money back',
  redo: 'The work done again',
  repair: 'The damage repaired',
  payment: 'Payment as agreed',
  cancel: 'The job cancelled without cost',
} as const;

/** How an LSM decides; a part of the price is `Refund of 25 %` or `Refund of 40.00 EUR`. */
export const DISPUTE_OUTCOMES = {
  full_refund: 'Full refund',
  no_refund: 'No refund',
  redo: 'The work is done again',
  payment: 'Payment as agreed',
} as const;
