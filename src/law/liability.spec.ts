import { businessDate } from '../calendar';
import { apportion, fen, type Fen, formatYuan, parseYuan, sumFen } from '../money';
import {
  type ClaimBalance,
  type ClaimItem,
  DAMAGE_KINDS,
  interestOwed,
  isDebtor,
  outstandingOf,
  principalOwed,
  sharesAddUp,
  spreadWriteOff,
  writtenOffOf,
} from './index';

const money = (text: string): Fen => parseYuan(text) ?? fen(-1n);
const NOTHING = money('0');

const balance = (id: string, ordered: string, more: Partial<ClaimBalance> = {}): ClaimBalance => ({
  id,
  debtor: null,
  dueOn: businessDate('2024-03-11'),
  ordered: money(ordered),
  received: NOTHING,
  writtenOff: NOTHING,
  interestFixed: NOTHING,
  interestReceived: NOTHING,
  ...more,
});

const claim = (more: Partial<ClaimItem>): ClaimItem => ({
  id: 'i',
  kind: 'restoration',
  active: true,
  bearsInterest: true,
  mode: 'sole',
  debtors: [{ id: 'd1', cap: null, paid: NOTHING }],
  balances: [balance('b1', '100.00')],
  ...more,
});

const debtors = (...caps: readonly (readonly [string, string | null, string])[]) =>
  caps.map(([id, cap, paid]) => ({
    id,
    cap: cap === null ? null : money(cap),
    paid: money(paid),
  }));

describe('what a debtor owes', () => {
  it('is what is ordered less what was received and written off', () => {
    const partly = balance('b', '100.00', { received: money('30.00'), writtenOff: money('20.00') });
    expect(outstandingOf(partly)).toBe(money('50.00'));
    expect(principalOwed(claim({ balances: [partly] }), 'd1')).toBe(money('50.00'));
    expect(writtenOffOf(claim({ balances: [partly] }), 'd1')).toBe(money('20.00'));
  });

  it('is nothing for a stranger, and nothing on an item whose condition has not failed', () => {
    const written = [
      balance('b', '1.00', { writtenOff: money('1.00'), interestFixed: money('1.00') }),
    ];
    const item = claim({ balances: written });
    for (const [each, payer] of [
      [item, 'd2'],
      [{ ...item, active: false }, 'd1'],
    ] as const) {
      expect(isDebtor(each, payer)).toBe(false);
      expect(principalOwed(each, payer)).toBe(0n);
      expect(interestOwed(each, payer)).toBe(0n);
      expect(writtenOffOf(each, payer)).toBe(0n);
    }
    expect(isDebtor(item, 'd1')).toBe(true);
  });

  it('is the whole shared balance for each joint debtor, all instalments together', () => {
    const item = claim({
      mode: 'joint',
      debtors: debtors(['d1', null, '10.00'], ['d2', null, '0']),
      balances: [
        balance('b1', '100.00', { received: money('10.00') }),
        balance('b2', '50.00', { interestFixed: money('2.00'), interestReceived: money('0.50') }),
      ],
    });
    for (const payer of ['d1', 'd2']) {
      expect(principalOwed(item, payer)).toBe(money('140.00'));
      expect(interestOwed(item, payer)).toBe(money('1.50'));
    }
  });

  it('is its own share alone when liability is several', () => {
    const item = claim({
      mode: 'several',
      debtors: debtors(['d1', null, '0'], ['d2', null, '0']),
      balances: [
        balance('s1', '60.00', { debtor: 'd1', interestFixed: money('3.00') }),
        balance('s2', '40.00', { debtor: 'd2', writtenOff: money('5.00') }),
      ],
    });
    expect(principalOwed(item, 'd1')).toBe(money('60.00'));
    expect(principalOwed(item, 'd2')).toBe(money('35.00'));
    expect(interestOwed(item, 'd2')).toBe(0n);
    expect(interestOwed(item, 'd1')).toBe(money('3.00'));
    expect(writtenOffOf(item, 'd1')).toBe(0n);
  });

  it('is at most cap less paid for a capped joint debtor, and never more than the balance', () => {
    const capped = (paid: string, received: string) =>
      claim({
        mode: 'joint_capped',
        debtors: debtors(['d1', null, '0'], ['d2', '8696000.00', paid]),
        balances: [
          balance('b', '8735790.00', {
            received: money(received),
            writtenOff: money('10.00'),
            interestFixed: money('1.00'),
          }),
        ],
      });
    expect(principalOwed(capped('0', '0'), 'd2')).toBe(money('8696000.00'));
    expect(principalOwed(capped('696000.00', '696000.00'), 'd2')).toBe(money('8000000.00'));
    expect(principalOwed(capped('0', '8735000.00'), 'd2')).toBe(money('780.00'));
    expect(principalOwed(capped('8696000.00', '8696000.00'), 'd2')).toBe(0n);
    expect(principalOwed(capped('8696000.00', '8696000.00'), 'd1')).toBe(money('39780.00'));
    expect(interestOwed(capped('0', '0'), 'd2')).toBe(0n);
    expect(interestOwed(capped('0', '0'), 'd1')).toBe(money('1.00'));
    expect(writtenOffOf(capped('0', '0'), 'd2')).toBe(0n);
    expect(writtenOffOf(capped('0', '0'), 'd1')).toBe(money('10.00'));
  });

  it('is damages or costs', () => {
    expect(DAMAGE_KINDS).toEqual([
      'restoration',
      'emergency',
      'service_loss',
      'permanent_loss',
      'penal',
    ]);
  });
});

