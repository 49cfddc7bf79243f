import * as fc from 'fast-check';
import { addDays, businessDate } from '../calendar';
import { fen, type Fen, sumFen } from '../money';
import {
  allocateReceipt,
  type AllocationPart,
  type ClaimBalance,
  type ClaimItem,
  interestOwed,
  isDebtor,
  type ItemKind,
  type LiabilityMode,
  outstandingOf,
  principalOwed,
  type ReceiptToAllocate,
  spreadWriteOff,
  writtenOffOf,
} from './index';

const DUE = businessDate('2024-03-11');
const PAYERS = ['d1', 'd2', 'd3'];
const RANK_OF: Readonly<Record<ItemKind, number>> = {
  fund_costs: 1,
  organization_costs: 2,
  restoration: 3,
  emergency: 3,
  service_loss: 4,
  permanent_loss: 4,
  penal: 5,
};
const KINDS = Object.keys(RANK_OF) as ItemKind[];

const cents = (max: bigint) => fc.bigInt({ min: 0n, max });

const balances: fc.Arbitrary<Omit<ClaimBalance, 'id' | 'debtor'>> = fc
  .record({
    left: cents(100_000n),
    received: cents(100_000n),
    writtenOff: fc.oneof(fc.constant(0n), cents(50_000n)),
    interestLeft: cents(1_000n),
    interestReceived: cents(1_000n),
    late: fc.integer({ min: -100, max: 300 }),
  })
  .map(({ left, received, writtenOff, interestLeft, interestReceived, late }) => ({
    dueOn: addDays(DUE, late),
    ordered: fen(left + received + writtenOff),
    received: fen(received),
    writtenOff: fen(writtenOff),
    interestFixed: fen(interestLeft + interestReceived),
    interestReceived: fen(interestReceived),
  }));

const claims: fc.Arbitrary<ClaimItem> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    active: fc.nat({ max: 3 }).map((n) => n > 0),
    bearsInterest: fc.boolean(),
    mode: fc.constantFrom<LiabilityMode[]>('sole', 'joint', 'several', 'joint_capped'),
    debtors: fc.subarray(PAYERS, { minLength: 1 }),
    caps: fc.array(fc.option(cents(150_000n)), { minLength: 3, maxLength: 3 }),
    paid: fc.array(cents(60_000n), { minLength: 3, maxLength: 3 }),
    balances: fc.array(balances, { minLength: 3, maxLength: 3 }),
  })
  .map((drawn) => {
    const debtors = drawn.mode === 'sole' ? drawn.debtors.slice(0, 1) : drawn.debtors;
    return {
      id: '',
      kind: drawn.kind,
      active: drawn.active,
      bearsInterest: drawn.bearsInterest,
      mode: drawn.mode,
      debtors: debtors.map((id, index) => {
        const cap = drawn.mode === 'joint_capped' ? (drawn.caps[index] ?? null) : null;
        return { id, cap: cap === null ? null : fen(cap), paid: fen(drawn.paid[index] ?? 0n) };
      }),
      balances: drawn.balances
        .slice(0, drawn.mode === 'several' ? debtors.length : 3)
        .map((balance, index) => ({
          ...balance,
          id: `${index}`,
          debtor: drawn.mode === 'several' ? (debtors[index] ?? null) : null,
        })),
    };
  });

const cases: fc.Arbitrary<readonly ClaimItem[]> = fc
  .array(claims, { maxLength: 6 })
  .map((items) => items.map((item, index) => ({ ...item, id: `i${index}` })));

const receipts: fc.Arbitrary<ReceiptToAllocate> = fc.record({
  payer: fc.constantFrom(...PAYERS),
  amount: fc.oneof(cents(300_000n), cents(2_000_000n)).map(fen),
  on: fc.constant(DUE),
  designated: fc.array(fc.constantFrom('i0', 'i1', 'i2', 'i9'), { maxLength: 3 }),
  items: cases,
  stays: fc.constant([]),
  dayCount: fc.constantFrom<ReceiptToAllocate['dayCount'][]>('end_minus_start', 'inclusive'),
});

const allocate = (receipt: ReceiptToAllocate) => allocateReceipt(receipt).value;
const total = (parts: readonly AllocationPart[], of?: AllocationPart['part']) =>
  sumFen(parts.filter(({ part }) => of === undefined || part === of).map(({ amount }) => amount));
const fixedBy = (parts: readonly AllocationPart[]) =>
  sumFen(parts.map(({ interest }) => interest?.amount ?? fen(0n)));
