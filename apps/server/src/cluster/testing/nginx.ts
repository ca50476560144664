import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { postgresAccount } from '../../database/embedded/account.js';
import { onSomePort, Program, requireProgram } from '../../database/testing/program.js';

export interface Nginx {
  readonly url: string;
  close(): Promise<void>;
}

const PARTS = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/**
 * Debian's nginx with a site's configuration, as `/etc/nginx/conf.d` would hold it.
 * @param site is asked for it with the port on which it is to listen
 * @throws when it is not installed, or with what `nginx -t` says against it
 */
export async function startNginx(site: (port: number) => string): Promise<Nginx> {
  const file = requireProgram('/usr/sbin/nginx', 'nginx-light');
  const account = postgresAccount(null);
  const folder = mkdtempSync(path.join(tmpdir(), 'stm-nginx-'));
  chmodSync(folder, 0o755);
  if (account !== null) chownSync(folder, account.uid, account.gid);
  const { port, program } = await onSomePort(async (at) => {
    const main = [
      'daemon off;',
      // One process: who kills it leaves nobody behind.
      'master_process off;',
      `pid ${folder}/nginx.pid;`,
      'error_log stderr notice;',
      'events { worker_connections 512; }',
      'http {',
      'access_log off;',
      ...PARTS.map((part) => `${part}_temp_path ${folder}/${part};`),
      site(at),
      '}',
    ];
    const settings = path.join(folder, 'nginx.conf');
    writeFileSync(settings, main.join('\n'));
    const tested = spawnSync(file, ['-t', '-e', 'stderr', '-c', settings], { encoding: 'utf8' });
    // As root it has made what it will write into.
    if (account !== null) for (const part of PARTS) chownSync(path.join(folder, part), account.uid, account.gid);
    if (tested.status !== 0) throw new Error(`nginx -t: ${tested.stderr}`);
    rmSync(path.join(folder, 'nginx.pid'), { force: true });
    const started = new Program(file, ['-e', 'stderr', '-c', settings], account);
    await started.says('RLIMIT_NOFILE');
    return started;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await program.end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
