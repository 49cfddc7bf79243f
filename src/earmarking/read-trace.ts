import type { EntityManager } from 'typeorm';
import type { LitigationCase } from '../cases';
import { DomainError } from '../errors';
import { placed, type Placed, traceFen, wayOf } from '../law';
import { fen, formatYuan } from '../money';
import { type FlowStage, type Movement, readMovements, STAGES } from './read-movements';
import type { TraceView } from './trace-schemas';

/** Which fen is asked for: by its number from 1, or by what of a receipt it is, in fen. */
export type AskedFen =
  { readonly number: bigint } | { readonly receipt: string; readonly upTo: bigint };

const yuan = (amount: bigint): string => formatYuan(fen(amount));
const sum = (all: readonly Movement[]): bigint =>
  all.reduce((total, one) => total + BigInt(one.fen), 0n);

type Portions = Pick<TraceView, FlowStage>;

function portionsOf(of: Readonly<Record<FlowStage, readonly Movement[]>>): Portions {
  const within = <More>(
    stage: FlowStage,
    more: (movement: Movement) => More,
  ): (Pick<Movement, 'id' | 'on'> & {
    amount: string;
    from: string;
    to: string;
    lines: Movement['lines'][number][];
  } & More)[] => {
    const places: readonly Placed[] = placed(
      of[stage].map(({ id, fen: amount }) => ({ id, amount: BigInt(amount) })),
    );
    return of[stage].map((movement, index) => {
      const { id, on, lines } = movement;
      const { from = 0n, to = 0n } = places[index] ?? {};
      const amounts = { amount: yuan(to - from), from: yuan(from), to: yuan(to) };
      return { id, on, ...amounts, lines: [...lines], ...more(movement) };
    });
  };
  return {
    received: within('received', ({ source, receipt }) => ({
      source: source ?? 'interest',
      receipt: receipt && { ...receipt, amount: yuan(BigInt(receipt.amount)) },
    })),
    remitted: within('remitted', () => ({})),
    appropriated: within('appropriated', () => ({})),
    paid: within('paid', ({ plan, milestone, purpose, payee, elsewhere, papers }) => ({
      ...{ plan, milestone, purpose, payee, elsewhere },
      papers: papers.map((paper) => ({
        ...paper,
        amount: paper.amount === null ? null : yuan(BigInt(paper.amount)),
      })),
    })),
  };
}

/** @throws DomainError NOT_FOUND the receipt brought no such fen, or nothing has its number */
function numberOf(asked: AskedFen, received: readonly Movement[]): bigint {
  if ('number' in asked) return asked.number;
  let before = 0n;
  for (const { receipt, fen: amount } of received) {
    if (receipt?.ref === asked.receipt || receipt?.id === asked.receipt) {
      if (asked.upTo <= BigInt(amount)) return before + asked.upTo;
      break;
    }
    before += BigInt(amount);
  }
  throw new DomainError('NOT_FOUND', 'not_found', { receipt: asked.receipt });
}

/**
 * The way of the damage money of a case, from what defendants paid to what restoration was paid, first in, first out.
 *
 * @throws DomainError NOT_FOUND the fen that is asked for is not there
 */
export async function readTrace(
  tx: EntityManager,
  litigationCase: LitigationCase,
  book: string,
  asked?: AskedFen,
): Promise<TraceView> {
  const movements = await readMovements(tx, litigationCase);
  const of = (stage: FlowStage) => movements.filter((one) => one.stage === stage);
  const byStage = {
    ...{ received: of('received'), remitted: of('remitted') },
    ...{ appropriated: of('appropriated'), paid: of('paid') },
  };
  const stages = Object.fromEntries(
    STAGES.map((stage) => [
      stage,
      byStage[stage].map(({ id, fen: amount }) => ({ id, amount: BigInt(amount) })),
    ]),
  ) as Record<FlowStage, { id: string; amount: bigint }[]>;
  const ways = traceFen(stages);
  const portions = portionsOf(byStage);
  const { id, number, damageRoute: route } = litigationCase;
  return {
    ...{ case: id, caseNumber: number, book, route },
    totals: {
      ...{ received: yuan(sum(byStage.received)), remitted: yuan(sum(byStage.remitted)) },
      ...{ appropriated: yuan(sum(byStage.appropriated)), paid: yuan(sum(byStage.paid)) },
      left: yuan(sum(byStage.received) - sum(byStage.paid)),
    },
    ...portions,
    ways: ways.map(({ from, to, through }) => ({
      ...{ from: yuan(from), to: yuan(to), amount: yuan(to - from) },
      ...through,
    })),
    fen: asked === undefined ? null : oneFen(numberOf(asked, byStage.received), ways, portions),
  };
}

function oneFen(
  number: bigint,
  ways: ReturnType<typeof traceFen<FlowStage>>,
  portions: Portions,
): NonNullable<TraceView['fen']> {
  const way = wayOf(ways, number - 1n);
  if (way === undefined) throw new DomainError('NOT_FOUND', 'not_found', { fen: String(number) });
  const { received, remitted, appropriated, paid } = way.through;
  return {
    number: String(number),
    received: portions.received.find(({ id }) => id === received) ?? null,
    remitted: portions.remitted.find(({ id }) => id === remitted) ?? null,
    appropriated: portions.appropriated.find(({ id }) => id === appropriated) ?? null,
    paid: portions.paid.find(({ id }) => id === paid) ?? null,
  };
}
