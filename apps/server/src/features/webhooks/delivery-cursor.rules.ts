import { invalid } from '../../kernel/errors.js';

const FORM = /^w\.(\d{1,15})$/;

export function writeDeliveryCursor(position: number): string {
  return Buffer.from(`w.${position}`).toString('base64url');
}

/** @throws CommandError `invalid_payload` for anything but what `writeDeliveryCursor` wrote */
export function readDeliveryCursor(cursor: string): number {
  const [, position] = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (position === undefined) throw invalid('cursor', 'is not one that an earlier page gave');
  return Number(position);
}
