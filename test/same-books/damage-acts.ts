import { newKey } from '../approvals/approval-scene';
import { BODY, CONTRACTOR } from '../damage-fund/damage-scene';
import type { ToldEvent } from './case-file';
import type { Body, Desk } from './desk';

const OPINIONS = ['court', 'finance'] as const;

/** A plan is drawn up: court and finance bureau say what they think of it. No meeting has resolved on it yet. */
export async function drawUp(desk: Desk, event: ToldEvent): Promise<void> {
  desk.plans.set(event.ref, event);
  for (const of of OPINIONS) {
    const { id } = await desk.post(`/api/v1/cases/${desk.id('case')}/plan-opinions`, {
      ...{ plan: event.ref, of, agency: `某市${of}`, givenOn: desk.today, stance: 'for' },
      document: await desk.document(),
    });
    desk.ids.set(`opinion of ${of} on ${event.ref}`, id);
  }
}

/** A joint meeting resolves on a plan, and the bureau adopts it. */
export async function adopt(desk: Desk, { plan, amount: most }: ToldEvent): Promise<void> {
  const { amount, milestones } = desk.plan(plan);
  const { purpose, payee } = firstPayment(desk, plan);
  const litigation = desk.id('case');
  const content = {
    ...{ case: litigation, plan, title: '受污染河段修复', place: '某市某县', amount },
    // For more than one use the meeting would divide the money; a case file does not.
    budgetLines: [{ use: purpose, text: '修复工程', amount }],
    implementer: { name: payee, creditCode: CONTRACTOR.creditCode },
    acceptanceBody: BODY,
    document: await desk.document(),
    ...(milestones && {
      milestones: milestones.map((ratio, index) => ({
        ...{ name: `第${String(index + 1)}期`, ratio, papers: [] },
      })),
    }),
    opinions: [
      ...OPINIONS.map((agency) => ({
        ...{ agency, opinion: desk.id(`opinion of ${agency} on ${plan}`) },
      })),
      { agency: 'audit', notAsked: '尚未设立审计联系机制' },
    ],
  };
  await desk.carryOut('restoration_plan', content, {
    ...{ amount: most, subject: `restoration_plan/${litigation}/${plan}` },
  });
  const { items } = await desk.get<{ items: { id: string; number: string }[] }>(
    `/api/v1/cases/${litigation}/restoration-plans`,
  );
  desk.ids.set(`plan ${plan}`, items.find(({ number }) => number === plan)?.id ?? '');
}

/** Who restores, and for what, a case file says only where it pays. */
function firstPayment(desk: Desk, plan: string): Pick<ToldEvent, 'purpose' | 'payee'> {
  const found = desk.told.events.find(
    (event) => event.type === 'damage.pay' && event.plan === plan,
  );
  return found ?? { purpose: 'restoration_plan_and_works', payee: CONTRACTOR.name };
}

export async function payMilestone(desk: Desk, event: ToldEvent): Promise<void> {
  const { plan: ref, milestone, purpose, payee } = event;
  const plan = desk.id(`plan ${ref}`);
  const { steps } = await desk.get<{ steps: { number: number; amount: string }[] }>(
    `/api/v1/restoration-plans/${plan}`,
  );
  const amount = steps.find(({ number }) => number === milestone)?.amount ?? '';
  const litigation = desk.id('case');
  const invoice = { issuer: payee, number: newKey().toUpperCase(), amount };
  await desk.carryOut(
    'milestone_payment',
    {
      ...{ case: litigation, plan, milestone, purpose, amount, reason: '按方案付款' },
      payee: await desk.payee('vendor', payee),
      invoices: [{ ...invoice, document: await desk.document() }],
      papers: [],
    },
    { amount, subject: `litigation_case/${litigation}` },
  );
}

/** Works are accepted, or their effect evaluated; whoever asked for the payment before does not record it. */
export async function report(desk: Desk, { plan, kind }: ToldEvent): Promise<Body> {
  const path = `/api/v1/restoration-plans/${desk.id(`plan ${plan}`)}/reports`;
  const { colleague } = desk.people;
  const document = await desk.upload(colleague);
  return desk.post(path, { kind, body: BODY, reportedOn: desk.today, document }, colleague);
}
