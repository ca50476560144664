import type { Dispute, Lane } from '@stm-chat/protocol';

/** A part of a case that is a chat between few. */
export type LanePaneId = Lane | `earlier-${string}`;

export interface CaseLane {
  readonly id: LanePaneId;
  readonly lane: Lane;
  readonly chatId: string;
  /** Of somebody whose seat another person has now: closed, and only read. */
  readonly earlier: boolean;
}

const ORDER: Record<Lane, number> = { customer: 0, provider: 1, staff: 2 };

/** The lanes of a case in the order of their tabs: those in use, then earlier ones. The server names the one in use first. */
export function caseLanes({ lanes }: Pick<Dispute, 'lanes'>): CaseLane[] {
  const seen = new Set<Lane>();
  const all = lanes.map(({ lane, chatId }): CaseLane => {
    const earlier = seen.has(lane);
    seen.add(lane);
    return { id: earlier ? `earlier-${chatId}` : lane, lane, chatId, earlier };
  });
  return all.toSorted((a, b) => Number(a.earlier) - Number(b.earlier) || ORDER[a.lane] - ORDER[b.lane]);
}
