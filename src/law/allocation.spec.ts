import { businessDate } from '../calendar';
import { fen, type Fen, formatYuan, parseYuan } from '../money';
import {
  allocateReceipt,
  type ClaimBalance,
  type ClaimItem,
  type ItemKind,
  type ReceiptToAllocate,
} from './index';

const money = (text: string): Fen => parseYuan(text) ?? fen(-1n);
const NOTHING = money('0');
const DUE = businessDate('2024-03-11');

const balance = (id: string, ordered: string, more: Partial<ClaimBalance> = {}): ClaimBalance => ({
  id,
  debtor: null,
  dueOn: DUE,
  ordered: money(ordered),
  received: NOTHING,
  writtenOff: NOTHING,
  interestFixed: NOTHING,
  interestReceived: NOTHING,
  ...more,
});

const item = (
  id: string,
  kind: ItemKind,
  ordered: string,
  more: Partial<ClaimItem> = {},
): ClaimItem => ({
  id,
  kind,
  active: true,
  bearsInterest: true,
  mode: 'sole',
  debtors: [{ id: 'd1', cap: null, paid: NOTHING }],
  balances: [balance(`${id}.1`, ordered)],
  ...more,
});

const receipt = (
  amount: string,
  items: readonly ClaimItem[],
  more: Partial<ReceiptToAllocate> = {},
): ReceiptToAllocate => ({
  payer: 'd1',
  amount: money(amount),
  on: DUE,
  designated: [],
  items,
  stays: [],
  dayCount: 'end_minus_start',
  ...more,
});

const told = (of: ReceiptToAllocate) => {
  const { parts, overpaid } = allocateReceipt(of).value;
  const lines = parts.map(
    ({ balanceId, part, amount }) => `${balanceId} ${part} ${formatYuan(amount)}`,
  );
  return overpaid === 0n ? lines : [...lines, `overpaid ${formatYuan(overpaid)}`];
};

