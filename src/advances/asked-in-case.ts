import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import type { CostLine } from '../law';
import { fen, type Fen, parsePositiveYuan, sumFen, ZERO_FEN } from '../money';
import { AdvanceItem } from './advance.entity';
import { applicationContent, type AskedItem } from './application-schemas';

/** The kind of request that advances are asked for by. */
export const APPLICATION_KIND = 'advance_application';

/** What requests for advances in a case are about. */
export const subjectOfCase = (caseId: string): string => `litigation_case/${caseId}`;

export const amountOf = ({ amount }: Pick<AskedItem, 'amount'>): Fen =>
  parsePositiveYuan(amount) ?? ZERO_FEN;

export const linesOf = (items: readonly AskedItem[]): CostLine[] =>
  items.map((item) => ({
    category: item.category,
    instance: item.instance ?? 1,
    amount: amountOf(item),
  }));

const stored = z.object({ content: applicationContent });

/** What is asked for in a case by requests that are not decided yet, but for one of them. */
async function pendingLines(
  tx: EntityManager,
  caseId: string,
  but: string | null,
): Promise<CostLine[]> {
  const rows = await tx.query<{ document: unknown }[]>(
    `SELECT v.document FROM fund.approval_request r
       JOIN fund.approval_version v ON v.request_id = r.id AND v.version = r.version
      WHERE r.kind = $1 AND r.subject = $2 AND r.state IN ('open', 'returned') AND r.id IS DISTINCT FROM $3`,
    [APPLICATION_KIND, subjectOfCase(caseId), but],
  );
  return rows.flatMap(({ document }) => linesOf(stored.parse(document).content.items));
}

/** Everything that is approved or asked for in a case, but for one request. */
export async function linesInCase(
  tx: EntityManager,
  caseId: string,
  but: string | null,
): Promise<CostLine[]> {
  const approved = await tx.findBy(AdvanceItem, { caseId });
  return [
    ...approved.map(({ category, instance, appliedFen }) => ({
      category,
      instance,
      amount: appliedFen,
    })),
    ...(await pendingLines(tx, caseId, but)),
  ];
}

/** What is approved in a case, in fen. */
export async function approvedInCase(tx: EntityManager, caseId: string): Promise<Fen> {
  const items = await tx.findBy(AdvanceItem, { caseId });
  return sumFen(items.map(({ approvedFen }) => approvedFen));
}

/**
 * What an organization has outstanding in fen: approved and neither settled, returned nor borne by the
 * fund; what it asks for counts as well, but for one request.
 *
 * @param but `everything`: what is only asked for does not count
 */
export async function outstandingOf(
  tx: EntityManager,
  organizationId: string,
  but: string | null | { readonly everything: true },
): Promise<Fen> {
  const isEverything = typeof but === 'object' && but !== null;
  const [row] = await tx.query<{ approved: string; asked: string }[]>(
    `SELECT (SELECT coalesce(sum(i.approved_fen - i.settled_fen - i.surplus_returned_fen - i.refunded_by_court_fen
                      - CASE i.category WHEN 'acceptance_fee' THEN i.absorbed_fen ELSE 0 END), 0)
               FROM fund.advance_application a JOIN fund.advance_item i ON i.application_id = a.id
              WHERE a.organization_id = $1) AS approved,
            (SELECT coalesce(sum(r.amount_fen), 0)
               FROM fund.qualification q
               JOIN fund.approval_request r ON r.subject = 'litigation_case/' || q.case_id AND r.kind = $2
                AND r.state IN ('open', 'returned') AND r.id IS DISTINCT FROM $3
               JOIN fund.approval_version v ON v.request_id = r.id AND v.version = r.version
              WHERE q.organization_id = $1 AND NOT $4::boolean
                AND v.document -> 'content' ->> 'organization' = $1::text) AS asked`,
    [organizationId, APPLICATION_KIND, isEverything ? null : but, isEverything],
  );
  return fen(BigInt(row?.approved ?? 0) + BigInt(row?.asked ?? 0));
}
