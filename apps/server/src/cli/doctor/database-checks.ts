import type { Config } from '../../config/config.js';
import type { Database } from '../../database/database.js';
import { knownMigrations } from '../../database/migrate.js';
import { counted } from '../counted.js';
import { asking, fault, type Finding, good, warning } from './finding.js';

/** Beside the pools: jobs, followers, the watch of the workers, and one to look with. */
const OTHER_CONNECTIONS = 8;
const SKEW_MS = 5000;
const LATE_SECONDS = 60;

/** What the database says of itself and of what waits in it. Nothing is changed. */
export async function checkDatabase(config: Config, database: Database): Promise<readonly Finding[]> {
  const look = (what: string, mend: string, ask: () => Promise<readonly Finding[]>) => asking(what, mend, ask);
  const found = [
    ...(await look('The clock', 'Synchronise the clocks (NTP).', () => clock(database))),
    ...(await look('Connections', 'See the message.', () => connections(config, database))),
  ];
  const schema = await look('The schema', 'Start the server: it migrates.', () => migrations(database));
  if (schema.some(({ level }) => level === 'fault')) return [...found, ...schema];
  return [
    ...found,
    ...schema,
    ...(await look('Background work', 'Look into the log.', () => jobs(database))),
    ...(await look('Followers of the feed', 'Look into the log.', () => followers(database))),
    ...(await look('The audit', 'Look into the log.', () => audit(database))),
    ...(await look('Administrators', 'Look into the log.', () => admins(config, database))),
  ];
}

async function clock(database: Database): Promise<Finding[]> {
  const [row] = await database.realtime.query<{ ms: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
  );
  const skew = Math.round(Math.abs((row?.ms ?? 0) - Date.now()));
  return skew < SKEW_MS
    ? [good('The clocks of this machine and of the database agree.')]
    : [warning(`The clock here and that of the database are ${skew / 1000} s apart.`, 'Run NTP on both.')];
}

async function connections({ database: own, server }: Config, database: Database): Promise<Finding[]> {
  const [row] = await database.realtime.query<{ most: number; used: number; oldest: number | null }>(
    `select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most,
       (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
       (select max(extract(epoch from now() - xact_start))::int from pg_stat_activity
        where backend_xid is not null and pid <> pg_backend_pid()) as oldest`,
  );
  const { most, used, oldest } = row ?? { most: 0, used: 0, oldest: null };
  const pooled = own.pooledUrl === own.directUrl ? own.pooledPoolSize : 0;
  const each = (own.realtimePoolSize + own.messageWriters + OTHER_CONNECTIONS + pooled) * server.workers;
  const found: Finding[] = [
    each > most
      ? fault(
          `A server opens up to ${each} connections, and PostgreSQL allows ${most}.`,
          'Lower REALTIME_POOL_SIZE or WORKERS, or raise max_connections.',
        )
      : good(
          `PostgreSQL allows ${most} connections (${used} in use): room for ${counted(Math.floor(most / each), 'server')} like this.`,
        ),
  ];
  if ((oldest ?? 0) > LATE_SECONDS) {
    found.push(
      warning(
        `A transaction has been writing for ${oldest} s: notifications, webhooks and search wait for it.`,
        'Find it: select pid, query from pg_stat_activity where backend_xid is not null order by xact_start.',
      ),
    );
  }
  return found;
}

async function migrations(database: Database): Promise<Finding[]> {
  const [made] = await database.realtime.query<{ made: boolean }>(
    "select to_regclass('stm_chat_migrations') is not null as made",
  );
  const known = await knownMigrations();
  if (made?.made !== true)
    return [fault('There is no chat in this database yet.', 'Start the server: it makes everything.')];
  const rows = await database.realtime.query<{ name: string }>('select name from stm_chat_migrations');
  const there = new Set(rows.map(({ name }) => name));
  const strange = [...there].filter((name) => !known.includes(name));
  if (strange.length > 0) {
    return [
      fault(
        `The database is of a newer version (${strange.join(', ')}).`,
        'Start that version or a newer one; nothing is taken back.',
      ),
    ];
  }
  const missing = known.filter((name) => !there.has(name));
  return missing.length > 0
    ? [
        fault(
          `The database is of an older version: ${counted(missing.length, 'step is', 'steps are')} to come.`,
          'Start the server: it migrates.',
        ),
      ]
    : [good(`The database is of this version (${known.at(-1)}).`)];
}

async function jobs(database: Database): Promise<Finding[]> {
  const [made] = await database.realtime.query<{ made: boolean }>(
    "select to_regclass('stm_chat_jobs.jobs') is not null as made",
  );
  if (made?.made !== true) return [];
  const [row] = await database.realtime.query<{ dead: number; late: number }>(
    `select count(*) filter (where attempts >= max_attempts)::int as dead,
       count(*) filter (where attempts < max_attempts and locked_at is null and run_at < now() - interval '5 minutes')::int as late
     from stm_chat_jobs.jobs`,
  );
  const { dead, late } = row ?? { dead: 0, late: 0 };
  const found: Finding[] = [];
  if (dead > 0)
    found.push(
      warning(`${counted(dead, 'job')} failed for good.`, 'See them under /admin/jobs: try again, or discard.'),
    );
  if (late > 0) {
    found.push(
      warning(
        `${counted(late, 'job is', 'jobs are')} more than five minutes late.`,
        'Is a server running that does jobs? See JOBS_IN and the log.',
      ),
    );
  }
  return found.length === 0 ? [good('No job failed for good, none is late.')] : found;
}

async function followers(database: Database): Promise<Finding[]> {
  const rows = await database.realtime.query<{ name: string; late: number | null }>(
    `select m.name, extract(epoch from now() - min(e.at))::int as late
     from feed_followers m left join feed e on (e.xid, e.id) > (m.xid, m.id)
     where m.seen_at > now() - interval '7 days' group by m.name order by m.name`,
  );
  const late = rows.filter((row) => (row.late ?? 0) > LATE_SECONDS);
  return late.length === 0
    ? [good(`What was sent is followed up (${rows.map(({ name }) => name).join(', ') || 'nobody yet'}).`)]
    : late.map(({ name, late: seconds }) =>
        warning(`"${name}" is ${seconds} s behind.`, 'Is a server running? Does a long transaction hold it up?'),
      );
}

async function audit(database: Database): Promise<Finding[]> {
  const [row] = await database.realtime.query<{ open: number }>(
    `select count(*)::int as open from audit
     where id > coalesce((select max(upto) from audit_seals), 0) and at < now() - interval '5 minutes'`,
  );
  const open = row?.open ?? 0;
  return open === 0
    ? [good('The audit is sealed.')]
    : [
        warning(
          `${counted(open, 'row')} of the audit ${open === 1 ? 'is' : 'are'} not sealed.`,
          'A running server seals them every minute: see the log.',
        ),
      ];
}

async function admins({ server }: Config, database: Database): Promise<Finding[]> {
  const [row] = await database.realtime.query<{ admins: number; demo: boolean }>(
    `select count(*)::int as admins, exists (select from demo_accounts) as demo
     from users where role = 'admin' and disabled_at is null and erased_at is null`,
  );
  const found: Finding[] = [];
  if ((row?.admins ?? 0) === 0) {
    found.push(
      warning('There is no administrator.', 'Make one: npm run user -- add --role admin --email you@example.com'),
    );
  }
  if (server.production && row?.demo === true) {
    found.push(
      fault(
        'Demo accounts are in this database, and their passwords are public.',
        'Use another database for production.',
      ),
    );
  }
  return found;
}
