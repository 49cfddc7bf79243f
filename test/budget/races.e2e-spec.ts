import { applyForAdvance, approveAdvance } from '../../src/advances';
import { AdvanceApplication } from '../../src/advances';
import { parseCaseFile } from '../../src/casefile';
import { openCase } from '../../src/cases';
import { DomainError } from '../../src/errors';
import type { CostCategory } from '../../src/law';
import { parsePositiveYuan, ZERO_FEN } from '../../src/money';
import { judgeQualification, registerOrganization } from '../../src/organizations';
import { exampleText } from '../support/examples';
import { sized } from '../support/reliability';
import { BudgetScene } from './budget-scene';

const RUNS = sized(12, 300);
const DAY = '2024-05-06';

interface Cost {
  readonly category: CostCategory;
  readonly amount: string;
}

describe('two approvals at once', () => {
  let scene: BudgetScene;
  beforeAll(async () => {
    scene = await BudgetScene.open();
  });
  afterAll(() => scene.close());

  /** A case of its own in the book, with an application for the costs; returns the application's id. */
  const application = (bookId: number, name: string, costs: readonly Cost[]): Promise<string> =>
    scene.act(bookId, DAY, async (work) => {
      const { organizations } = parseCaseFile(exampleText('02-nanping-2015'));
      const [organization] = organizations;
      if (organization === undefined) throw new Error('the example has no organization');
      const { ref, name: called, kind, uscc, registeredOn, annualReports } = organization;
      const { cleanRecordStatementOn, charterRelated, penalties, activeSince, reviewedBy } =
        organization;
      const filedOn = parseCaseFile(exampleText('02-nanping-2015')).case.filedOn;
      const caseId = await openCase(work, {
        number: name,
        court: '长春市中级人民法院',
        filedOn,
        damageRoute: 'treasury',
        dayCount: 'end_minus_start',
        defendants: [],
      });
      const organizationId = await registerOrganization(work, {
        ...{ ref: `${ref}-${name}`, name: called, kind, uscc, registeredOn, annualReports },
        ...{ cleanRecordStatementOn, charterRelated, penalties },
        ...(activeSince !== undefined && { activeSince }),
        ...(reviewedBy !== undefined && { reviewedBy }),
      });
      await judgeQualification(work, { organizationId, caseId, filedOn });
      await applyForAdvance(
        { ...work, by: 'applicant' },
        {
          caseId,
          ref: name,
          organizationId,
          items: costs.map(({ category, amount }, index) => ({
            ref: `${name}-${String(index)}`,
            category,
            instance: 1,
            payee: 'a firm',
            amount: parsePositiveYuan(amount) ?? ZERO_FEN,
          })),
        },
      );
      const { id } = await work.tx.findOneByOrFail(AdvanceApplication, { caseId });
      return id;
    });

  const approve = async (bookId: number, applicationId: string): Promise<string> => {
    try {
      await scene.act(bookId, DAY, (work) =>
        approveAdvance(work, { applicationId, reviewer: 'reviewer', minutesNumber: null }),
      );
      return 'approved';
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  };

  const budgeted = async (
    lines: readonly { readonly category: CostCategory; readonly raise: string }[],
  ): Promise<number> => {
    const bookId = await scene.openBook();
    await scene.change(bookId, '2024-01-10', {
      change: 'appropriation',
      year: 2024,
      budgetLines: [...lines],
    });
    return bookId;
  };

  it('over the last of a line: exactly one has it', async () => {
    for (let run = 0; run < RUNS; run += 1) {
      // The pool has enough for both; the line has not.
      const bookId = await budgeted([
        { category: 'lawyer', raise: '50000.00' },
        { category: 'other', raise: '100000.00' },
      ]);
      const costs = [{ category: 'lawyer', amount: '30000.00' }] as const;
      const both = [await application(bookId, 'A', costs), await application(bookId, 'B', costs)];
      const outcomes = await Promise.all(both.map((id) => approve(bookId, id)));
      expect([run, ...outcomes.sort()]).toEqual([run, 'BUDGET_EXCEEDED', 'approved']);
      expect(await scene.lines(bookId, 2024)).toContain('lawyer 2024 50000.00 30000.00 0.00');
      expect((await scene.poolInLedger(bookId)).reserved).toBe(30_000_00n);
    }
  });

  it('over two lines in opposite order: both have what they need, and neither waits for ever', async () => {
    for (let run = 0; run < RUNS; run += 1) {
      const bookId = await budgeted([
        { category: 'lawyer', raise: '60000.00' },
        { category: 'appraisal', raise: '60000.00' },
      ]);
      const costs = [
        { category: 'lawyer', amount: '30000.00' },
        { category: 'appraisal', amount: '30000.00' },
      ] as const;
      const both = [
        await application(bookId, 'A', costs),
        await application(bookId, 'B', costs.toReversed()),
      ];
      const outcomes = await Promise.all(both.map((id) => approve(bookId, id)));
      expect([run, ...outcomes]).toEqual([run, 'approved', 'approved']);
    }
  });
});
