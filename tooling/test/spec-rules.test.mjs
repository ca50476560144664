import { describe, expect, it } from 'vitest';
import { rulesNamedIn, rulesOf } from './spec-rules.mjs';

describe('rules of the specification', () => {
  it('are the lines with a number', () => {
    expect(rulesOf('# X\n\n- [DL1] One.\n- ~~[DL2] Given up.~~\n- [SY12] Two [DL9].\n')).toEqual(['DL1', 'SY12']);
  });

  it('are named by how a title begins', () => {
    const source = "it('[DL1][SY12] once', f);\ndescribe.each(list)(`[AU3] ${name}`, g);";
    expect(rulesNamedIn(source)).toEqual({ named: ['DL1', 'SY12', 'AU3'], misplaced: [] });
  });

  it('are not found where they stand elsewhere or together in one bracket', () => {
    const source = "it('once [DL1]', f); it('[DL2, DL3] twice', g); const seats = list[DL4]; // [no] [A1]";
    expect(rulesNamedIn(source)).toEqual({ named: [], misplaced: ['[DL1]', '[DL2, DL3]', '[DL4]'] });
  });

  it('may be named by comments, which show nothing', () => {
    const source = "// [DL1] holds\n/* [DL2]\n[DL3] */ it('[DL4] is at http://x', f);";
    expect(rulesNamedIn(source)).toEqual({ named: ['DL4'], misplaced: [] });
  });
});
