import { type EntityManager, In } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import {
  AdvanceApplication,
  AdvanceItem,
  demandRefund,
  refundableOf,
  tellApplicant,
} from '../advances';
import { approvalKind, type Setting, workInBook } from '../approvals';
import { recordAct } from '../audit';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import { addFen, formatYuan, sumFen } from '../money';
import { changeStanding, Organization } from '../organizations';
import { text } from '../platform/json/texts';
import type { Work } from '../platform/work';
import { dueDay } from './surplus';
import { SurplusDemand } from './surplus.entity';

const refundDutyContent = z.strictObject({
  application: z.uuid(),
  reason: text(2_000),
});
type RefundDuty = z.infer<typeof refundDutyContent>;

const itemsOf = (tx: EntityManager, applicationId: string): Promise<AdvanceItem[]> =>
  tx.find(AdvanceItem, { where: { applicationId }, order: { ordinal: 'ASC' } });

const totalOf = (items: readonly AdvanceItem[]) =>
  sumFen(
    items.map((item) => {
      const { unsettled, settled } = refundableOf(item);
      return addFen(unsettled, settled);
    }),
  );

/** @throws DomainError NOT_FOUND it is not in the book */
async function applicationIn({ tx, book }: Setting, id: string) {
  const application = await tx.findOneBy(AdvanceApplication, { id });
  const organization =
    application &&
    (await tx.findOneBy(Organization, { id: application.organizationId, bookId: book?.id ?? 0 }));
  if (application === null || organization === null) {
    throw new DomainError('NOT_FOUND', 'not_found', { application: id });
  }
  return { application, organization };
}

/** Makes every payment of the application due back. @returns the sum, in yuan @throws DomainError NO_SURPLUS */
async function demandAll(
  work: Work,
  application: AdvanceApplication,
  demandedById: string,
): Promise<string> {
  const items = await itemsOf(work.tx, application.id);
  const dueOn = await dueDay(work.tx, work.on);
  const amounts = [];
  for (const item of items) {
    const { id: itemId } = item;
    const amountFen = await demandRefund(work, itemId);
    amounts.push(amountFen);
    if (amountFen === 0n) continue;
    const demand = { itemId, amountFen, demandedOn: work.on, dueOn, demandedById };
    await work.tx.insert(SurplusDemand, { id: uuidv7(), ...demand });
    await tellApplicant(work, item, 'surplus_demanded', amountFen, dueOn);
  }
  const total = sumFen(amounts);
  if (total === 0n)
    throw new DomainError('NO_SURPLUS', 'refused', { application: application.ref });
  return formatYuan(total);
}

/** After false statements (弄虚作假) everything paid is due back, and the organization asks for nothing more. */
export const refundDuty = approvalKind<RefundDuty>({
  kind: 'advance_refund_duty',
  makers: ['finance_officer'],
  steps: ['reviewer', 'approver'],
  inBook: true,
  schema: refundDutyContent,

  async describe(setting, { application: id }) {
    const { application, organization } = await applicationIn(setting, id);
    const amountFen = totalOf(await itemsOf(setting.tx, id));
    if (amountFen === 0n) {
      throw new DomainError('NO_SURPLUS', 'refused', { application: application.ref });
    }
    return {
      title: `责令退还垫付款：${organization.name} ${application.ref}`,
      amountFen,
      subject: `advance_application/${id}`,
    };
  },

  async present({ application: id, reason }, _, tx) {
    const [application] = await tx.findBy(AdvanceApplication, { id: In([id]) });
    const items = await itemsOf(tx, id);
    return [
      { field: 'application', value: application?.ref ?? id },
      ...items.map((item) => {
        const { unsettled, settled } = refundableOf(item);
        const cells = {
          itemRef: item.ref,
          unsettled: formatYuan(unsettled),
          settled: formatYuan(settled),
        };
        return { field: 'refund', value: Object.values(cells).join(' '), cells };
      }),
      { field: 'amount', value: formatYuan(totalOf(items)) },
      { field: 'reason', value: reason },
    ];
  },

  async execute(approval, { application: id, reason }, request) {
    const work = workInBook(approval, request);
    const application = await work.tx.findOneByOrFail(AdvanceApplication, { id });
    await lockCase(work, application.caseId);
    const amount = await demandAll(work, application, request.maker.id);
    const { organizationId } = application;
    const { state } = await work.tx.findOneByOrFail(Organization, { id: organizationId });
    if (state === 'registered') {
      const suspension = { organization: organizationId, action: 'suspend', reason } as const;
      await changeStanding(work, { ...suspension, effectiveOn: work.on }, request);
    }
    await recordAct(work, 'advance.refund_duty', { application: application.ref, amount, reason });
  },
});
