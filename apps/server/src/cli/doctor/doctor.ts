import type { Config } from '../../config/config.js';
import { ConfigError, readConfig } from '../../config/read-config.js';
import { reachDatabase } from '../../database/start-database.js';
import { counted } from '../counted.js';
import { messageOf, operatorConfig, type Operator, quietLogger } from '../operator.js';
import { checkDatabase } from './database-checks.js';
import { checkDoor } from './door-checks.js';
import { fault, type Finding, good, toLines, warning } from './finding.js';
import { checkMachine } from './machine-checks.js';
import { checkReach } from './reach-checks.js';
import { checkSettings } from './setting-checks.js';

/**
 * Looks at an installation with the server's own environment, and says of everything that is wrong how to mend it.
 * @param url of a running installation, to be looked at from outside as well; null: not
 * @returns false when something does not work
 */
export async function doctor({ env, say }: Operator, url: string | null): Promise<boolean> {
  const findings: Finding[] = [];
  const tell = (some: readonly Finding[]): void => {
    findings.push(...some);
    for (const finding of some) for (const line of toLines(finding)) say(line);
  };
  const config = configOf(env, tell);
  if (config !== null) {
    tell(checkSettings(config));
    tell(await checkMachine(config));
    tell(await lookIntoDatabase(config));
    tell(await checkReach(config));
    if (url !== null) tell(await checkDoor(url.replace(/\/+$/, ''), config));
  }
  const count = (level: Finding['level']): number => findings.filter((finding) => finding.level === level).length;
  say(`\n${count('good')} good, ${counted(count('warning'), 'warning')}, ${counted(count('fault'), 'fault')}.`);
  return count('fault') === 0;
}

/** As the server itself reads it; outside production a missing secret is no fault, and none is made. */
function configOf(env: NodeJS.ProcessEnv, tell: (findings: readonly Finding[]) => void): Config | null {
  try {
    return env['NODE_ENV'] === 'production' ? readConfig(env) : operatorConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    tell(error.faults.map((line) => fault(line, 'The server refuses to start so. README.md has every variable.')));
    return null;
  }
}

async function lookIntoDatabase(config: Config): Promise<readonly Finding[]> {
  const said: Finding[] = [];
  const logger = quietLogger((line) => void said.push(warning(line, 'See docs/operations.md.')));
  try {
    const { database, stop } = await reachDatabase(config, logger);
    try {
      return [good('Both connections to the database work.'), ...said, ...(await checkDatabase(config, database))];
    } finally {
      await stop();
    }
  } catch (error) {
    return [...said, fault(messageOf(error).replace(/^❌ /, ''), 'Nothing else can be looked at without it.')];
  }
}
