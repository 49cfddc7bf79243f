/**
 * A second reading of the case-file format: it says what the statement of a case file must be. It is
 * written from the description of the format, as simply as that allows, and shares no code with the
 * application, so that the two can only agree where both follow the text.
 */
import * as advances from './advance-events';
import * as damages from './damage-and-award-events';
import { doubledInterest, interestDays } from './days';
import type { CaseFile, EventEntry, Statement } from './format';
import { PARTS, POOLS } from './format';
import { shown, total } from './figures';
import * as judgments from './judgment-events';
import { qualify } from './qualification';
import { receive } from './receipt-event';
import {
  amountOf,
  available,
  isActive,
  type Item,
  openState,
  outstanding,
  post,
  principalOwed,
  Refused,
  type State,
} from './state';

/** A case file that is told event by event. */
export class Oracle {
  state: State;
  private readonly refusals: Statement['refusals'] = [];
  private told = 0;

  constructor(private readonly file: CaseFile) {
    const { organizations, case: filed } = file;
    this.state = openState(
      file,
      organizations.map((one) => qualify(one, filed.filedOn)),
    );
  }

  /** Lets the next event happen, or gives the code with which it is refused. */
  tell(event: EventEntry): string | undefined {
    const index = this.told;
    this.told += 1;
    const after = structuredClone(this.state);
    try {
      perform(after, event);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.refusals.push({ event: index, code: error.code });
      return error.code;
    }
    this.state = after;
    return undefined;
  }

  statement(): Statement {
    return statement(this.file, this.state, this.refusals);
  }
}

/** The statement that a case file must come to. */
export function statementOf(file: CaseFile): Statement {
  const oracle = new Oracle(file);
  for (const event of file.events) oracle.tell(event);
  return oracle.statement();
}

function perform(state: State, event: EventEntry): void {
  switch (event.type) {
    case 'appropriation': {
      appropriate(state, event);
      return;
    }
    case 'advance.apply': {
      advances.apply(state, event);
      return;
    }
    case 'advance.approve': {
      advances.approve(state, event);
      return;
    }
    case 'advance.pay': {
      advances.pay(state, event);
      return;
    }
    case 'advance.payment_returned': {
      advances.returnPayment(state, event);
      return;
    }
    case 'advance.settle': {
      advances.settle(state, event);
      return;
    }
    case 'advance.surplus': {
      advances.demandSurplus(state, event);
      return;
    }
    case 'advance.surplus_returned': {
      advances.returnSurplus(state, event);
      return;
    }
    case 'advance.absorb': {
      advances.absorb(state, event);
      return;
    }
    case 'court_refund': {
      advances.refundByCourt(state, event);
      return;
    }
    case 'judgment': {
      judgments.judge(state, event);
      return;
    }
    case 'condition.defaulted': {
      judgments.conditionDefaulted(state, event);
      return;
    }
    case 'stay':
      state.stays.push(event);
      return;
    case 'receipt': {
      receive(state, event);
      return;
    }
    case 'refund_overpayment': {
      judgments.refundOverpayment(state, event);
      return;
    }
    case 'organization.reimburse': {
      judgments.reimburse(state, event);
      return;
    }
    case 'fund.replenish': {
      judgments.replenish(state, event);
      return;
    }
    case 'write_off': {
      judgments.writeOff(state, event);
      return;
    }
    case 'damage.remit': {
      damages.remitDamages(state, event);
      return;
    }
    case 'interest.remit': {
      judgments.remitInterest(state, event);
      return;
    }
    case 'damage.plan': {
      damages.plan(state, event);
      return;
    }
    case 'damage.minutes': {
      damages.minutes(state, event);
      return;
    }
    case 'damage.report': {
      damages.report(state, event);
      return;
    }
    case 'damage.pay': {
      damages.payMilestone(state, event);
      return;
    }
    case 'sanction': {
      damages.sanction(state, event);
      return;
    }
    case 'award': {
      damages.award(state, event);
      return;
    }
    case 'award.pay': {
      damages.payAward(state, event);
      return;
    }
  }
}