describe('the allocation of a receipt', () => {
  it('pays by rank: costs of the fund, of the organization, restoration, losses, penal damages', () => {
    const items = [
      item('penal', 'penal', '100'),
      item('loss', 'service_loss', '100'),
      item('restore', 'restoration', '100'),
      item('own', 'organization_costs', '100'),
      item('fund', 'fund_costs', '100'),
    ];
    expect(told(receipt('99.99', items))).toEqual(['fund.1 principal 99.99']);
    expect(told(receipt('150', items))).toEqual([
      'own.1 principal 50.00',
      'fund.1 principal 100.00',
    ]);
    expect(told(receipt('350', items))).toEqual([
      'loss.1 principal 50.00',
      'restore.1 principal 100.00',
      'own.1 principal 100.00',
      'fund.1 principal 100.00',
    ]);
    expect(told(receipt('401', items)).at(0)).toBe('penal.1 principal 1.00');
  });

  it('pays equal rank pro rata to what is owed, ties to the item that stands earlier', () => {
    const restore = item('restore', 'restoration', '200');
    const urgent = item('urgent', 'emergency', '100');
    expect(told(receipt('100', [restore, urgent]))).toEqual([
      'restore.1 principal 66.67',
      'urgent.1 principal 33.33',
    ]);
    const equal = [item('a', 'service_loss', '1'), item('b', 'permanent_loss', '1')];
    expect(told(receipt('0.01', equal))).toEqual(['a.1 principal 0.01']);
  });

  it('pays designated items first, in the order given, and skips those not due from the payer', () => {
    const items = [
      item('fund', 'fund_costs', '100'),
      item('loss', 'service_loss', '100'),
      item('penal', 'penal', '100'),
      item('other', 'penal', '100', { debtors: [{ id: 'd2', cap: null, paid: NOTHING }] }),
      item('later', 'restoration', '100', { active: false }),
    ];
    const designated = ['other', 'later', 'unknown', 'penal', 'loss', 'penal'];
    expect(told(receipt('150', items, { designated }))).toEqual([
      'loss.1 principal 50.00',
      'penal.1 principal 100.00',
    ]);
    expect(told(receipt('250', items, { designated }))).toEqual([
      'fund.1 principal 50.00',
      'loss.1 principal 100.00',
      'penal.1 principal 100.00',
    ]);
  });

  it('makes one part of what a balance gets as designated and by rank', () => {
    const two = item('two', 'restoration', '100');
    const items = [item('fund', 'fund_costs', '100'), two];
    const { parts } = allocateReceipt(
      receipt('200', items, { designated: ['two'], on: businessDate('2024-03-12') }),
    ).value;
    expect(parts.map(({ part, amount }) => [part, amount])).toEqual([
      ['principal', money('100')],
      ['principal', money('100')],
    ]);
  });

  it('pays the earlier instalment first, due or not', () => {
    const instalments = item('i', 'restoration', '0', {
      balances: [
        balance('i.1', '516533.33'),
        balance('i.2', '516533.33', { dueOn: businessDate('2030-03-11') }),
        balance('i.3', '516533.34', { dueOn: businessDate('2031-03-11') }),
      ],
    });
    expect(told(receipt('600000', [instalments]))).toEqual([
      'i.1 principal 516533.33',
      'i.2 principal 83466.67',
    ]);
  });

  it('fixes interest on what is paid late, and pays it last of all', () => {
    const debt = item('debt', 'service_loss', '500000', {
      balances: [
        balance('debt.1', '500000', {
          received: money('350000'),
          interestFixed: money('4462.50'),
        }),
      ],
    });
    const last = receipt('200000', [debt], { on: businessDate('2024-12-31') });
    expect(told(last)).toEqual([
      'debt.1 principal 150000.00',
      'debt.1 doubled_interest 12206.25',
      'overpaid 37793.75',
    ]);
    expect(allocateReceipt(last).value.parts[0]?.interest).toMatchObject({
      days: 295,
      amount: money('7743.75'),
    });
  });

  it('gives all to principal while principal is owed', () => {
    const debt = item('debt', 'service_loss', '100000');
    const { parts } = allocateReceipt(
      receipt('60000', [debt], { on: businessDate('2024-09-07') }),
    ).value;
    expect(parts).toHaveLength(1);
    expect(parts[0]?.interest?.amount).toBe(money('1890.00'));
  });

  it('pays interest pro rata over the items when it does not suffice, the earlier balance first', () => {
    const due = (fixed: string, received: string) => ({
      received: money('100'),
      interestFixed: money(fixed),
      interestReceived: money(received),
    });
    const items = [
      item('a', 'penal', '0', {
        balances: [
          balance('a.1', '100', due('3.00', '2.00')),
          balance('a.2', '100', due('1.00', '0')),
        ],
      }),
      item('b', 'fund_costs', '0', { balances: [balance('b.1', '100', due('1.00', '0'))] }),
    ];
    expect(told(receipt('2.00', items))).toEqual([
      'a.1 doubled_interest 1.00',
      'a.2 doubled_interest 0.33',
      'b.1 doubled_interest 0.67',
    ]);
  });

  it('pays what was written off after all principal, in the order of the judgment, without interest', () => {
    const written = (id: string) =>
      item(id, 'fund_costs', '100', {
        balances: [
          balance(`${id}.1`, '100', {
            received: money('40'),
            writtenOff: money('60'),
            interestFixed: money('1'),
          }),
        ],
      });
    const items = [written('w1'), item('p', 'penal', '100'), written('w2')];
    const late = { on: businessDate('2024-03-12') };
    expect(told(receipt('100', items, late))).toEqual(['p.1 principal 100.00']);
    expect(told(receipt('190', items, late))).toEqual([
      'p.1 principal 100.00',
      'w1.1 written_off 60.00',
      'w2.1 written_off 30.00',
    ]);
    const parts = allocateReceipt(receipt('300', items, late)).value.parts;
    expect(
      parts.filter(({ part }) => part === 'written_off').every((p) => p.interest === undefined),
    ).toBe(true);
    expect(told(receipt('300', items, late)).slice(-4)).toEqual([
      'w1.1 doubled_interest 1.00',
      'p.1 doubled_interest 0.02',
      'w2.1 doubled_interest 1.00',
      'overpaid 77.98',
    ]);
  });

  it('takes from a capped debtor no more than its cap, and no interest', () => {
    const capped = (paid: string, received: string, fixed = '0') =>
      item('r', 'restoration', '0', {
        mode: 'joint_capped',
        debtors: [
          { id: 'd1', cap: null, paid: NOTHING },
          { id: 'd2', cap: money('120000'), paid: money(paid) },
        ],
        balances: [
          balance('r.1', '300000', { received: money(received), interestFixed: money(fixed) }),
        ],
      });
    const on = businessDate('2024-03-21');
    const first = receipt('125000', [capped('0', '0')], { payer: 'd2', on });
    expect(told(first)).toEqual(['r.1 principal 120000.00', 'overpaid 5000.00']);
    expect(allocateReceipt(first).value.parts[0]?.interest?.amount).toBe(money('210.00'));
    expect(told(receipt('180525', [capped('120000', '120000', '210')], { on }))).toEqual([
      'r.1 principal 180000.00',
      'r.1 doubled_interest 525.00',
    ]);
  });

  it('leaves everything of one who is debtor of nothing overpaid, and allocates nothing of nothing', () => {
    expect(told(receipt('1', [item('i', 'penal', '5')], { payer: 'd9' }))).toEqual([
      'overpaid 1.00',
    ]);
    expect(told(receipt('0', [item('i', 'penal', '5')]))).toEqual([]);
  });

  it('needs no due date where no interest is borne, and asserts one where it is', () => {
    const undated = { balances: [balance('i.1', '5', { dueOn: null })] };
    const free = item('i', 'penal', '5', { ...undated, bearsInterest: false });
    const { parts } = allocateReceipt(receipt('5', [free])).value;
    expect(parts).toEqual([
      { itemId: 'i', balanceId: 'i.1', part: 'principal', amount: money('5') },
    ]);
    expect(() => allocateReceipt(receipt('5', [item('i', 'penal', '5', undated)]))).toThrow(
      RangeError,
    );
    expect(() => allocateReceipt({ ...receipt('0', []), amount: fen(-1n) })).toThrow(RangeError);
  });

  it('explains every step', () => {
    const items = [item('fund', 'fund_costs', '100'), item('loss', 'service_loss', '300')];
    const { explanation } = allocateReceipt(
      receipt('250', items, { designated: ['loss'], on: businessDate('2024-03-12') }),
    );
    expect(explanation.articles).toEqual([
      '民法典 art 560 (in force 2021-01-01)',
      '民法典 art 561 (in force 2021-01-01)',
      '法释〔2014〕8号 art 4',
      'default',
    ]);
    expect(explanation.steps).toEqual([
      {
        what: 'principal, designated (民法典 art 560): owed loss 300.00; at hand 250.00; as far as the money goes',
        gives: 'loss 250.00',
      },
      {
        what: 'doubled interest fixed on loss, due 2024-03-11: 250.00 × 0.000175 × 1 days (法释〔2014〕8号 art 3)',
        gives: '0.04',
      },
      { what: 'rest, overpaid', gives: '0.00' },
    ]);
    expect(explanation.inputs).toMatchObject({ payer: 'd1', amount: '250.00', on: '2024-03-12' });
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });
});
