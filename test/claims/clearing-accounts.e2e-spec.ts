import fc from 'fast-check';
import { openToVouchers } from '../../src/accounting';
import { AGES } from '../../src/calendar';
import { acceptRequest, settleBook } from '../../src/ledger';
import { fen, formatYuan } from '../../src/money';
import { inTransaction } from '../../src/platform/database/transaction';
import { newKey } from '../approvals/approval-scene';
import { sized } from '../support/reliability';
import { ClaimsScene, fenOf } from './claims-scene';

const DAY = '2026-06-08';

interface Clearing {
  readonly code: string;
  readonly balance: string;
  readonly ledger: string;
  readonly ages: Readonly<Record<string, string>>;
  readonly count: number;
  readonly items: readonly {
    readonly account: string;
    readonly caseId: string | null;
    readonly dimensions: Readonly<Record<string, string>>;
    readonly balance: string;
    readonly since: string;
    readonly days: number;
    readonly age: string;
  }[];
}

describe('the accounts that must return to zero', () => {
  let scene: ClaimsScene;
  beforeAll(async () => {
    scene = await ClaimsScene.open();
  });
  afterAll(() => scene.close());

  const clearing = async (on: string): Promise<Map<string, Clearing>> => {
    const { body } = (await scene.officer.browser
      .get(`/api/v1/clearing-accounts?book=${scene.bookCode}&on=${on}`)
      .expect(200)) as { body: { accounts: Clearing[] } };
    return new Map(body.accounts.map((account) => [account.code, account]));
  };
  const sum = (amounts: readonly string[]): string =>
    formatYuan(amounts.reduce((total, amount) => total + fenOf(amount), 0n));

  it('show what waits of a case, since when, and are empty when it has gone where it belongs', async () => {
    const litigation = await scene.openCase({ settled: '1000.00' });
    await scene.judge(litigation, [
      { ref: '判项1', amount: '2000.00', dueOn: '2026-12-28', debtors: [{ ref: 'd1' }] },
    ]);
    await scene.receive(litigation, {
      ...{ payer: litigation.defendants['d1'], amount: '2010.00', kind: 'voluntary' },
      ...{ receivedOn: DAY, bankReference: newKey() },
    });
    await scene.post();
    const now = await clearing(scene.day);
    const shown = {
      caseId: litigation.id,
      since: DAY,
      dimensions: { case: litigation.number },
    };
    expect(now.get('2103.01')).toMatchObject({ items: [{ ...shown, balance: '2000.00' }] });
    expect(now.get('2307.04')).toMatchObject({
      items: [
        {
          ...{ ...shown, balance: '10.00' },
          dimensions: { case: litigation.number, party: 'd1' },
        },
      ],
    });
    expect(now.get('2307.03')).toMatchObject({ balance: '0.00', ledger: '0.00', items: [] });
    for (const { balance, ledger, ages, items, count } of now.values()) {
      expect({ balance, ages: sum(Object.values(ages)) }).toEqual({
        balance: ledger,
        ages: ledger,
      });
      expect(sum(items.map((item) => item.balance))).toBe(ledger);
      expect(items).toHaveLength(count);
    }
    await scene.carryOut(
      await scene.ask('damages_remittance', {
        ...{ case: litigation.id, amount: '2000.00', reason: '按月上缴' },
        payee: await scene.ofTreasury(),
      }),
    );
    await scene.post();
    expect((await clearing(scene.day)).get('2103.01')).toMatchObject({ items: [], count: 0 });
    // As of a day before, it was not there.
    expect((await clearing('2026-06-07')).get('2103.01')).toMatchObject({ balance: '0.00' });
  });

  it('are aged as if the first money were cleared first, on whatever day', async () => {
    const aMovement = fc.record({
      amount: fc.integer({ min: -500, max: 900 }).filter((amount) => amount !== 0),
      day: fc.integer({ min: 1, max: 28 }),
      month: fc.integer({ min: 1, max: 5 }),
    });
    const dateOf = ({ month, day }: { month: number; day: number }): string =>
      `2026-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    await fc.assert(
      fc.asyncProperty(fc.array(aMovement, { minLength: 3, maxLength: 12 }), async (given) => {
        const party = newKey();
        const account = openToVouchers('1218.09')?.of({ party });
        const bank = openToVouchers('4604')?.of({});
        if (account === undefined || bank === undefined) throw new Error('no such account');
        let balance = 0;
        const posted: { amount: number; on: string }[] = [];
        for (const { amount, ...when } of given) {
          if (balance + amount < 0) continue;
          balance += amount;
          posted.push({ amount, on: dateOf(when) });
          await inTransaction(scene.dataSource, (tx) =>
            acceptRequest(tx, {
              ...{ bookId: scene.bookId, fact: 'tested', summary: '往来', madeBy: 'tester' },
              ...{ businessOn: dateOf(when), idempotencyKey: newKey() },
              lines: [
                { account, amount: BigInt(amount) },
                { account: bank, amount: BigInt(-amount) },
              ],
            }),
          );
        }
        await settleBook(scene.dataSource, scene.bookId);
        for (const on of ['2026-02-15', '2026-05-31']) {
          const found = (await clearing(on)).get('1218.09');
          const item = found?.items.find(({ dimensions }) => dimensions['party'] === party);
          expect(item && { balance: item.balance, since: item.since }).toEqual(
            expected(posted.filter((each) => each.on <= on)),
          );
          expect(AGES).toContain(item?.age ?? AGES[0]);
        }
      }),
      { numRuns: sized(8, 60) },
    );
  });
});

/** What is left, and the day of the oldest of it, worked out by taking each payment from the oldest debts. */
function expected(
  posted: readonly { readonly amount: number; readonly on: string }[],
): { balance: string; since: string } | undefined {
  const total = posted.reduce((sum, { amount }) => sum + amount, 0);
  if (total === 0) return undefined;
  const toward = Math.sign(total);
  const inOrder = posted.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const open = inOrder
    .filter(({ amount }) => amount * toward > 0)
    .map(({ amount, on }) => ({ left: Math.abs(amount), on }));
  for (const { amount } of inOrder.filter((each) => each.amount * toward < 0)) {
    let rest = Math.abs(amount);
    for (const each of open) {
      const taken = Math.min(rest, each.left);
      each.left -= taken;
      rest -= taken;
    }
  }
  const oldest = open.find(({ left }) => left > 0);
  return oldest && { balance: formatYuan(fen(BigInt(total))), since: oldest.on };
}
