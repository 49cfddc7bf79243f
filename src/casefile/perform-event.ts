import {
  absorbCost,
  applyForAdvance,
  approveAdvance,
  demandSurplus,
  payAdvance,
  recordCourtRefund,
  returnPayment,
  returnSurplus,
  settleAdvance,
} from '../advances';
import { decideAward, payAward, recordSanction } from '../awards';
import { appropriate } from '../budget';
import { recordStay } from '../cases';
import {
  payMilestone,
  planRestoration,
  recordPlanMinutes,
  recordPlanReport,
  remitDamages,
} from '../damages';
import { DEFAULT_MILESTONE_RATIOS } from '../law';
import type { Fen } from '../money';
import type { Work } from '../platform/work';
import {
  type ItemToRecord,
  recordDefault,
  recordJudgment,
  recordReceipt,
  refundOverpayment,
  reimburseOrganization,
  remitInterest,
  replenishFund,
  writeOffDebt,
} from '../recoveries';
import type { CaseEvent, CaseEventOf } from './case-file-schema';
import { amountOf, References } from './references';

const DEFAULT_OFFICER = 'officer';
const DEFAULT_REVIEWER = 'reviewer';

/** Who does it when the event does not say. */
const DEFAULT_PERSON: Readonly<Partial<Record<CaseEvent['type'], string>>> = {
  'advance.apply': 'applicant',
  'advance.approve': 'approver',
  'advance.pay': 'cashier',
  'advance.absorb': 'approver',
  refund_overpayment: 'cashier',
  'organization.reimburse': 'cashier',
  write_off: 'approver',
  'damage.pay': 'cashier',
  award: 'approver',
  'award.pay': 'cashier',
};

export function personOf(event: CaseEvent): string {
  return event.by ?? DEFAULT_PERSON[event.type] ?? DEFAULT_OFFICER;
}

const optionalAmount = (text: string | undefined): Fen | undefined =>
  text === undefined ? undefined : amountOf(text);

/**
 * Lets the workflows do what one event tells. Refusals come in the order of the format: references
 * to what was refused, then amounts, then the rules of the workflow.
 */
