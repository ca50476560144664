/** `npm run stm-chat`: what operators do, from the command line. */
import { runServerProgram } from './server-program.mjs';

await runServerProgram('stm-chat');
