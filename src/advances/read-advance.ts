import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '../errors';
import type { Caller } from '../identity';
import { formatYuan } from '../money';
import { AdvanceApplication } from './advance.entity';
import type { advanceDetail } from './advance-schemas';
import { applicationContent, type ApplicationContent } from './application-schemas';
import { amountOf } from './asked-in-case';
import { findAdvance } from './list-advances';

type Detail = z.infer<typeof advanceDetail>;
type Cost = Detail['items'][number];

const stored = z.object({ content: applicationContent });
const NOTHING = '0.00';

/**
 * An application with its costs and what became of each.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readAdvance(tx: EntityManager, caller: Caller, id: string): Promise<Detail> {
  const item = await findAdvance(tx, caller, id);
  if (item === undefined) throw new DomainError('NOT_FOUND', 'not_found', { advance: id });
  const application = await tx.findOneBy(AdvanceApplication, { id });
  const content = await contentOf(tx, application?.approvalRequestId ?? id);
  if (application === null) {
    if (content === undefined) throw new DomainError('NOT_FOUND', 'not_found', { advance: id });
    return {
      ...item,
      caseId: content.case,
      organizationId: content.organization,
      approval: id,
      reason: content.reason,
      items: content.items.map(askedCost),
      payments: [],
    };
  }
  return {
    ...item,
    caseId: application.caseId,
    organizationId: application.organizationId,
    approval: application.approvalRequestId,
    reason: content?.reason ?? null,
    items: await costsOf(tx, id),
    payments: await paymentsOf(tx, id),
  };
}

/** What was asked for; undefined where a case file tells it, or the request is not for the reader. */
async function contentOf(
  tx: EntityManager,
  requestId: string,
): Promise<ApplicationContent | undefined> {
  const [row] = await tx.query<{ document: unknown }[]>(
    `SELECT v.document FROM fund.approval_request r
       JOIN fund.approval_version v ON v.request_id = r.id AND v.version = r.version WHERE r.id = $1`,
    [requestId],
  );
  return stored.safeParse(row?.document).data?.content;
}

const askedCost = (item: ApplicationContent['items'][number]): Cost => ({
  id: null,
  ref: null,
  category: item.category,
  instance: item.instance ?? 1,
  purpose: item.purpose,
  payee: item.payee.name,
  account: null,
  applied: formatYuan(amountOf(item)),
  approved: NOTHING,
  paid: NOTHING,
  settled: NOTHING,
  waiting: NOTHING,
  unsettled: NOTHING,
  surplusDemanded: NOTHING,
  surplusReturned: NOTHING,
  documents: item.documents.map(({ id, kind }) => ({ id, kind, name: null })),
});

type CostRow = Record<
  | 'applied'
  | 'approved'
  | 'paid'
  | 'settled'
  | 'waiting'
  | 'unsettled'
  | 'surplusDemanded'
  | 'surplusReturned',
  string
> &
  Cost;

async function costsOf(tx: EntityManager, applicationId: string): Promise<Cost[]> {
  const rows = await tx.query<CostRow[]>(
    `SELECT i.id, i.ref, i.category, i.instance, i.purpose, i.payee, '**** ' || b.last4 AS account,
            i.applied_fen AS applied, i.approved_fen AS approved, i.paid_fen AS paid, i.settled_fen AS settled,
            w.waiting, CASE i.category WHEN 'acceptance_fee' THEN 0
              ELSE i.paid_fen - i.settled_fen - i.surplus_demanded_fen - w.waiting END AS unsettled,
            i.surplus_demanded_fen AS "surplusDemanded", i.surplus_returned_fen AS "surplusReturned",
            coalesce((SELECT jsonb_agg(jsonb_build_object('kind', d.kind, 'id', d.document_id, 'name', f.name)
                                       ORDER BY d.ordinal)
                        FROM fund.advance_item_document d LEFT JOIN fund.document f ON f.id = d.document_id
                       WHERE d.item_id = i.id), '[]') AS documents
       FROM fund.advance_item i LEFT JOIN fund.bank_account b ON b.id = i.bank_account_id
      CROSS JOIN LATERAL (SELECT coalesce(sum(l.amount_fen), 0)::bigint AS waiting FROM fund.settlement_line l
                           WHERE l.item_id = i.id AND l.state = 'submitted') w
      WHERE i.application_id = $1 ORDER BY i.ordinal`,
    [applicationId],
  );
  return rows.map((row) => ({
    ...row,
    applied: formatYuan(BigInt(row.applied)),
    approved: formatYuan(BigInt(row.approved)),
    paid: formatYuan(BigInt(row.paid)),
    settled: formatYuan(BigInt(row.settled)),
    waiting: formatYuan(BigInt(row.waiting)),
    unsettled: formatYuan(BigInt(row.unsettled)),
    surplusDemanded: formatYuan(BigInt(row.surplusDemanded)),
    surplusReturned: formatYuan(BigInt(row.surplusReturned)),
  }));
}

async function paymentsOf(tx: EntityManager, applicationId: string): Promise<Detail['payments']> {
  const rows = await tx.query<Detail['payments']>(
    `SELECT i.ref, p.paid_on AS "paidOn", p.amount_fen AS amount, p.returned_fen AS returned
       FROM fund.advance_payment p JOIN fund.advance_item i ON i.id = p.item_id
      WHERE i.application_id = $1 ORDER BY p.paid_on, p.id`,
    [applicationId],
  );
  return rows.map((row) => ({
    ...row,
    amount: formatYuan(BigInt(row.amount)),
    returned: formatYuan(BigInt(row.returned)),
  }));
}
