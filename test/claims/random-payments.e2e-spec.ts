import fc from 'fast-check';
import { fen, formatYuan, parseYuan } from '../../src/money';
import { ClaimBalance, JudgmentItem, writeOffDebt } from '../../src/recoveries';
import { newKey } from '../approvals/approval-scene';
import { sized } from '../support/reliability';
import { ClaimsScene, type LiveCase, type Ordered, type ShownReceipt } from './claims-scene';

/** One item of each mode of liability, due before, on and after leap days and holidays. */
const ITEMS: readonly Ordered[] = [
  {
    ref: '连带',
    kind: 'fund_costs',
    amount: '90.01',
    dueOn: '2026-02-17',
    debtors: [{ ref: 'd1' }, { ref: 'd2' }],
  },
  {
    ref: '按份',
    mode: 'several',
    amount: '100.00',
    dueOn: '2024-02-29',
    debtors: [
      { ref: 'd1', share: '33.33' },
      { ref: 'd2', share: '33.33' },
      { ref: 'd3', share: '33.34' },
    ],
  },
  {
    ref: '限额',
    mode: 'joint_capped',
    kind: 'organization_costs',
    amount: '70.00',
    dueOn: '2026-10-01',
    debtors: [{ ref: 'd1' }, { ref: 'd3', cap: '20.00' }],
  },
  {
    ref: '分期',
    kind: 'service_loss',
    amount: '50.00',
    instalments: [
      { dueOn: '2025-02-28', amount: '20.00' },
      { dueOn: '2026-12-31', amount: '30.00' },
    ],
    debtors: [{ ref: 'd2' }],
  },
];

const DAYS = ['2026-02-17', '2026-02-18', '2026-03-01', '2026-10-01', '2026-10-02'] as const;

type Act =
  | {
      readonly act: 'receive';
      readonly payer: string;
      readonly amount: bigint;
      readonly on: string;
    }
  | { readonly act: 'write_off'; readonly amount: bigint }
  | { readonly act: 'take_back' };

const ACTS: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('receive' as const),
      payer: fc.constantFrom('d1', 'd2', 'd3'),
      amount: fc.bigInt({ min: 1n, max: 160_00n }),
      on: fc.constantFrom(...DAYS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('write_off' as const),
      amount: fc.bigInt({ min: 1n, max: 60_00n }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ act: 'take_back' as const }) },
);

interface Ageing {
  readonly outstanding: string;
  readonly bands: Readonly<Record<string, string>>;
  readonly items: readonly { readonly outstanding: string }[];
  readonly books: { readonly total: string };
}

/** A receipt that was taken back later, and one that was paid instead, both count on a day between them. */
const signedFen = (amount: string): bigint =>
  amount.startsWith('-') ? 0n - (parseYuan(amount.slice(1)) ?? 0n) : (parseYuan(amount) ?? 0n);

const sumOf = (amounts: readonly string[]): string =>
  formatYuan(fen(amounts.reduce((sum, amount) => sum + signedFen(amount), 0n)));

describe('any sequence of payments, write-offs and receipts taken back', () => {
  let scene: ClaimsScene;
  beforeAll(async () => {
    scene = await ClaimsScene.open();
  });
  afterAll(() => scene.close());

  const perform = async (litigation: LiveCase, act: Act, alive: ShownReceipt[]): Promise<void> => {
    if (act.act === 'receive') {
      const { status, body } = await scene.receive(litigation, {
        ...{ payer: litigation.defendants[act.payer], amount: formatYuan(fen(act.amount)) },
        ...{ kind: 'auction', receivedOn: act.on, bankReference: newKey() },
      });
      if (status !== 201) throw new Error(JSON.stringify(body));
      await scene.post();
      alive.push(body);
      return;
    }
    if (act.act === 'write_off') {
      const { id: itemId } = await scene.dataSource.manager.findOneByOrFail(JudgmentItem, {
        caseId: litigation.id,
        ref: '连带',
      });
      const writeOff = { itemId, amount: fen(act.amount), requestedBy: 'officer' };
      // Whether there is as much outstanding is a matter of chance.
      await scene
        .act((work) => writeOffDebt(work, writeOff))
        .catch((error: unknown) => {
          if ((error as { code?: string }).code !== 'WRITE_OFF_EXCEEDS_OUTSTANDING') throw error;
        });
      await scene.post();
      return;
    }
    const last = alive.pop();
    if (last === undefined) return;
    const document = await scene.organizations.upload(scene.officer);
    const content = { receipt: last.id, reason: '执行依据被撤销', document };
    await scene.carryOut(await scene.ask('receipt_reversal', content));
    await scene.post();
  };

  const ageing = async (on: string): Promise<Ageing> => {
    const { body } = (await scene.officer.browser
      .get(`/api/v1/ageing?book=${scene.bookCode}&on=${on}`)
      .expect(200)) as { body: Ageing };
    return body;
  };

  it(
    'collects at most what was ordered, and ageing adds up to the claims and the books on every day',
    async () => {
      let previous = '0.00';
      await fc.assert(
        fc.asyncProperty(fc.array(ACTS, { minLength: 3, maxLength: 9 }), async (acts) => {
          const litigation = await scene.openCase({ defendants: 3, settled: '100.00' });
          await scene.judge(litigation, ITEMS);
          const alive: ShownReceipt[] = [];
          for (const act of acts) await perform(litigation, act, alive);

          const rows = await scene.dataSource.manager.findBy(JudgmentItem, {
            caseId: litigation.id,
          });
          for (const { id, orderedFen } of rows) {
            const balances = await scene.dataSource.manager.findBy(ClaimBalance, { itemId: id });
            const received = balances.reduce((sum, { receivedFen }) => sum + receivedFen, 0n);
            expect(received <= orderedFen).toBe(true);
            for (const balance of balances) {
              const { orderedFen: ordered, receivedFen, writtenOffFen } = balance;
              expect(ordered - receivedFen - writtenOffFen >= 0n).toBe(true);
            }
          }
          for (const on of [...DAYS, scene.day]) {
            const aged = await ageing(on);
            expect([on, aged.outstanding]).toEqual([on, aged.books.total]);
            expect(sumOf(Object.values(aged.bands))).toBe(aged.outstanding);
            expect(sumOf(aged.items.map(({ outstanding }) => outstanding))).toBe(aged.outstanding);
          }
          // Of this case alone: what there is now less what other cases had left.
          const { outstanding } = await ageing(scene.day);
          const { items } = await scene.claims(litigation, scene.day);
          const own = sumOf(items.map((item) => String(item['outstanding'])));
          expect(outstanding).toBe(sumOf([previous, own]));
          previous = outstanding;
        }),
        { numRuns: sized(4, 60), endOnFailure: true },
      );
    },
    sized(240_000, 3_600_000),
  );
});
