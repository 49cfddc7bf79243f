import type { EntityManager } from 'typeorm';
import { chart } from '../accounting';
import type { PresentedRequest, SummaryRow } from '../approvals';
import { leftInBudget } from '../budget';
import { LitigationCase } from '../cases';
import type { Language } from '../errors';
import { readBalance } from '../ledger';
import { type Fen, formatYuan, fen, sumFen } from '../money';
import { Organization } from '../organizations';
import type { ApplicationContent, AskedItem } from './application-schemas';
import { CATEGORY_NAMES, PAPER_NAMES, tariffWarning } from './application-words';
import { amountOf } from './asked-in-case';
import { budgetYear, byCategory } from './check-application';
import { tariffUnlike } from './check-item';

const rowOf = (field: string, cells: Readonly<Record<string, string>>): SummaryRow => ({
  field,
  value: Object.values(cells).filter(Boolean).join(' '),
  cells,
});

/**
 * What an application says, cost by cost, with what those who decide want to know: where the court's
 * notice and the tariff differ, what the budget has before and after, what the payees were paid before.
 * What the reader may not see is left out.
 */
export async function presentApplication(
  content: ApplicationContent,
  language: Language,
  tx: EntityManager,
  { bookId, isOpen }: PresentedRequest,
): Promise<readonly SummaryRow[]> {
  const number = await caseNumberOf(tx, content.case);
  const organization = await tx.findOneBy(Organization, { id: content.organization });
  const rows: SummaryRow[] = [
    ...(number === undefined ? [] : [{ field: 'caseNumber', value: number }]),
    { field: 'organization', value: organization?.name ?? content.organization },
    { field: 'reason', value: content.reason },
    { field: 'total', value: formatYuan(sumFen(content.items.map(amountOf))) },
    ...content.items.map((item) => costRow(item, language)),
    ...content.items.flatMap((item) => documentRows(item, language)),
    ...content.items.flatMap((item) => warningRows(item, language)),
  ];
  if (bookId === null || !(await isOfStaff(tx))) return rows;
  return [
    ...rows,
    ...(isOpen ? await budgetRows(tx, bookId, content, language) : []),
    ...(await earlierRows(tx, content)),
  ];
}

async function caseNumberOf(tx: EntityManager, id: string): Promise<string | undefined> {
  const seen = await tx.findOneBy(LitigationCase, { id });
  if (seen !== null) return seen.number;
  const [own] = await tx.query<{ number: string }[]>(
    'SELECT c.number FROM fund.own_cases() c WHERE c.id = $1',
    [id],
  );
  return own?.number;
}

async function isOfStaff(tx: EntityManager): Promise<boolean> {
  const [row] = await tx.query<{ staff: boolean }[]>(
    'SELECT fund.own_credit_code() IS NULL AS staff',
  );
  return row?.staff === true;
}

const costRow = (item: AskedItem, language: Language): SummaryRow =>
  rowOf('cost', {
    category: CATEGORY_NAMES[item.category][language],
    instance: item.instance === undefined ? '' : String(item.instance),
    purpose: item.purpose,
    payee: item.payee.name,
    fingerprint: item.payee.fingerprint.slice(0, 16),
    amount: formatYuan(amountOf(item)),
  });

const documentRows = (item: AskedItem, language: Language): SummaryRow[] =>
  item.documents.map(({ id, sha256, kind }) =>
    rowOf('papers', {
      purpose: item.purpose,
      paperKind: PAPER_NAMES[kind][language],
      attachment: id,
      sha256: sha256.slice(0, 16),
    }),
  );

function warningRows(item: AskedItem, language: Language): SummaryRow[] {
  const tariff = tariffUnlike(item);
  if (tariff === undefined || item.courtNotice === undefined) return [];
  return [{ field: 'warning', value: tariffWarning(item.courtNotice.fee, tariff)[language] }];
}

const effect = (category: string, before: Fen, amount: Fen): SummaryRow =>
  rowOf('budgetEffect', {
    category,
    availableBefore: formatYuan(before),
    amount: formatYuan(amount),
    availableAfter: formatYuan(fen(before - amount)),
  });

async function budgetRows(
  tx: EntityManager,
  bookId: number,
  { items }: ApplicationContent,
  language: Language,
): Promise<SummaryRow[]> {
  const rows: SummaryRow[] = [];
  const year = await budgetYear(tx);
  for (const [category, amount] of byCategory(items)) {
    const left = await leftInBudget(tx, bookId, { pool: 'special_fund', category, year });
    if (left !== undefined) rows.push(effect(CATEGORY_NAMES[category][language], left, amount));
  }
  const { posted, held } = await readBalance(tx, bookId, chart.quota('special_fund'));
  const fund = language === 'zh' ? '专项资金' : 'Special fund';
  return [...rows, effect(fund, fen(posted - held), sumFen(items.map(amountOf)))];
}

async function earlierRows(
  tx: EntityManager,
  { items }: ApplicationContent,
): Promise<SummaryRow[]> {
  const accounts = [...new Set(items.map(({ payee }) => payee.account))];
  const rows = await tx.query<{ payee: string; paid: string; payments: string }[]>(
    `SELECT a.holder_name AS payee, sum(p.amount_fen - p.returned_fen) AS paid, count(*) AS payments
       FROM fund.bank_account a
       JOIN fund.bank_account o ON o.book_id = a.book_id AND o.holder_kind = a.holder_kind
        AND coalesce(o.credit_code, o.holder_name) = coalesce(a.credit_code, a.holder_name)
       JOIN fund.advance_item i ON i.bank_account_id = o.id
       JOIN fund.advance_payment p ON p.item_id = i.id AND p.returned_fen < p.amount_fen
      WHERE a.id = ANY ($1::uuid[]) GROUP BY a.holder_name ORDER BY a.holder_name`,
    [accounts],
  );
  return rows.map(({ payee, paid, payments }) =>
    rowOf('earlierPayments', { payee, paid: formatYuan(BigInt(paid)), payments }),
  );
}
