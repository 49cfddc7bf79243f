import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { uncountedOf } from '../budget';
import { addWorkingDays, businessDate } from '../calendar';
import { LitigationCase } from '../cases';
import { type DamageFigures, damageFigures, figuresOf } from '../damages';
import { booksOf, type Caller } from '../identity';
import { type ItemKind, REMIT_WITHIN_WORKING_DAYS } from '../law';
import { formatYuan } from '../money';
import { readCalendar } from '../working-days';
import type { damageFundList, damageFundOfCase } from './fund-schemas';

type OfCase = z.infer<typeof damageFundOfCase>;
type Listed = z.infer<typeof damageFundList>['items'][number];

const orNull = (fen: bigint | null): string | null => (fen === null ? null : formatYuan(fen));

export const inYuan = (figures: DamageFigures) => ({
  received: formatYuan(figures.received),
  interest: formatYuan(figures.interest),
  remitted: formatYuan(figures.remitted),
  toRemit: formatYuan(figures.toRemit),
  appropriated: orNull(figures.appropriated),
  planned: formatYuan(figures.planned),
  unplanned: formatYuan(figures.unplanned),
  paid: formatYuan(figures.paid),
  elsewhere: formatYuan(figures.elsewhere),
  left: orNull(figures.left),
});

/** A part of a receipt that stands. */
export const STANDS = `
  NOT EXISTS (SELECT FROM fund.receipt_allocation_undoing u WHERE u.allocation_id = a.id)
  AND NOT EXISTS (SELECT FROM fund.receipt_reversal v WHERE v.receipt_id = p.id)`;

/** Of damages, not of costs. */
export const OF_DAMAGES = `i.kind NOT IN ('fund_costs', 'organization_costs')`;

const ITEMS = `
  SELECT i.id AS item, i.ref, i.kind, i.ordered_fen AS ordered,
         coalesce(sum(a.amount_fen) FILTER (WHERE a.part = 'principal'), 0) AS principal,
         coalesce(sum(a.amount_fen) FILTER (WHERE a.part IN ('general_interest', 'doubled_interest')), 0) AS interest
    FROM fund.judgment_item i
    LEFT JOIN (fund.receipt_allocation a JOIN fund.receipt p ON p.id = a.receipt_id AND ${STANDS}) ON a.item_id = i.id
   WHERE i.case_id = $1 AND ${OF_DAMAGES} AND NOT i.reversed
   GROUP BY i.id ORDER BY i.id`;

/**
 * What of damages is not remitted yet, by the day on which it came: what came first is remitted first.
 * $1: ids of cases.
 */
const TO_REMIT = `
  SELECT x.case_id AS case, x.received_on::text AS "receivedOn", least(x.amount, x.upto - c.damages_remitted_fen) AS fen
    FROM (SELECT p.case_id, p.received_on, sum(a.amount_fen) AS amount,
                 sum(sum(a.amount_fen)) OVER (PARTITION BY p.case_id ORDER BY p.received_on) AS upto
            FROM fund.receipt_allocation a JOIN fund.receipt p ON p.id = a.receipt_id
            JOIN fund.judgment_item i ON i.id = a.item_id
           WHERE p.case_id = ANY ($1::uuid[]) AND a.part = 'principal' AND ${OF_DAMAGES} AND ${STANDS}
           GROUP BY p.case_id, p.received_on) x
    JOIN fund.litigation_case c ON c.id = x.case_id AND c.damage_route = 'treasury'
   WHERE x.upto > c.damages_remitted_fen ORDER BY x.case_id, x.received_on`;

const IN_KIND = `
  SELECT k.id, i.ref AS "itemRef", d.name AS defendant, k.performed_on::text AS "performedOn", k.description
    FROM fund.in_kind_performance k JOIN fund.judgment_item i ON i.id = k.item_id JOIN fund.defendant d ON d.id = k.defendant_id
   WHERE k.case_id = $1 ORDER BY k.performed_on, k.id`;

async function toRemit(
  tx: EntityManager,
  cases: readonly string[],
): Promise<(OfCase['remittances'][number] & { readonly case: string })[]> {
  const rows = await tx.query<{ case: string; receivedOn: string; fen: string }[]>(TO_REMIT, [
    cases,
  ]);
  const calendar = await readCalendar(tx);
  return rows.map(({ case: of, receivedOn, fen }) => ({
    case: of,
    receivedOn,
    amount: formatYuan(BigInt(fen)),
    dueOn: addWorkingDays(businessDate(receivedOn), REMIT_WITHIN_WORKING_DAYS, calendar),
  }));
}

interface ItemRow {
  readonly item: string;
  readonly ref: string;
  readonly kind: ItemKind;
  readonly ordered: string;
  readonly principal: string;
  readonly interest: string;
}

/** Where the damage money of a case stands. */
export async function readFundOfCase(
  tx: EntityManager,
  of: LitigationCase,
  book: string,
): Promise<OfCase> {
  const items = await tx.query<ItemRow[]>(ITEMS, [of.id]);
  const inTrust = of.damageRoute === 'trust_account';
  return {
    case: of.id,
    caseNumber: of.number,
    book,
    route: of.damageRoute,
    ...inYuan(await figuresOf(tx, of)),
    items: items.map(({ ordered, principal, interest, ...row }) => ({
      ...row,
      ordered: formatYuan(BigInt(ordered)),
      principal: formatYuan(BigInt(principal)),
      interest: formatYuan(inTrust ? BigInt(interest) : 0n),
    })),
    remittances: (await toRemit(tx, [of.id])).map(({ receivedOn, amount, dueOn }) => ({
      receivedOn,
      amount,
      dueOn,
    })),
    inKind: await tx.query<OfCase['inKind']>(IN_KIND, [of.id]),
  };
}

/** What a list of cases is narrowed to. */
export interface FundFilter {
  readonly book?: string | undefined;
  /** In the number of the case. */
  readonly q?: string | undefined;
}

/** Cases with damage money, the newest first, with where it stands. */
export async function listFund(
  tx: EntityManager,
  caller: Caller,
  { book, q }: FundFilter,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<Listed[]> {
  const books = await booksOf(tx, caller)
    .select(['book.id AS id', 'book.code AS code'])
    .getRawMany<{ id: number; code: string }>();
  const shown = books.filter(({ code }) => book === undefined || code === book);
  const query = tx
    .createQueryBuilder(LitigationCase, 'c')
    .where('c.bookId = ANY (:books)', { books: shown.map(({ id }) => id) })
    .andWhere(
      '(c.damagesReceivedFen > 0 OR c.trustInterestReceivedFen > 0 OR c.damagesPlannedFen > 0 OR c.damagesAppropriatedFen IS NOT NULL)',
    )
    .orderBy('c.id', 'DESC')
    .limit(limit);
  if (after !== undefined) query.andWhere('c.id < :after', { after });
  if (q !== undefined) query.andWhere('strpos(lower(c.number), lower(:q)) > 0', { q });
  const cases = await query.getMany();
  const uncounted = await uncountedOf(tx, cases);
  const due = await toRemit(
    tx,
    cases.map(({ id }) => id),
  );
  return cases.map((of) => ({
    case: of.id,
    caseNumber: of.number,
    book: shown.find(({ id }) => id === of.bookId)?.code ?? '',
    route: of.damageRoute,
    ...inYuan(damageFigures(of, uncounted.get(of.id))),
    remitBy: due.find((row) => row.case === of.id)?.dueOn ?? null,
  }));
}
