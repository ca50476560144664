import { initials, type PartyRole, tintOf } from '../model/people.js';

const TINTS = 8;

export interface AvatarProps {
  readonly userId: number;
  readonly name: string;
  /** Gives the shape: customers are round, providers square, local service managers carry the seal's outline. */
  readonly party: PartyRole | null;
  readonly size?: 'small' | 'medium' | 'large';
}

/** Initials on the person's own colour. Decorative: the name always stands beside it. */
export function Avatar({ userId, name, party, size = 'medium' }: AvatarProps) {
  return (
    <span
      className={`stm-avatar stm-avatar--${size} stm-avatar--${party ?? 'none'}`}
      data-tint={tintOf(userId, TINTS)}
      aria-hidden="true"
    >
      {/* Drawn by the styles: letters that nobody needs to hear, find or copy. */}
      <span className="stm-avatar__face" data-initials={initials(name) || '?'} />
    </span>
  );
}
