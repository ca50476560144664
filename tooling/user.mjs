/** `npm run user`: people, from the command line. */
import { runServerProgram } from './server-program.mjs';

await runServerProgram('user');
