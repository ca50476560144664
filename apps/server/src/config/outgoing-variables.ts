import * as form from './value-forms.js';
import { withDefault } from './variable.js';

/** What the server itself asks of other machines, at addresses that others name. */
export const outgoingVariables = {
  OUTGOING_ALLOW: withDefault('addresses or networks, comma-separated', '', form.list(form.network), {
    description:
      'Networks that webhooks, pushes and link previews may reach although they are not public, such as 10.1.0.0/16.',
  }),
  OUTGOING_CONCURRENCY: withDefault('number', '32', form.wholeNumber(1, 1000), {
    description: 'How many outgoing requests are under way at the same time; 4 of them to one host.',
  }),
};
