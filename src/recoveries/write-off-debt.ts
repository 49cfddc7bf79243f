import { uuidv7 } from 'uuidv7';
import { facts, post } from '../accounting';
import { lockCase } from '../cases';
import { DomainError } from '../errors';
import { type PersonName, requireAnotherPerson } from '../identity';
import { outstandingOf, spreadWriteOff } from '../law';
import { addFen, type Fen, formatYuan, sumFen, ZERO_FEN } from '../money';
import type { Work } from '../platform/work';
import { ClaimBalance, JudgmentItem } from './judgment.entity';
import { loadClaims } from './load-claims';
import { WriteOff, WriteOffPart } from './receipt.entity';

/**
 * Writes off costs that cannot be collected, after finance approval (坏账核销); `work.by` approves
 * what `requestedBy` asked for. The debt stays in the memo register.
 *
 * @throws DomainError WRITE_OFF_EXCEEDS_OUTSTANDING, SAME_PERSON (in this order)
 */
export async function writeOffDebt(
  work: Work,
  writeOff: {
    readonly itemId: string;
    readonly amount: Fen;
    readonly requestedBy: PersonName;
    readonly approvalRequestId?: string;
  },
): Promise<void> {
  const { itemId, amount, requestedBy, approvalRequestId = null } = writeOff;
  const { caseId } = await work.tx.findOneByOrFail(JudgmentItem, { id: itemId });
  await lockCase(work, caseId);
  const { claims } = await loadClaims(work.tx, caseId);
  const claim = claims.find(({ row }) => row.id === itemId);
  const parts = claim?.row.kind === 'fund_costs' ? spreadWriteOff(claim.item, amount) : undefined;
  if (claim === undefined || parts === undefined) {
    const outstanding =
      claim?.row.kind === 'fund_costs' ? sumFen(claim.item.balances.map(outstandingOf)) : ZERO_FEN;
    throw new DomainError('WRITE_OFF_EXCEEDS_OUTSTANDING', 'refused', {
      amount: formatYuan(amount),
      outstanding: formatYuan(outstanding),
    });
  }
  requireAnotherPerson(work.by, [requestedBy]);

  for (const part of parts) {
    const balance = await work.tx.findOneByOrFail(ClaimBalance, { id: part.balanceId });
    await work.tx.update(ClaimBalance, balance.id, {
      writtenOffFen: addFen(balance.writtenOffFen, part.amount),
    });
  }
  const id = uuidv7();
  await work.tx.insert(WriteOff, {
    id,
    itemId,
    amountFen: amount,
    writtenOffOn: work.on,
    requestedBy,
    approvedBy: work.by,
    approvalRequestId,
  });
  await work.tx.insert(
    WriteOffPart,
    parts.map((part) => ({
      writeOffId: id,
      balanceId: part.balanceId,
      amountFen: part.amount,
    })),
  );
  await post(work, facts.debtWrittenOff(caseId, claim.row.ref, amount));
}
