import { approvalKind, type Setting, workInBook } from '../approvals';
import { recordAct } from '../audit';
import {
  caseInBook,
  caseNumber,
  keepPayOut,
  type Outgoing,
  presentOutgoing,
  requireAccount,
  TREASURY,
} from '../claims';
import { planSurplus, requireSurplus, surrenderSurplus } from '../damages';
import type { Work } from '../platform/work';
import { planTitle, planToAdopt, requirePlan } from './plan-kinds';
import { subjectOfPlan } from './plan-of-content';
import { fenOf } from './plan-schemas';
import { presentPlan } from './present-plan';
import { surplusContent, type SurplusContent } from './surplus-schemas';
import { SURPLUS_NAMES } from './words';

type ToTreasury = Extract<SurplusContent, { goesTo: 'treasury' }>;
type ToPlan = Exclude<SurplusContent, ToTreasury>;

const outgoing = ({ payee: named }: ToTreasury): Outgoing => ({
  kind: 'damage_surplus',
  to: TREASURY,
  named,
});

async function describeToTreasury(setting: Setting, content: ToTreasury) {
  const { case: caseId, goesTo } = content;
  const litigationCase = await caseInBook(setting, caseId);
  const amountFen = fenOf(content.amount);
  await requireSurplus(setting.tx, litigationCase, { goesTo, amount: amountFen });
  await requireAccount(setting.tx, litigationCase.bookId, outgoing(content));
  return {
    title: `损害赔偿金结余上缴国库：${litigationCase.number}`,
    amountFen,
    subject: `litigation_case/${caseId}`,
    // Whose it is says the law, and no amount.
    steps: ['reviewer', 'approver'] as const,
  };
}

async function describeToPlan(setting: Setting, { goesTo, plan }: ToPlan) {
  const litigationCase = await caseInBook(setting, plan.case);
  const amountFen = fenOf(plan.amount);
  await requireSurplus(setting.tx, litigationCase, { goesTo, amount: amountFen });
  await requirePlan(setting, litigationCase, plan);
  return {
    title: `${SURPLUS_NAMES[goesTo].zh}：${planTitle(litigationCase, plan)}`,
    amountFen,
    subject: subjectOfPlan(plan.case, plan.plan),
  };
}

async function surrender(work: Work, content: ToTreasury, approvalRequestId: string) {
  const paid = { caseId: content.case, amount: fenOf(content.amount) };
  await keepPayOut(work, outgoing(content), { ...paid, approvalRequestId });
  await surrenderSurplus(work, paid, approvalRequestId);
}

/**
 * What the plans of a case left (结余): a further plan for the same place, substitute restoration, or the treasury once it
 * was unspent for two years. A plan rests on a resolution that was made for it.
 */
export const damageSurplus = approvalKind<SurplusContent>({
  kind: 'damage_surplus',
  makers: ['finance_officer'],
  inBook: true,
  schema: surplusContent,

  describe: (setting, content) =>
    content.goesTo === 'treasury'
      ? describeToTreasury(setting, content)
      : describeToPlan(setting, content),

  async present(content, language, tx) {
    const goesTo = { field: 'surplusUse', value: SURPLUS_NAMES[content.goesTo][language] };
    const reason = { field: 'reason', value: content.reason };
    if (content.goesTo !== 'treasury') {
      return [goesTo, reason, ...(await presentPlan(content.plan, language, tx))];
    }
    return [
      { field: 'caseNumber', value: await caseNumber(tx, content.case) },
      goesTo,
      ...(await presentOutgoing(tx, outgoing(content))),
      { field: 'amount', value: content.amount },
      reason,
    ];
  },

  async execute(approval, content, request) {
    const work = workInBook(approval, request);
    if (content.goesTo === 'treasury') await surrender(work, content, request.id);
    else await planSurplus(work, content.goesTo, await planToAdopt(work, content.plan, request));
    await recordAct(work, 'damage_surplus.book', content);
  },
});
