import { v7 } from 'uuid';

/** The only source of identifiers, so that tests can set them. */
export interface Ids {
  /** A UUIDv7: ids made later sort later. */
  next(): string;
}

export const IDS = Symbol('Ids');

export const randomIds: Ids = { next: () => v7() };
