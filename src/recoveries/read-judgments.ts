import { type EntityManager, In } from 'typeorm';
import { Defendant, LitigationCase, Stay } from '../cases';
import { Document } from '../documents';
import { DomainError } from '../errors';
import { booksOf, type Caller } from '../identity';
import { isDamages } from '../law';
import { fen, type Fen, formatYuan, sumFen, ZERO_FEN } from '../money';
import { Organization } from '../organizations';
import { EnforcementDeferral } from './deferral.entity';
import {
  InKindAcceptance,
  InKindDebtor,
  InKindOrder,
  JudgmentDocument,
  RefusedCost,
} from './judgment-papers.entity';
import type { CaseJudgments, ShownItem, ShownJudgment } from './judgment-views';
import { ClaimBalance, ItemDebtor, Judgment, JudgmentItem } from './judgment.entity';
import { generalOf } from './load-claims';
import { deficitsOf } from './recover-deficit';

type Names = ReadonlyMap<string, string>;

const namesOf = (rows: readonly { readonly id: string; readonly name: string }[]): Names =>
  new Map(rows.map(({ id, name }) => [id, name]));
const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
const optional = (amount: Fen | null): string | null =>
  amount === null ? null : formatYuan(amount);

/**
 * The judgments of a case in the order in which they came, those that were reversed among them, and how the money of
 * the case has flowed.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readJudgments(
  tx: EntityManager,
  caller: Caller,
  caseId: string,
): Promise<CaseJudgments> {
  const books = await booksOf(tx, caller).select('book.id', 'id').getRawMany<{ id: number }>();
  const bookId = In(books.map(({ id }) => id));
  const litigationCase = await tx.findOneBy(LitigationCase, { id: caseId, bookId });
  if (litigationCase === null) throw new DomainError('NOT_FOUND', 'not_found', { case: caseId });
  const judgments = await tx.find(Judgment, { where: { caseId }, order: { ordinal: 'ASC' } });
  const items = await tx.find(JudgmentItem, { where: { caseId }, order: { ordinal: 'ASC' } });
  const names = namesOf(await tx.findBy(Defendant, { caseId }));
  const shownItems = await itemsShown(tx, items, names);
  const papers = await papersShown(tx, idsOf(judgments), names);
  const stays = await tx.find(Stay, { where: { caseId }, order: { fromOn: 'ASC' } });
  return {
    case: caseId,
    judgments: judgments.map((judgment) => ({
      ...headOf(judgment),
      items: items.flatMap(({ id, judgmentId }) =>
        judgmentId === judgment.id ? (shownItems.get(id) ?? []) : [],
      ),
      ...papers(judgment.id),
    })),
    stays: stays.map(({ fromOn, toOn, requestedByDebtor }) => ({
      from: fromOn,
      to: toOn,
      requestedByDebtor,
    })),
    deferrals: await deferralsShown(tx, caseId, names),
    deficits: await deficitsShown(tx, caseId),
    flow: await flowOf(tx, litigationCase, items),
  };
}

const headOf = (
  judgment: Judgment,
): Omit<ShownJudgment, 'items' | 'inKind' | 'refusedCosts' | 'documents'> => ({
  id: judgment.id,
  ref: judgment.ref,
  outcome: judgment.outcome,
  claimed: optional(judgment.claimedFen),
  effectiveOn: judgment.effectiveOn,
  feeOwedBy: judgment.feeOwedBy,
  approval: judgment.approvalRequestId,
  replaces: judgment.replacesId,
  reversedOn: judgment.reversedOn,
});

async function itemsShown(
  tx: EntityManager,
  items: readonly JudgmentItem[],
  names: Names,
): Promise<ReadonlyMap<string, ShownItem>> {
  const of = { where: { itemId: In(idsOf(items)) }, order: { ordinal: 'ASC' } } as const;
  const balances = await tx.find(ClaimBalance, of);
  const debtors = await tx.find(ItemDebtor, of);
  const organizations = namesOf(
    await tx.findBy(Organization, { id: In(items.flatMap((item) => item.organizationId ?? [])) }),
  );
  return new Map(
    items.map((item) => [
      item.id,
      itemShown(item, {
        balances: balances.filter(({ itemId }) => itemId === item.id),
        debtors: debtors.filter(({ itemId }) => itemId === item.id),
        names,
        organization: organizations.get(item.organizationId ?? '') ?? null,
      }),
    ]),
  );
}

function itemShown(
  item: JudgmentItem,
  of: {
    readonly balances: readonly ClaimBalance[];
    readonly debtors: readonly ItemDebtor[];
    readonly names: Names;
    readonly organization: string | null;
  },
): ShownItem {
  const received = sumFen(of.balances.map(({ receivedFen }) => receivedFen));
  const writtenOff = sumFen(of.balances.map(({ writtenOffFen }) => writtenOffFen));
  const outstanding = item.reversed ? ZERO_FEN : fen(item.orderedFen - received - writtenOff);
  const days = of.balances.flatMap(({ dueOn }) => dueOn ?? []);
  return {
    id: item.id,
    ref: item.ref,
    kind: item.kind,
    mode: item.liabilityMode,
    conditional: item.conditional,
    defaulted: item.defaulted,
    bearsInterest: item.bearsInterest,
    generalInterest: generalOf(item) ?? null,
    organization: of.organization,
    ordered: formatYuan(item.orderedFen),
    received: formatYuan(received),
    writtenOff: formatYuan(writtenOff),
    outstanding: formatYuan(outstanding),
    dueOn: [...new Set<string>(days)].sort(),
    debtors: of.debtors.map(({ defendantId, capFen, paidFen }) => ({
      defendant: defendantId,
      name: of.names.get(defendantId) ?? '',
      share: optional(
        of.balances.find((balance) => balance.defendantId === defendantId)?.orderedFen ?? null,
      ),
      cap: optional(capFen),
      paid: formatYuan(paidFen),
    })),
  };
}

type Papers = Pick<ShownJudgment, 'inKind' | 'refusedCosts' | 'documents'>;

/** What belongs to judgments beside their items: of each by its id. */
async function papersShown(
  tx: EntityManager,
  judgmentIds: readonly string[],
  names: Names,
): Promise<(judgmentId: string) => Papers> {
  const of = { where: { judgmentId: In(judgmentIds) }, order: { ordinal: 'ASC' } } as const;
  const costs = await tx.find(RefusedCost, of);
  const documents = await tx.find(JudgmentDocument, of);
  const named = namesOf(
    await tx.findBy(Document, { id: In(documents.map(({ documentId }) => documentId)) }),
  );
  const orders = await tx.find(InKindOrder, of);
  const orderId = In(idsOf(orders));
  const debtors = await tx.find(InKindDebtor, { where: { orderId }, order: { ordinal: 'ASC' } });
  const acceptances = await tx.findBy(InKindAcceptance, { orderId });
  return (judgmentId) => ({
    inKind: orders.flatMap((order) => {
      if (order.judgmentId !== judgmentId) return [];
      const acceptance = acceptances.find((each) => each.orderId === order.id);
      const own = debtors.filter((each) => each.orderId === order.id);
      return {
        id: order.id,
        work: order.work,
        dueOn: order.dueOn,
        debtors: own.map(({ defendantId }) => names.get(defendantId) ?? ''),
        acceptedOn: acceptance?.acceptedOn ?? null,
        opinion: acceptance?.opinion ?? null,
      };
    }),
    refusedCosts: costs.flatMap((cost) =>
      cost.judgmentId === judgmentId
        ? { category: cost.category, amount: formatYuan(cost.amountFen), reason: cost.reason }
        : [],
    ),
    documents: documents.flatMap((document) =>
      document.judgmentId === judgmentId
        ? { id: document.documentId, name: named.get(document.documentId) ?? '' }
        : [],
    ),
  });
}

