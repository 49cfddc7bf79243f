import type { EntityManager } from 'typeorm';
import type { Setting } from '../approvals';
import { requireAvailable, requireLeftInBudget } from '../budget';
import { businessDate, yearOf } from '../calendar';
import { LitigationCase } from '../cases';
import { requireNamedDocuments } from '../documents';
import { DomainError } from '../errors';
import { checkAdvanceCaps, checkOutstanding, needsJointMeetingMinutes } from '../law';
import { addFen, type Fen, formatYuan, sumFen } from '../money';
import { Organization, Qualification, requireQualified } from '../organizations';
import { today } from '../platform/database/today';
import type { ApplicationContent } from './application-schemas';
import { amountOf, approvedInCase, linesInCase, linesOf, outstandingOf } from './asked-in-case';
import { checkItem } from './check-item';

/** An application that could be made. */
export interface CheckedApplication {
  readonly litigationCase: LitigationCase;
  readonly organization: Organization;
  readonly total: Fen;
}

/**
 * Checks everything that an application can be refused for before anybody decides on it; what could
 * change until then is looked at again when it is carried out.
 *
 * @throws DomainError NOT_FOUND, ORG_NOT_QUALIFIED, PAYEE_ACCOUNT_CHANGED, PAYEE_NOT_FIT,
 *   QUOTATION_REQUIRED, COURT_NOTICE_REQUIRED, COURT_FEE_ABOVE_NOTICE, DOCUMENT_NOT_FOUND, CAP_EXCEEDED,
 *   OUTSTANDING_EXCEEDED, RESOLUTION_REQUIRED, INSUFFICIENT_FUNDS, BUDGET_EXCEEDED (in this order)
 */
export async function checkApplication(
  setting: Setting,
  content: ApplicationContent,
): Promise<CheckedApplication> {
  const { tx, maker } = setting;
  const book = bookOf(setting);
  const { litigationCase, organization } = await partiesOf(setting, content);
  await requireQualified({ tx }, litigationCase.id, organization.id);
  for (const item of content.items) await checkItem(tx, book.id, organization, item);
  const documents = content.items.flatMap((item) => item.documents);
  await requireNamedDocuments(tx, maker, documents, { bookId: book.id });
  // Two applications in one case, or of one organization, are looked at one after the other.
  for (const id of [organization.id, litigationCase.id]) {
    await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`advances of ${id}`]);
  }
  const total = sumFen(content.items.map(amountOf));
  await requireWithinCaps(setting, content);
  const outstanding = await outstandingOf(tx, organization.id, setting.request);
  requireOutstandingWithin(outstanding, total);
  await requireResolution(setting, litigationCase.id, total);
  await requireMoney(setting, content, total);
  return { litigationCase, organization, total };
}

function bookOf({ book }: Setting): NonNullable<Setting['book']> {
  if (book === null) throw new Error('an advance is paid out of a book');
  return book;
}

/** @throws DomainError NOT_FOUND not in the book; for a member also another organization, another's case */
async function partiesOf(
  setting: Setting,
  content: ApplicationContent,
): Promise<Omit<CheckedApplication, 'total'>> {
  const { tx, maker } = setting;
  const bookId = bookOf(setting).id;
  const organization = await tx.findOneBy(Organization, { id: content.organization, bookId });
  const isOwn = maker.creditCode === null || maker.creditCode === organization?.uscc;
  if (organization === null || !isOwn) {
    throw new DomainError('NOT_FOUND', 'not_found', { organization: content.organization });
  }
  const litigationCase = await tx.findOneBy(LitigationCase, { id: content.case, bookId });
  const of = { caseId: content.case, organizationId: organization.id, isRevoked: false };
  const isPlaintiff = await tx.existsBy(Qualification, of);
  if (litigationCase === null || (maker.creditCode !== null && !isPlaintiff)) {
    throw new DomainError('NOT_FOUND', 'not_found', { case: content.case });
  }
  return { litigationCase, organization };
}

async function requireWithinCaps(
  { tx, request }: Setting,
  content: ApplicationContent,
): Promise<void> {
  const others = await linesInCase(tx, content.case, request);
  const { breach } = checkAdvanceCaps([...others, ...linesOf(content.items)]).value;
  if (breach === null) return;
  throw new DomainError('CAP_EXCEEDED', 'refused', {
    cap: breach.cap,
    limit: formatYuan(breach.limit),
    amount: formatYuan(breach.amount),
  });
}

/** @throws DomainError OUTSTANDING_EXCEEDED */
export function requireOutstandingWithin(outstanding: Fen, application: Fen): void {
  const { total, limit, kept } = checkOutstanding(outstanding, application).value;
  if (kept) return;
  throw new DomainError('OUTSTANDING_EXCEEDED', 'refused', {
    limit: formatYuan(limit),
    outstanding: formatYuan(total),
  });
}

async function requireResolution(
  { tx, resolution }: Setting,
  caseId: string,
  total: Fen,
): Promise<void> {
  const approvedAfter = addFen(await approvedInCase(tx, caseId), total);
  if (!needsJointMeetingMinutes(total, approvedAfter).value || resolution !== null) return;
  throw new DomainError('RESOLUTION_REQUIRED', 'refused', {
    amount: formatYuan(total),
    approvedAfter: formatYuan(approvedAfter),
  });
}

/** What each category comes to, in the order in which they are named. */
export function byCategory(
  items: ApplicationContent['items'],
): Map<ApplicationContent['items'][number]['category'], Fen> {
  const sums = new Map<ApplicationContent['items'][number]['category'], Fen>();
  for (const item of items) {
    const before = sums.get(item.category);
    const amount = amountOf(item);
    sums.set(item.category, before === undefined ? amount : addFen(before, amount));
  }
  return sums;
}

/** The budget year that something approved today is held of. */
export const budgetYear = async (tx: EntityManager): Promise<number> =>
  yearOf(businessDate(await today(tx)));

async function requireMoney(
  setting: Setting,
  { items }: ApplicationContent,
  total: Fen,
): Promise<void> {
  const { tx } = setting;
  const book = bookOf(setting);
  await requireAvailable({ tx, bookId: book.id }, 'special_fund', total);
  const year = await budgetYear(tx);
  for (const [category, amount] of byCategory(items)) {
    await requireLeftInBudget(tx, book, { pool: 'special_fund', category, year }, amount);
  }
}
