import type { Dice } from '../support/dice';
import { amount, COSTS, INCOME, MAIN, MEMO, move, POOLS, spread, unsure } from './accounts';
import { dayIn, type Kind, oneOf, someBook, someDay } from './kind';
import type { BookIndex, Call, HoldChange, Line, Request } from './ledger';
import type { Oracle } from './oracle';

const LARGEST = 10n ** 15n;

/** A request under a key that no other has, with everything filled in that does not matter. */
export function newRequest(
  dice: Dice,
  oracle: Oracle,
  book: BookIndex,
  lines: readonly Line[],
  parts: Partial<Request> = {},
): Request {
  return {
    key: `request-${String(dice.roll(0x40000000))}`,
    fact: dice.pick(['advance_paid', 'award_received']),
    summary: 'A test',
    businessOn: someDay(dice, oracle, book),
    madeBy: dice.pick(['clerk', 'cashier']),
    lines,
    holdChanges: [],
    ...parts,
  };
}

/** A kind that asks for a request of these lines. */
const accepting = (weight: number, linesOf: (dice: Dice) => readonly Line[]): Kind => ({
  weight,
  plan: (dice, oracle) => {
    const book = someBook(dice);
    return ['accept', book, newRequest(dice, oracle, book, linesOf(dice))];
  },
});

/** A request dated in a month of the given state. */
const datedIn = (weight: number, state: 'on_hold' | 'closed'): Kind => ({
  weight,
  plan: (dice, oracle) => {
    const book = someBook(dice);
    const months = [...oracle.books[book].months.states].filter(([, found]) => found === state);
    const month = oneOf(dice, months)?.[0];
    if (month === undefined) return undefined;
    const lines = move(dice, dice.pick(POOLS), INCOME, amount(dice));
    const businessOn = dayIn(dice, month);
    return ['accept', book, newRequest(dice, oracle, book, lines, { businessOn })];
  },
});

/** What was accepted under a key once more, changed or not, in its own book or in the other one. */
const repeating = (weight: number, where: 'same book' | 'other book', addition = ''): Kind => ({
  weight,
  plan: (dice, oracle) => {
    const asked = oracle.requests.flatMap(({ asked: request, book }) =>
      request === null ? [] : [{ request, isFirst: book === oracle.books[0] }],
    );
    const found = oneOf(dice, asked);
    if (found === undefined) return undefined;
    const book = found.isFirst === (where === 'same book') ? 0 : 1;
    const summary = found.request.summary + addition;
    return ['accept', book, { ...found.request, summary }];
  },
});

const spend = (dice: Dice): Line[] => move(dice, dice.pick(COSTS), dice.pick(POOLS), amount(dice));

const hotLines = (dice: Dice): Line[] =>
  [amount(dice), amount(dice), amount(dice)].flatMap((sum) =>
    move(dice, POOLS[0] ?? INCOME, dice.pick(MAIN), sum),
  );

function spoiled(dice: Dice): Line[] {
  const [first, ...rest] = spread(dice, MAIN);
  return first === undefined ? [] : [{ ...first, amount: first.amount + LARGEST / 3n }, ...rest];
}

/** Consumes part of a hold, or gives back to it: sometimes more than there is, sometimes elsewhere. */
function changingHold(dice: Dice, oracle: Oracle, isConsuming: boolean): Call | undefined {
  const numbered = oracle.holds.map((hold, number) => ({ hold, number }));
  const live = numbered.filter(({ hold }) => hold.remaining > 0n && !hold.isOver);
  const over = numbered.filter(({ hold }) => hold.isOver);
  const fitting = dice.chance(25) ? over : live;
  const found = oneOf(dice, dice.chance(80) && fitting.length > 0 ? fitting : numbered);
  if (found === undefined) return undefined;
  const { hold, number } = found;
  const home: BookIndex = hold.book === oracle.books[0] ? 0 : 1;
  const book = dice.chance(90) ? home : someBook(dice);
  const part = dice.chance(80) ? dice.fen(hold.remaining + 1n) : amount(dice);
  const change = dice.chance(10) ? 0n : isConsuming ? -part : part;
  const holdChanges: HoldChange[] = [{ hold: number, amount: change }];
  const { account } = hold.account;
  const cost = dice.pick(COSTS);
  const lines = isConsuming
    ? move(dice, account.side === 1 ? cost : account, account.side === 1 ? account : cost, part)
    : move(dice, account, cost, part);
  return ['accept', book, newRequest(dice, oracle, book, lines, { holdChanges })];
}

export const REQUEST_KINDS = {
  fund: accepting(14, (dice) => move(dice, dice.pick(POOLS), INCOME, 1_000n + amount(dice))),
  spend: accepting(8, spend),
  overdraw: accepting(2, (dice) => move(dice, dice.pick(COSTS), dice.pick(POOLS), 10n ** 13n)),
  'several lines': accepting(5, (dice) => spread(dice, MAIN)),
  'money and memo': accepting(4, (dice) => [...spread(dice, MAIN), ...spread(dice, MEMO)]),
  'hot account': accepting(3, hotLines),
  'account described in another way': accepting(2, (dice) =>
    move(dice, unsure(dice), INCOME, amount(dice)),
  ),
  'extreme amount': accepting(2, (dice) =>
    move(dice, dice.pick(COSTS), INCOME, LARGEST + BigInt(dice.roll(2))),
  ),
  unbalanced: accepting(1, spoiled),
  'unbalanced between money and memo': accepting(1, (dice) =>
    move(dice, dice.pick(MAIN), dice.pick(MEMO), amount(dice)),
  ),
  'no line or one': accepting(1, (dice) => spread(dice, MAIN).slice(0, dice.roll(2))),
  'amount of zero': accepting(1, (dice) => move(dice, dice.pick(POOLS), INCOME, 0n)),
  'dated in a month on hold': datedIn(2, 'on_hold'),
  'dated in a closed month': datedIn(2, 'closed'),
  'same request again': repeating(3, 'same book'),
  'same request in the other book': repeating(3, 'other book'),
  'same key for another request': repeating(2, 'same book', ' but not this one'),
  'same key for another request in the other book': repeating(2, 'other book', ' but not this one'),
  'consume a hold': {
    weight: 8,
    plan: (dice, oracle) => changingHold(dice, oracle, true),
  },
  'give back to a hold': {
    weight: 2,
    plan: (dice, oracle) => changingHold(dice, oracle, false),
  },
} satisfies Record<string, Kind>;
