import { type EntityManager, In } from 'typeorm';
import { Defendant } from '../cases';
import { type ClaimItem, type GeneralRate, inTurnOfPayment } from '../law';
import { ClaimBalance, ItemDebtor, JudgmentItem } from './judgment.entity';

/** A judgment item with its rows and as the law sees it; defendants by their reference. */
export interface Claim {
  readonly row: JudgmentItem;
  readonly debtorRows: readonly ItemDebtor[];
  readonly balanceRows: readonly ClaimBalance[];
  readonly item: ClaimItem;
}

/** General interest as an item bears it; undefined where its judgment orders none. */
export const generalOf = ({
  generalPercent,
  generalFrom,
}: Pick<JudgmentItem, 'generalPercent' | 'generalFrom'>): GeneralRate | undefined =>
  generalPercent === null || generalFrom === null
    ? undefined
    : { from: generalFrom, yearlyPercent: generalPercent };

/** All claims of a case in the order of the judgments, but for those of judgments that were reversed. */
export async function loadClaims(
  tx: EntityManager,
  caseId: string,
): Promise<{ claims: Claim[]; defendants: Defendant[] }> {
  const defendants = await tx.find(Defendant, { where: { caseId }, order: { ordinal: 'ASC' } });
  const rows = await tx.find(JudgmentItem, {
    where: { caseId, reversed: false },
    order: { ordinal: 'ASC' },
  });
  const ofItems = {
    where: { itemId: In(rows.map(({ id }) => id)) },
    order: { ordinal: 'ASC' },
  } as const;
  const debtors = await tx.find(ItemDebtor, ofItems);
  const balances = await tx.find(ClaimBalance, ofItems);
  const refs = new Map(defendants.map(({ id, ref }) => [id, ref]));
  const refOf = (id: string): string => refs.get(id) ?? id;

  const claims = rows.map((row): Claim => {
    const debtorRows = debtors.filter(({ itemId }) => itemId === row.id);
    // Sorted here, for a failed condition gives every instalment one new due date.
    const balanceRows = inTurnOfPayment(
      row.liabilityMode,
      balances.filter(({ itemId }) => itemId === row.id),
    );
    const general = generalOf(row);
    const item: ClaimItem = {
      id: row.ref,
      kind: row.kind,
      active: !row.conditional || row.defaulted,
      bearsInterest: row.bearsInterest,
      ...(general && { general }),
      mode: row.liabilityMode,
      debtors: debtorRows.map(({ defendantId, capFen, paidFen }) => ({
        id: refOf(defendantId),
        cap: capFen,
        paid: paidFen,
      })),
      balances: balanceRows.map((balance) => ({
        id: balance.id,
        debtor: balance.defendantId === null ? null : refOf(balance.defendantId),
        dueOn: balance.dueOn,
        ordered: balance.orderedFen,
        received: balance.receivedFen,
        writtenOff: balance.writtenOffFen,
        interestFixed: balance.interestFixedFen,
        interestReceived: balance.interestReceivedFen,
        ...(general && {
          general: { fixed: balance.generalFixedFen, received: balance.generalReceivedFen },
        }),
      })),
    };
    return { row, debtorRows, balanceRows, item };
  });
  return { claims, defendants };
}
