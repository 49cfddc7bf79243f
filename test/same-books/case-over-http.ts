import { settleBook } from '../../src/ledger';
import { type ApprovalScene, newKey } from '../approvals/approval-scene';
import {
  absorb,
  advance,
  appropriate,
  ofItem,
  pay,
  refundByCourt,
  sentBack,
  settle,
} from './advance-acts';
import { award, awardPaid, sanction } from './award-acts';
import type { ToldCase, ToldEvent } from './case-file';
import { adopt, drawUp, payMilestone, report } from './damage-acts';
import { Desk, Refused } from './desk';
import {
  defaulted,
  judge,
  payOut,
  receive,
  refund,
  reimburse,
  stay,
  toTreasury,
  writeOff,
} from './judgment-acts';

/** Performs a case as the people of a bureau and of organizations do, act by act over HTTP. */
export async function performOverHttp(scene: ApprovalScene, told: ToldCase): Promise<void> {
  const desk = new Desk(scene, told);
  await desk.begin();
  for (const event of told.events) {
    const outcome = await act(desk, event).then(
      () => 'done',
      (error: unknown) =>
        error instanceof Refused && error.body.code === event.expect ? event.expect : String(error),
    );
    if (outcome !== (event.expect ?? 'done')) {
      throw new Error(`${event.type} ${event.on}: ${outcome}`);
    }
    await settleBook(scene.dataSource, scene.bureau.bookId);
  }
}

function act(desk: Desk, event: ToldEvent): Promise<unknown> {
  const acts: Readonly<Record<string, () => Promise<unknown>>> = {
    appropriation: () => appropriate(desk, event),
    'advance.apply': () => Promise.resolve(desk.applications.set(event.ref, event)),
    'advance.approve': () => advance(desk, event),
    'advance.pay': () => pay(desk, event),
    'advance.payment_returned': () => sentBack(desk, event),
    'advance.settle': () => settle(desk, event),
    'advance.surplus': () => ofItem(desk, event, 'surplus', {}),
    'advance.surplus_returned': () =>
      ofItem(desk, event, 'surplus-returned', {
        ...{ amount: event.amount, on: desk.today, bankReference: newKey() },
      }),
    'advance.absorb': () => absorb(desk, event),
    court_refund: () => refundByCourt(desk, event),
    judgment: () => judge(desk, event),
    'condition.defaulted': () => defaulted(desk, event),
    stay: () => stay(desk, event),
    write_off: () => writeOff(desk, event),
    sanction: () => sanction(desk, event),
    award: () => award(desk, event),
    'award.pay': () => awardPaid(desk, event),
    receipt: () => receive(desk, event),
    refund_overpayment: () => refund(desk, event),
    'organization.reimburse': () => reimburse(desk, event),
    'fund.replenish': () => payOut(desk, 'fund_replenishment', event, {}),
    'damage.remit': () => toTreasury(desk, 'damages_remittance', event),
    'damage.plan': () => drawUp(desk, event),
    'damage.minutes': () => adopt(desk, event),
    'damage.pay': () => payMilestone(desk, event),
    'damage.report': () => report(desk, event),
    'interest.remit': () => toTreasury(desk, 'interest_remittance', event),
  };
  const perform = acts[event.type];
  if (perform === undefined) throw new Error(`nobody does ${event.type}`);
  return perform();
}
