import type { ByteRange } from './blobs/blob-store.js';

/**
 * What a `Range` header asks of a file of `size` bytes (RFC 9110, 14.2): one range. Several, or another unit, are answered
 * with the whole file, as a server may.
 * @returns the range; 'whole'; 'unsatisfiable'
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return 'whole';
  const [, first = '', last = ''] = match;
  if (first === '') {
    const from = Math.max(0, size - Number(last));
    return Number(last) === 0 ? 'unsatisfiable' : { from, to: size };
  }
  const from = Number(first);
  if (last !== '' && Number(last) < from) return 'whole';
  if (from >= size) return 'unsatisfiable';
  return { from, to: last === '' ? size : Math.min(size, Number(last) + 1) };
}