const owedByAll = (items: readonly ClaimItem[], payer: string) =>
  sumFen(items.map((item) => principalOwed(item, payer)));

/** The claims as they stand after the parts of a receipt. */
function after(
  { items, payer }: ReceiptToAllocate,
  parts: readonly AllocationPart[],
): readonly ClaimItem[] {
  return items.map((item) => {
    const mine = parts.filter(({ itemId }) => itemId === item.id);
    const paid = total(mine) - total(mine, 'doubled_interest');
    return {
      ...item,
      debtors: item.debtors.map((debtor) =>
        debtor.id === payer ? { ...debtor, paid: fen(debtor.paid + paid) } : debtor,
      ),
      balances: item.balances.map((balance) => {
        const here = mine.filter(({ balanceId }) => balanceId === balance.id);
        const wasWrittenOff = total(here, 'written_off');
        return {
          ...balance,
          received: fen(balance.received + total(here, 'principal') + wasWrittenOff),
          writtenOff: fen(balance.writtenOff - wasWrittenOff),
          interestFixed: fen(balance.interestFixed + fixedBy(here)),
          interestReceived: fen(balance.interestReceived + total(here, 'doubled_interest')),
        };
      }),
    };
  });
}

describe('the laws of allocation', () => {
  it('gives out exactly what came in, in parts above zero, one for a balance and kind', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        const { parts, overpaid } = allocate(receipt);
        expect(total(parts) + overpaid).toBe(receipt.amount);
        expect(overpaid >= 0n && parts.every(({ amount }) => amount > 0n)).toBe(true);
        const keys = parts.map(({ itemId, balanceId, part }) => `${part} ${itemId} ${balanceId}`);
        expect(new Set(keys).size).toBe(keys.length);
        const kinds = ['principal', 'written_off', 'doubled_interest'];
        const order = keys.map((_, index) => {
          const { part = 'principal', itemId = '', balanceId = '' } = parts[index] ?? {};
          return `${kinds.indexOf(part)} ${itemId} ${balanceId}`;
        });
        expect(order).toEqual(order.toSorted());
      }),
    );
  });

  it('never takes a balance above what was ordered, nor interest above what is fixed', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        const { parts } = allocate(receipt);
        for (const item of after(receipt, parts)) {
          for (const balance of item.balances) {
            expect(outstandingOf(balance) >= 0n && balance.writtenOff >= 0n).toBe(true);
            expect(balance.interestReceived <= balance.interestFixed).toBe(true);
          }
        }
      }),
    );
  });

  it('never takes from the payer more than it owes on an item, and nothing on the items of others', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        const { parts } = allocate(receipt);
        for (const item of receipt.items) {
          const mine = parts.filter(({ itemId }) => itemId === item.id);
          expect(total(mine, 'principal') <= principalOwed(item, receipt.payer)).toBe(true);
          expect(total(mine, 'written_off') <= writtenOffOf(item, receipt.payer)).toBe(true);
          if (!isDebtor(item, receipt.payer)) expect(mine).toEqual([]);
          const shares = item.balances.filter(({ debtor }) => debtor !== receipt.payer);
          if (item.mode === 'several') {
            expect(shares.some(({ id }) => mine.some(({ balanceId }) => balanceId === id))).toBe(
              false,
            );
          }
        }
      }),
    );
  });

  it('gives a lower rank nothing while a higher rank is owed, unless it is designated', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        const { parts } = allocate(receipt);
        const still = after(receipt, parts);
        for (const item of still) {
          const got = parts.some(({ itemId, part }) => itemId === item.id && part === 'principal');
          if (!got || receipt.designated.includes(item.id)) continue;
          for (const higher of still) {
            if (RANK_OF[higher.kind] < RANK_OF[item.kind]) {
              expect(principalOwed(higher, receipt.payer)).toBe(0n);
            }
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the rank that is cut short pro rata, each item within a fen of its exact share', () => {
    fc.assert(
      fc.property(receipts, (drawn) => {
        const receipt = { ...drawn, designated: [] };
        const { parts } = allocate(receipt);
        for (const rank of new Set(Object.values(RANK_OF))) {
          const items = receipt.items.filter(({ kind }) => RANK_OF[kind] === rank);
          const owed = owedByAll(items, receipt.payer);
          const gotBy = (item: ClaimItem) =>
            total(
              parts.filter(({ itemId }) => itemId === item.id),
              'principal',
            );
          const got = sumFen(items.map(gotBy));
          for (const item of items) {
            const error = gotBy(item) * owed - got * principalOwed(item, receipt.payer);
            expect((error < owed && error + owed > 0n) || owed === 0n).toBe(true);
          }
        }
      }),
    );
  });

  it('takes interest, and what was written off, only when the payer owes no principal', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        const { parts, overpaid } = allocate(receipt);
        const left = after(receipt, parts);
        const writtenOffLeft = sumFen(left.map((item) => writtenOffOf(item, receipt.payer)));
        if (total(parts, 'written_off') > 0n || overpaid > 0n) {
          expect(owedByAll(left, receipt.payer)).toBe(0n);
        }
        if (total(parts, 'doubled_interest') > 0n || overpaid > 0n) {
          expect(owedByAll(left, receipt.payer)).toBe(0n);
          expect(writtenOffLeft).toBe(0n);
        }
        if (overpaid > 0n) {
          expect(sumFen(left.map((item) => interestOwed(item, receipt.payer)))).toBe(0n);
        }
      }),
    );
  });

  it('takes no interest from a capped debtor', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        const { parts } = allocate(receipt);
        for (const item of receipt.items) {
          const debtor = item.debtors.find(({ id }) => id === receipt.payer);
          if (debtor === undefined || debtor.cap === null) continue;
          const mine = parts.filter(({ itemId }) => itemId === item.id);
          expect(mine.every(({ part }) => part === 'principal')).toBe(true);
        }
      }),
    );
  });

  it('leaves the same principal outstanding after two receipts on one day as after one', () => {
    fc.assert(
      fc.property(receipts, cents(2_000_000n), (receipt, cut) => {
        const first = { ...receipt, amount: cut < receipt.amount ? fen(cut) : receipt.amount };
        const one = allocate(receipt);
        const firstParts = allocate(first).parts;
        const second = {
          ...receipt,
          items: after(first, firstParts),
          amount: fen(total(one.parts) + one.overpaid - first.amount),
        };
        const secondParts = allocate(second).parts;
        const oneLeft = after(receipt, one.parts);
        const twoLeft = after(second, secondParts);
        expect(owedByAll(twoLeft, receipt.payer)).toBe(owedByAll(oneLeft, receipt.payer));
        expect(total([...firstParts, ...secondParts], 'principal')).toBe(
          total(one.parts, 'principal'),
        );
        oneLeft.forEach((item, index) => {
          const other = twoLeft[index];
          const apart = principalOwed(item, 'd1') - (other ? principalOwed(other, 'd1') : 0n);
          expect(apart <= 2n && apart >= -2n).toBe(true);
        });
      }),
    );
  });

  it('fixes at most a fen a part more or less when one debt is paid in two parts on one day', () => {
    const sole = claims.map((item) => ({ ...item, id: 'i0', active: true }));
    fc.assert(
      fc.property(receipts, sole, cents(300_000n), (drawn, item, cut) => {
        const receipt = { ...drawn, items: [item], designated: [] };
        const first = { ...receipt, amount: cut < receipt.amount ? fen(cut) : receipt.amount };
        const one = allocate(receipt);
        const firstParts = allocate(first).parts;
        const rest: Fen = fen(receipt.amount - first.amount);
        const secondParts = allocate({
          ...receipt,
          items: after(first, firstParts),
          amount: rest,
        }).parts;
        const both = [...firstParts, ...secondParts];
        expect(total(both, 'principal')).toBe(total(one.parts, 'principal'));
        const apart = fixedBy(both) - fixedBy(one.parts);
        const parts = BigInt(both.filter(({ part }) => part === 'principal').length);
        expect(apart <= parts && apart >= -parts).toBe(true);
      }),
    );
  });
});

describe('the law of write-offs', () => {
  it('spreads exactly what is asked, never above what is outstanding', () => {
    fc.assert(
      fc.property(claims, cents(400_000n), (item, amount) => {
        const parts = spreadWriteOff(item, fen(amount));
        const outstanding = sumFen(item.balances.map(outstandingOf));
        expect(parts === undefined).toBe(amount > outstanding);
        if (parts === undefined) return;
        expect(sumFen(parts.map((part) => part.amount))).toBe(amount);
        for (const part of parts) {
          const balance = item.balances.find(({ id }) => id === part.balanceId);
          expect(balance !== undefined && part.amount <= outstandingOf(balance)).toBe(true);
        }
      }),
    );
  });
});
