/** `npm run build` */
import { build } from './build/build.mjs';

await build();