async function deferralsShown(
  tx: EntityManager,
  caseId: string,
  names: Names,
): Promise<CaseJudgments['deferrals']> {
  const rows = await tx.find(EnforcementDeferral, { where: { caseId }, order: { id: 'ASC' } });
  return rows.map(({ id, defendantId, fromOn, untilOn, security, securedBy }) => ({
    ...{ id, defendant: defendantId, name: names.get(defendantId) ?? '' },
    ...{ from: fromOn, until: untilOn, security, securedBy },
  }));
}

async function deficitsShown(
  tx: EntityManager,
  caseId: string,
): Promise<CaseJudgments['deficits']> {
  const deficits = await deficitsOf(tx, caseId);
  const ids = deficits.flatMap(({ deficit }) => deficit.organizationId ?? []);
  const organizations = namesOf(await tx.findBy(Organization, { id: In(ids) }));
  return deficits.map(({ deficit, recovered, left }) => ({
    id: deficit.id,
    judgment: deficit.judgmentId,
    what: deficit.what,
    organization: organizations.get(deficit.organizationId ?? '') ?? null,
    ofCustody: deficit.ofCustody,
    amount: formatYuan(deficit.amountFen),
    recovered: formatYuan(recovered),
    left: formatYuan(left),
  }));
}

async function flowOf(
  tx: EntityManager,
  of: LitigationCase,
  items: readonly JudgmentItem[],
): Promise<CaseJudgments['flow']> {
  const [row] = await tx.query<{ advanced: string }[]>(
    'SELECT coalesce(sum(i.paid_fen), 0) AS advanced FROM fund.advance_item i WHERE i.case_id = $1',
    [of.id],
  );
  const damages = items.filter(({ kind, reversed }) => isDamages(kind) && !reversed);
  return {
    advanced: formatYuan(BigInt(row?.advanced ?? 0)),
    settled: formatYuan(of.costsSettledFen),
    granted: formatYuan(of.costsGrantedFen),
    absorbed: formatYuan(of.costsAbsorbedFen),
    recovered: formatYuan(of.costsRecoveredFen),
    replenished: formatYuan(of.fundReplenishedFen),
    damagesOrdered: formatYuan(sumFen(damages.map(({ orderedFen }) => orderedFen))),
    damagesReceived: formatYuan(of.damagesReceivedFen),
    damagesRemitted: formatYuan(of.damagesRemittedFen),
    restorationPlanned: formatYuan(of.damagesPlannedFen),
    restorationPaid: formatYuan(of.damagesPaidFen),
  };
}
