import { defineConfig } from '@playwright/test';
import every from './playwright.config.js';

/** Of the tests with a server of their own, those that `npm test` leaves to `npm run e2e:full`. */
const { grepInvert, ...rest } = every;
export default defineConfig({ ...rest, grep: grepInvert ?? /@full/, reporter: 'list' });
