// Loaded before a server that a proof is to see red: `node --import register.mjs main.js` with the edits in CHAOS_EDITS.
// The product has no switch for this: only who starts the process can, and only from this folder, which is not shipped.
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url, { data: JSON.parse(process.env.CHAOS_EDITS ?? '[]') });
