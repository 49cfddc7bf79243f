import { type EntityManager, In } from 'typeorm';
import type { z } from 'zod';
import type { LitigationCase } from '../cases';
import { asService, booksOf, type Caller } from '../identity';
import { addFen, fen, type Fen, formatYuan } from '../money';
import { Award, AwardShare } from './award.entity';
import { awardState } from './award-state';
import type { awardItem, AwardOfCase } from './award-views';
import { payableOf } from './pay-award';
import { namesFor } from './names';
import { AwardRecall, AwardUseDocument, AwardUseReport } from './recall.entity';
import { unreported } from './report-use';
import { standingsOf } from './standing';

type Shown = AwardOfCase['awards'][number];
type Share = Shown['shares'][number];

async function readUses(
  tx: EntityManager,
  caller: Caller,
  of: LitigationCase,
  shareId: string,
): Promise<Share['uses']> {
  const order = { id: 'ASC' } as const;
  const rows = await tx.find(AwardUseReport, { where: { shareId }, order });
  const documents = await tx.findBy(AwardUseDocument, { reportId: In(rows.map(({ id }) => id)) });
  const { person } = await namesFor(
    tx,
    caller,
    of,
    rows.map(({ reportedById }) => reportedById),
  );
  return rows.map(({ id, year, purpose, amountFen, use, reportedById }) => ({
    ...{ id, year, purpose, use, amount: formatYuan(amountFen) },
    documents: documents
      .filter(({ reportId }) => reportId === id)
      .map(({ documentId }) => documentId),
    reportedBy: person(reportedById),
  }));
}

async function readShares(
  tx: EntityManager,
  caller: Caller,
  of: LitigationCase,
  awardId: string,
): Promise<Share[]> {
  const all = await tx.find(AwardShare, { where: { awardId }, order: { ordinal: 'ASC' } });
  const names = await namesFor(tx, caller, of, []);
  const rows = all.filter(({ organizationId }) => names.mayRead(organizationId));
  const shares: Share[] = [];
  const both = (quota: Fen, fund: Fen): string => formatYuan(addFen(quota, fund));
  for (const row of rows) {
    shares.push({
      ...{ id: row.id, organization: row.organizationId },
      name: names.organization(row.organizationId),
      amount: formatYuan(row.amountFen),
      released: formatYuan(row.releasedFen),
      payable: formatYuan(payableOf(row)),
      paidOn: row.paidOn,
      owedBack: both(row.owedSanctionQuotaFen, row.owedAwardFundFen),
      returned: both(row.returnedSanctionQuotaFen, row.returnedAwardFundFen),
      unreported: formatYuan(await unreported(tx, row)),
      uses: await readUses(tx, caller, of, row.id),
    });
  }
  return shares;
}

/** The awards of a case, those that were recalled as well, the newest first. */
export async function readAwards(
  tx: EntityManager,
  caller: Caller,
  of: LitigationCase,
): Promise<Shown[]> {
  const order = { id: 'DESC' } as const;
  const awards = await tx.find(Award, { where: { caseId: of.id }, order });
  const shown: Shown[] = [];
  for (const award of awards) {
    const recalls = await tx.find(AwardRecall, { where: { awardId: award.id }, order });
    const { fromSanctionQuotaFen, fromAwardFundFen } = award;
    shown.push({
      ...{ id: award.id, ref: award.ref, decidedOn: award.decidedOn },
      base: formatYuan(award.baseFen),
      total: formatYuan(addFen(fromSanctionQuotaFen, fromAwardFundFen)),
      fromSanctionQuota: formatYuan(fromSanctionQuotaFen),
      fromAwardFund: formatYuan(fromAwardFundFen),
      recalledOn: award.recalledOn,
      approval: caller.creditCode === null ? award.approvalRequestId : null,
      shares: await readShares(tx, caller, of, award.id),
      recalls: recalls.map(({ recalledOn, whole, formerFen, leftFen, reason }) => ({
        ...{ on: recalledOn, whole, reason },
        former: formatYuan(formerFen),
        left: formatYuan(leftFen),
      })),
    });
  }
  return shown;
}

type Item = z.infer<typeof awardItem>;

// Cases that have a judgment in force, or have or had an award.
const OF_BOOKS = `
  SELECT c.id, c.number, b.code AS book FROM fund.litigation_case c JOIN ledger.book b ON b.id = c.book_id
   WHERE c.book_id = ANY ($1::integer[]) AND (
     EXISTS (SELECT FROM fund.judgment j WHERE j.case_id = c.id AND j.reversed_on IS NULL)
     OR EXISTS (SELECT FROM fund.award a WHERE a.case_id = c.id))`;
const OWN = `
  SELECT c.id, c.number, c.book FROM fund.own_cases() c WHERE $1::text IS NOT NULL`;

/** Where the awards of the caller's cases stand, the newest case first. */
export async function listAwards(
  tx: EntityManager,
  caller: Caller,
  { book, q }: { readonly book?: string | undefined; readonly q?: string | undefined },
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<Item[]> {
  const isStaff = caller.creditCode === null;
  const books = isStaff
    ? await booksOf(tx, caller).select('book.id', 'id').getRawMany<{ id: number }>()
    : [];
  const rights = isStaff ? books.map(({ id }) => id) : caller.creditCode;
  const rows = await tx.query<Pick<Item, 'id' | 'number' | 'book'>[]>(
    `SELECT * FROM (${isStaff ? OF_BOOKS : OWN}) c
      WHERE ($2::text IS NULL OR c.book = $2) AND ($3::text IS NULL OR position($3 IN c.number) > 0)
        AND ($4::uuid IS NULL OR c.id < $4) ORDER BY c.id DESC LIMIT $5`,
    [rights, book ?? null, q ?? null, page.after ?? null, page.limit],
  );
  // An organization sees no book, and is told of its own cases.
  const standings = await asService(tx, () =>
    standingsOf(
      tx,
      rows.map(({ id }) => id),
    ),
  );
  return rows.map((row) => {
    const standing = standings.find(({ id }) => id === row.id);
    if (standing === undefined) throw new Error('a case stands nowhere');
    const { amount, noticeUntil } = standing;
    return {
      ...row,
      state: awardState(standing),
      amount: amount === null ? null : formatYuan(fen(amount)),
      noticeUntil,
    };
  });
}
