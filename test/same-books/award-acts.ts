import { newKey } from '../approvals/approval-scene';
import type { ToldEvent } from './case-file';
import type { Desk } from './desk';

interface AwardShown {
  readonly assessment: { readonly id: string } | null;
  readonly awards: readonly {
    readonly shares: readonly {
      readonly organization: string;
      readonly amount: string;
      readonly payable: string;
    }[];
  }[];
}

/** Puts a sanction on record that the defendant paid to the treasury. */
export async function sanction(desk: Desk, { on, amountPaid, grade }: ToldEvent): Promise<void> {
  await desk.carryOut('sanction_record', {
    ...{ case: desk.id('case'), paidOn: on, amount: amountPaid, grade },
    ...{ document: await desk.document(), reason: '已缴国库' },
  });
}

/** Assesses the award, shows it to the public and has it decided. */
export async function award(desk: Desk, { plaintiffs }: ToldEvent): Promise<void> {
  const path = `/api/v1/cases/${desk.id('case')}/award`;
  const { id: assessment } = await desk.post(`${path}/assessments`, {
    plaintiffs: plaintiffs.map(({ ref, ...share }) => ({
      organization: desk.id(`organization ${ref}`),
      ...share,
    })),
  });
  // A public notice lasts for days, which pass for no test: it is said to have been long ago.
  await desk.scene.dataSource.query(
    `INSERT INTO fund.award_notice (assessment_id, from_on, until_on, way, published_by_id)
     VALUES ($1, '2026-02-02', '2026-02-13', '书面提出', $2)`,
    [assessment, desk.people.officer.personId],
  );
  const content = { case: desk.id('case'), assessment };
  const { awards } = await desk.get<AwardShown>(path);
  if (awards.length > 0) throw new Error('it was awarded before');
  await desk.carryOut('award_decision', content, {
    by: desk.people.colleague,
    subject: `litigation_case/${desk.id('case')}`,
    amount: '200000.00',
  });
}

/** Pays its award to an organization; somebody asks who had no part in the decision. */
export async function awardPaid(desk: Desk, { organization }: ToldEvent): Promise<void> {
  const told = desk.told.organizations.find(({ ref }) => ref === organization);
  const id = desk.id(`organization ${organization}`);
  const { awards } = await desk.get<AwardShown>(`/api/v1/cases/${desk.id('case')}/award`);
  const share = awards[0]?.shares.find((one) => one.organization === id);
  await desk.carryOut(
    'award_payment',
    {
      ...{ case: desk.id('case'), organization: id, amount: share?.payable },
      ...{ payee: await desk.payee('organization', told?.name ?? '', told?.uscc) },
      reason: `发放奖励 ${newKey()}`,
    },
    { by: desk.people.payer },
  );
}
