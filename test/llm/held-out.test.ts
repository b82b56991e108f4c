import { expect, test } from 'vitest';
import type { Answer } from '../../src/llm/answer.js';
import { packBrief } from '../../src/llm/brief.js';
import { subjectOf } from '../../src/llm/subject.js';
import { verifyAnswer } from '../../src/llm/verify.js';
import { caseOf } from './cases.js';
import { HELD_OUT, type HeldOut, SECOND, THIRD } from './corpus/held-out.js';

test.each<[string, readonly HeldOut[], number]>([
  ['first set, mended after it was measured', HELD_OUT, 0],
  ['second set, mended after it was measured', SECOND, 0],
  ['third set, mended after it was measured', THIRD, 0],
])('claims that the checks were not made with: %s', (_, claims, most) => {
  const results = claims.map((one) => {
    const { analysis } = caseOf(one.case);
    const { subject } = packBrief(analysis, subjectOf(analysis), 4000);
    const [part, text, ...evidence] = one.said;
    const [first] = subject.candidates;
    const causes = first === undefined ? [] : [{ cause: first.id, evidence: [...first.supporting], chain: [] }];
    const answer: Answer = { assessment: '', outcome: 'explained', causes, claims: [{ part: part as 'happened', text, evidence }] };
    const [claim] = verifyAnswer(answer, subject).claims;
    return { ...one, status: claim?.status ?? 'removed', why: claim?.flaws.map(({ why }) => why).join('; ') ?? '' };
  });
  const isChecked = ({ status }: { status: string }): boolean => status === 'verified' || status === 'corrected';
  const truths = results.filter(({ isTrue }) => isTrue);
  const lies = results.filter(({ isTrue }) => !isTrue);
  const passed = lies.filter(isChecked);
  console.log(
    [
      `true: ${truths.length}; verified ${truths.filter(isChecked).length}, marked ${truths.filter(({ status }) => status === 'unverified').length}, struck ${truths.filter(({ status }) => status === 'removed').length}`,
      `lies: ${lies.length}; verified ${passed.length}, marked ${lies.filter(({ status }) => status === 'unverified').length}, struck ${lies.filter(({ status }) => status === 'removed').length}`,
      ...truths.filter((one) => !isChecked(one)).map(({ status, said, why }) => `  true and ${status}: ${said[1]} (${why})`),
      ...passed.map(({ said }) => `  LIE VERIFIED: ${said[1]}`),
    ].join('\n'),
  );
  expect(passed.length).toBeLessThanOrEqual(most);
});