describe('an ordered item', () => {
  const several = (...shares: (string | null)[]) => ({
    amount: money('100.00'),
    mode: 'several' as const,
    debtors: shares.map((share, index) => ({
      id: `d${index}`,
      share: share === null ? null : money(share),
    })),
  });

  it('adds up when the shares make the amount', () => {
    expect(sharesAddUp(several('60.00', '40.00'))).toBe(true);
    expect(sharesAddUp(several('60.00', '39.99'))).toBe(false);
    expect(sharesAddUp(several('60.00', '40.01'))).toBe(false);
    expect(sharesAddUp(several('100.00', null))).toBe(false);
  });

  it('adds up when the instalments make the amount', () => {
    const instalments = (...amounts: string[]) => ({
      amount: money('1549600.00'),
      mode: 'sole' as const,
      debtors: [{ id: 'd1' }],
      instalments: amounts.map((amount) => ({ amount: money(amount) })),
    });
    expect(sharesAddUp(instalments('516533.33', '516533.33', '516533.34'))).toBe(true);
    expect(sharesAddUp(instalments('516533.33', '516533.33', '516533.33'))).toBe(false);
    expect(sharesAddUp(instalments())).toBe(false);
  });

  it('reads shares only when liability is several', () => {
    expect(
      sharesAddUp({
        amount: money('1'),
        mode: 'joint',
        debtors: [{ id: 'd1', share: money('2') }],
      }),
    ).toBe(true);
  });

  it('adds up for the six shares of the Taizhou judgment and for the 40 % that was deferred', () => {
    const shares = [
      '82701756.80',
      '41014333.18',
      '8463042.00',
      '26455307.56',
      '1705189.32',
      '327116.25',
    ].map(money);
    const total = money('160666745.11');
    expect(
      sharesAddUp({
        amount: total,
        mode: 'several',
        debtors: shares.map((share, index) => ({ id: `d${index}`, share })),
      }),
    ).toBe(true);
    const deferred = shares.map((share) => apportion(share, [2n, 3n])[0] ?? NOTHING);
    expect(deferred.map(formatYuan)).toEqual([
      '33080702.72',
      '16405733.27',
      '3385216.80',
      '10582123.02',
      '682075.73',
      '130846.50',
    ]);
    expect(formatYuan(sumFen(deferred))).toBe('64266698.04');
  });

  it('of the Sanqing Mountain case is shared equally inside and leaves no balance outside', () => {
    expect(apportion(money('6150000'), [1n, 1n, 1n])).toEqual(Array(3).fill(money('2050000')));
    const item = claim({
      mode: 'joint',
      debtors: debtors(['d1', null, '5000000'], ['d2', null, '1150000'], ['d3', null, '0']),
      balances: [balance('b', '6150000', { received: money('6150000') })],
    });
    for (const payer of ['d1', 'd2', 'd3']) expect(principalOwed(item, payer)).toBe(0n);
  });
});

describe('a write-off', () => {
  const item = claim({
    kind: 'fund_costs',
    balances: [
      balance('b1', '100.00', { received: money('100.00') }),
      balance('b2', '50.00', { writtenOff: money('10.00') }),
      balance('b3', '30.00'),
    ],
  });

  it('takes the earlier due instalment first and leaves out what is paid up', () => {
    expect(spreadWriteOff(item, money('55.00'))).toEqual([
      { balanceId: 'b2', amount: money('40.00') },
      { balanceId: 'b3', amount: money('15.00') },
    ]);
    expect(spreadWriteOff(item, money('70.00'))).toHaveLength(2);
    expect(spreadWriteOff(item, NOTHING)).toEqual([]);
  });

  it('is not spread when it is more than what is outstanding', () => {
    expect(spreadWriteOff(item, money('70.01'))).toBeUndefined();
    expect(() => spreadWriteOff(item, fen(-1n))).toThrow(RangeError);
  });
});
