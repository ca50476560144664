import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ground } from '../cluster/ground.js';
import { MUTANTS } from './mutants.js';
import { Laboratory } from './prove.js';

let ground: Ground;
let laboratory: Laboratory;
beforeAll(async () => {
  ground = await Ground.start({ pooler: false });
  laboratory = await Laboratory.open(ground);
});
afterAll(async () => {
  await laboratory?.close();
  await ground?.stop();
});

describe('a checker that cannot fail proves nothing', () => {
  it.each(MUTANTS)('$name turns it red: $expects', async (mutant) => {
    const { broken } = await laboratory.prove(mutant, true);
    expect(broken).toContain(mutant.expects);
  });

  it('and nothing of it is red without the mutant', async () => {
    // Those that are mutants of the database or of the SDK run on servers that are there anyway.
    for (const mutant of MUTANTS.filter(({ server }) => server === undefined))
      expect([mutant.name, (await laboratory.prove(mutant, false)).first]).toEqual([mutant.name, 'nothing is wrong']);
  });
});
