import { z } from 'zod';
import { partyField, timeField, userIdField } from '../fields.js';

/** What is offered; at least one of them. A refund is in per cent of the price, or an amount in minor-free decimal text. */
export const offerTermsSchema = z
  .object({
    refund_percent: z.number().min(0).max(100).optional(),
    refund_amount: z.string().optional().describe('decimal, as people write it: 49.90'),
    currency: z.string().optional(),
    redo: z.boolean().optional().describe('the work is done again'),
    date: z.string().optional().describe('when: YYYY-MM-DD'),
    text: z.string().optional(),
  })
  .meta({ id: 'OfferTerms' });

/** An offer of settlement; it is also a message of the chat. A new one takes the place of the one that stood. */
export const offerSchema = z
  .object({
    id: z.guid(),
    by: userIdField,
    by_role: partyField,
    status: z.enum(['open', 'accepted', 'declined', 'superseded', 'expired']),
    terms: offerTermsSchema,
    accepted_by: z.array(z.enum(['customer', 'provider'])).describe('both: settled. Whoever offers has accepted'),
    created_at: timeField,
  })
  .meta({ id: 'Offer' });

export type OfferTerms = z.output<typeof offerTermsSchema>;
export type Offer = z.output<typeof offerSchema>;