function appropriate(state: State, event: Extract<EventEntry, { type: 'appropriation' }>): void {
  const accounts = {
    special_fund: '4001.01',
    award_fund: '4001.02',
    sanction_quota: '4001.03',
    damage_fund: '4001.04',
  };
  const amount = amountOf(event.amount);
  state.pools[event.pool].in += amount;
  post(state, '1011', accounts[event.pool], amount);
}

function statement(file: CaseFile, state: State, refusals: Statement['refusals']): Statement {
  const items = [...state.items.values()];
  return {
    asOf: file.asOf,
    qualification: state.qualification,
    pools: Object.fromEntries(
      POOLS.map((pool) => [
        pool,
        {
          in: shown(state.pools[pool].in),
          reserved: shown(state.pools[pool].reserved),
          spent: shown(state.pools[pool].spent),
          available: shown(available(state, pool)),
        },
      ]),
    ),
    advances: [...state.advances].map(([item, advance]) => ({
      item,
      category: advance.category,
      approved: shown(advance.approved),
      paid: shown(advance.paid),
      settled: shown(advance.settled),
      surplusDue: shown(advance.surplus - advance.returned),
      returned: shown(advance.returned),
      absorbed: shown(advance.absorbed),
      refundedByCourt: shown(advance.refunded),
    })),
    judgmentItems: items.map((item) => itemLine(item, file, state)),
    debtors: state.defendants.map((defendant) => ({
      defendant,
      paid: shown(
        total(
          items
            .flatMap(({ debtors }) => debtors)
            .filter(({ ref }) => ref === defendant)
            .map(({ paid }) => paid),
        ),
      ),
      liable: shown(total(items.map((item) => principalOwed(item, defendant)))),
      overpaid: shown(state.overpaid.get(defendant) ?? 0n),
    })),
    receipts: receiptLines(state, items),
    award: awardLine(state),
    damageFund: {
      received: shown(state.damagesReceived),
      remitted: shown(state.damagesRemitted),
      planned: shown(total([...state.plans.values()].map(({ amount }) => amount))),
      paid: shown(damages.damagePaid(state)),
    },
    trialBalance: Object.fromEntries(
      [...state.books]
        .filter(([, net]) => net !== 0n)
        .map(([account, net]) => [account, shown(net)]),
    ),
    refusals,
  };
}

function itemLine(item: Item, file: CaseFile, state: State): Statement['judgmentItems'][number] {
  const sum = (of: (balance: Item['balances'][number]) => bigint) =>
    shown(total(item.balances.map(of)));
  const runs = isActive(item) && item.interest;
  return {
    item: item.ref,
    kind: item.kind,
    ordered: shown(item.amount),
    due: isActive(item),
    received: sum(({ received }) => received),
    writtenOff: sum(({ writtenOff }) => writtenOff),
    outstanding: sum(outstanding),
    doubledInterest: {
      fixed: sum(({ interestFixed }) => interestFixed),
      running: sum((balance) => {
        if (!runs || balance.dueOn === null) return 0n;
        const days = interestDays(balance.dueOn, file.asOf, state.stays, state.inclusive);
        return doubledInterest(outstanding(balance), days);
      }),
      received: sum(({ interestReceived }) => interestReceived),
    },
  };
}

function receiptLines(state: State, items: readonly Item[]): Statement['receipts'] {
  return [...state.receipts].map(([ref, { amount, overpaid, allocations }]) => ({
    ref,
    amount: shown(amount),
    overpaid: shown(overpaid),
    allocations: PARTS.flatMap((part) =>
      items.flatMap((item) =>
        allocations
          .filter((line) => line.part === part && line.item === item.ref)
          .map((line) => ({ item: item.ref, part, amount: shown(line.amount) })),
      ),
    ),
  }));
}

function awardLine({ award }: State): Statement['award'] {
  if (award === null) return null;
  const { base, fromSanctionQuota, fromAwardFund, shares } = award;
  return {
    base: shown(base),
    total: shown(fromSanctionQuota + fromAwardFund),
    fromSanctionQuota: shown(fromSanctionQuota),
    fromAwardFund: shown(fromAwardFund),
    shares: shares.map(({ organization, amount }) => ({ organization, amount: shown(amount) })),
  };
}
