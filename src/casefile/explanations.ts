import type { EntityManager } from 'typeorm';
import { Computation } from '../audit';
import type { CaseFile } from './case-file.entity';
import type { StatementExplanation } from './statement';

/** Every figure that was computed for a case file, in the order of computation, the statement's last. */
export async function readExplanations(
  tx: EntityManager,
  caseFile: Pick<CaseFile, 'bookId'>,
  ofStatement: readonly StatementExplanation[],
): Promise<object[]> {
  const computations = await tx.find(Computation, {
    where: { bookId: caseFile.bookId },
    order: { id: 'ASC' },
  });
  return [
    ...computations.map(
      ({ subject, actKey, rule, ruleVersion, articles, inputs, steps, result }) => ({
        subject,
        act: actKey,
        rule,
        ruleVersion,
        articles,
        inputs,
        steps,
        result,
      }),
    ),
    ...ofStatement.map(({ subject, explanation, result }) => ({ subject, ...explanation, result })),
  ];
}
