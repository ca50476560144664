import type { Contract } from '@stm-chat/protocol/schemas';
import fc from 'fast-check';
import { allowedFor, callerOf, Findings } from './contract-attacks.js';
import { type DoorAnswer, Line, overRest, requestOf } from './doors.js';
import { nearlyValid, schemaOf } from './grammar.js';
import type { AttackResult, Place, Scene } from './scene.js';

export interface FuzzOptions {
  readonly seed: number;
  readonly runs: number;
  /** However many runs that makes: what is slow must not keep the other contracts waiting for ever. */
  readonly seconds: number;
}

/**
 * Inputs made from a contract's own schema, nearly right, over each of its doors. What the schema refuses has to be refused
 * as such; what it takes is answered with one of the contract's codes, and a success looks as the contract says. The
 * first input that is answered otherwise is made as small as possible.
 */
export async function fuzzContract(
  scene: Scene,
  contract: Contract,
  place: Place,
  { seed, runs, seconds }: FuzzOptions,
): Promise<AttackResult> {
  const findings = new Findings();
  const line = contract.spec.socket ? await Line.openPatiently(scene.url, place.customer.token) : null;
  const token = callerOf(contract, scene, place);
  const property = fc.asyncProperty(nearlyValid(schemaOf(contract), place.ids), async (input) => {
    const fields = input as Record<string, unknown>;
    const request = requestOf(contract, fields);
    const problems: string[] = [];
    if (request !== null)
      problems.push(...judge(findings, contract, request.seen, await overRest(scene.url, { ...request, token })));
    // JSON is what arrives: what it leaves out, the server never sees.
    if (line !== null && line.socket.connected && !('__proto__' in Object.keys(fields)))
      problems.push(
        ...judge(
          findings,
          contract,
          JSON.parse(JSON.stringify(fields)),
          unwrapped(contract, await line.call(contract.name, fields)),
        ),
      );
    if (problems.length > 0) throw new Error(problems.join('; '));
  });
  try {
    const details = await fc.check(property, { seed, numRuns: runs, interruptAfterTimeLimit: seconds * 1000 });
    if (details.failed)
      findings.unexpected.push(
        `${String(details.errorInstance)} for ${JSON.stringify(details.counterexample).slice(0, 600)}`,
      );
  } finally {
    line?.close();
  }
  return findings.result;
}

function judge(findings: Findings, contract: Contract, seen: unknown, answer: DoorAnswer): string[] {
  findings.attempts += 1;
  findings.leaks.push(...answer.leaks);
  const expected = [...allowedFor(contract, seen), ...signedOut(contract)];
  if (!expected.includes(answer.code))
    return [`answered ${answer.code} instead of ${expected.join(' or ')}: ${answer.text.slice(0, 300)}`];
  if (answer.code !== 'ok' || answer.status === 204 || contract.spec.socket !== (answer.status === null)) return [];
  const shape = contract.output.safeParse(answer.output);
  return shape.success ? [] : [`a success that is not of the contract's shape: ${shape.error.message.slice(0, 300)}`];
}

/** Where nobody is signed in, or signs in anew, that may fail. */
function signedOut({ name, spec }: Contract): string[] {
  return spec.audience === 'anyone' || name === 'authenticate' || name === 'change_password'
    ? ['unauthorized', 'token_expired']
    : [];
}

/** An acknowledgement carries its output under a key of its own. */
function unwrapped({ spec }: Contract, answer: DoorAnswer): DoorAnswer {
  if (answer.code !== 'ok') return answer;
  const output = spec.ack === undefined ? undefined : (answer.output as Record<string, unknown>)[spec.ack];
  return { ...answer, output };
}