export async function performEvent(work: Work, caseId: string, event: CaseEvent): Promise<void> {
  const refs = new References(work, caseId);
  switch (event.type) {
    case 'appropriation':
      return appropriate(work, event.pool, amountOf(event.amount));
    case 'advance.apply':
      return applyForAdvance(work, {
        caseId,
        ref: event.ref,
        organizationId: await refs.organization(event.organization),
        items: event.items.map(({ ref, category, instance, payee, amount }) => ({
          ref,
          category,
          instance: instance ?? 1,
          payee,
          amount: amountOf(amount),
        })),
      });
    case 'advance.approve':
      return approveAdvance(work, {
        applicationId: await refs.idOf('AdvanceApplication', event.advance),
        reviewer: DEFAULT_REVIEWER,
        minutesNumber: event.minutes ?? null,
      });
    case 'advance.pay': {
      const itemId = await refs.idOf('AdvanceItem', event.item);
      return payAdvance(work, { itemId, amount: optionalAmount(event.amount) });
    }
    case 'advance.payment_returned': {
      const itemId = await refs.idOf('AdvanceItem', event.item);
      return returnPayment(work, { itemId, amount: optionalAmount(event.amount) });
    }
    case 'advance.settle':
      return settleAdvance(work, {
        itemId: await refs.idOf('AdvanceItem', event.item),
        invoices: event.invoices.map(({ issuer, number, amount }) => ({
          issuer,
          number,
          amount: amountOf(amount),
        })),
      });
    case 'advance.surplus':
      return demandSurplus(work, await refs.idOf('AdvanceItem', event.item));
    case 'advance.surplus_returned': {
      const itemId = await refs.idOf('AdvanceItem', event.item);
      return returnSurplus(work, { itemId, amount: amountOf(event.amount) });
    }
    case 'advance.absorb': {
      const itemId = await refs.idOf('AdvanceItem', event.item);
      const requestedBy = event.requestedBy ?? DEFAULT_OFFICER;
      return absorbCost(work, { itemId, amount: amountOf(event.amount), requestedBy });
    }
    case 'court_refund': {
      const itemId = await refs.idOf('AdvanceItem', event.item);
      return recordCourtRefund(work, { itemId, amount: amountOf(event.amount) });
    }
    case 'judgment':
      return recordJudgmentOf(work, refs, event);
    case 'condition.defaulted':
      await recordDefault(work, {
        itemId: await refs.idOf('JudgmentItem', event.item),
        dueOn: event.dueOn,
      });
      return;
    case 'stay':
      return recordStay(work, {
        caseId,
        from: event.from,
        to: event.to,
        requestedByDebtor: event.requestedByDebtor,
      });
    case 'receipt': {
      const designated = event.designated ?? [];
      for (const item of designated) await refs.idOf('JudgmentItem', item);
      await recordReceipt(work, {
        caseId,
        ref: event.ref,
        payer: event.from,
        amount: amountOf(event.amount),
        designated,
        bankReference: event.bankReference,
      });
      return;
    }
    case 'refund_overpayment':
      return refundOverpayment(work, {
        caseId,
        defendantId: await refs.idOf('Defendant', event.to),
        amount: amountOf(event.amount),
      });
    case 'organization.reimburse':
      return reimburseOrganization(work, {
        caseId,
        organizationId: await refs.organization(event.organization),
        amount: amountOf(event.amount),
      });
    case 'fund.replenish':
      return replenishFund(work, { caseId, amount: amountOf(event.amount) });
    case 'write_off': {
      const itemId = await refs.idOf('JudgmentItem', event.item);
      const requestedBy = event.requestedBy ?? DEFAULT_OFFICER;
      return writeOffDebt(work, { itemId, amount: amountOf(event.amount), requestedBy });
    }
    case 'damage.remit':
      return remitDamages(work, { caseId, amount: amountOf(event.amount) });
    case 'interest.remit':
      return remitInterest(work, { caseId, amount: amountOf(event.amount) });
    case 'damage.plan':
      return planRestoration(work, {
        caseId,
        ref: event.ref,
        amount: amountOf(event.amount),
        milestoneRatios: event.milestones ?? DEFAULT_MILESTONE_RATIOS,
      });
    case 'damage.minutes': {
      const planId = await refs.idOf('RestorationPlan', event.plan);
      return recordPlanMinutes(work, {
        planId,
        number: event.number,
        amount: amountOf(event.amount),
      });
    }
    case 'damage.report':
      return recordPlanReport(work, {
        planId: await refs.idOf('RestorationPlan', event.plan),
        kind: event.kind,
      });
    case 'damage.pay':
      await payMilestone(work, {
        planId: await refs.idOf('RestorationPlan', event.plan),
        milestone: event.milestone,
        purpose: event.purpose,
        payee: event.payee,
      });
      return;
    case 'sanction':
      return recordSanction(work, {
        caseId,
        amountPaid: amountOf(event.amountPaid),
        grade: event.grade,
      });
    case 'award': {
      const plaintiffs = [];
      for (const { ref, share } of event.plaintiffs) {
        plaintiffs.push({ organizationId: await refs.organization(ref), share });
      }
      return decideAward(work, { caseId, ref: event.ref, plaintiffs });
    }
    case 'award.pay':
      return payAward(work, {
        caseId,
        organizationId: await refs.organization(event.organization),
      });
  }
}

async function recordJudgmentOf(
  work: Work,
  refs: References,
  event: CaseEventOf<'judgment'>,
): Promise<void> {
  const items: ItemToRecord[] = [];
  for (const item of event.items) {
    const debtors = [];
    for (const { ref, share, cap, dueOn } of item.liability.debtors) {
      debtors.push({
        defendantId: await refs.idOf('Defendant', ref),
        share: optionalAmount(share) ?? null,
        cap: optionalAmount(cap) ?? null,
        dueOn: dueOn ?? null,
      });
    }
    items.push({
      ref: item.ref,
      kind: item.kind,
      amount: amountOf(item.amount),
      dueOn: item.dueOn ?? null,
      instalments: (item.instalments ?? []).map(({ dueOn, amount }) => ({
        dueOn,
        amount: amountOf(amount),
      })),
      conditional: item.conditional ?? false,
      organizationId:
        item.organization === undefined ? null : await refs.organization(item.organization),
      bearsInterest: item.interest ?? true,
      general: null,
      mode: item.liability.mode,
      debtors,
    });
  }
  await recordJudgment(work, {
    caseId: refs.caseId,
    ref: event.ref,
    outcome: event.outcome,
    claimed: optionalAmount(event.claimed) ?? null,
    effectiveOn: event.effectiveOn,
    items,
  });
}
