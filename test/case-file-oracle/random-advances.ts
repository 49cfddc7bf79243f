import type { EventOf } from './format';
import { least, shown, total } from './figures';
import { written } from './random-amounts';
import { type Likely, type Made, newRef, refTo, type Scene, upTo } from './scene';
import type { Advance } from './state';

const CATEGORIES: readonly (readonly [weight: number, category: string, cap: bigint])[] = [
  [3, 'investigation', 50_000_00n],
  [3, 'testing', 80_000_00n],
  [4, 'appraisal', 300_000_00n],
  [3, 'assessment', 300_000_00n],
  [2, 'expert', 50_000_00n],
  [4, 'lawyer', 80_000_00n],
  [2, 'travel', 20_000_00n],
  [4, 'acceptance_fee', 100_000_00n],
  [1, 'preservation_fee', 5_000_00n],
  [1, 'announcement', 10_000_00n],
  [1, 'notary', 10_000_00n],
  [1, 'copying', 10_000_00n],
  [1, 'translation', 10_000_00n],
  [1, 'other', 10_000_00n],
];

type Line = EventOf<'advance.apply'>['items'][number];

function line(scene: Scene, index: number): Line {
  const { dice, state } = scene;
  const choice = dice.weighted(CATEGORIES.map((row) => [row[0], row] as const));
  const [, category, cap] = choice;
  const used = total(
    [...state.advances.values()].filter((a) => a.category === category).map((a) => a.amount),
  );
  const left = cap > used ? cap - used : cap;
  const limit = dice.chance(80) ? left / BigInt(dice.between(2, 6)) : left;
  return {
    ref: newRef(scene, `a${String(dice.chance(3) ? 0 : index)}.`, state.advances.keys()),
    category,
    ...(category === 'lawyer' && dice.chance(60) && { instance: dice.between(1, 3) }),
    amount: upTo(scene, limit),
    payee: 'payee',
  };
}

/** An application that just reaches, or just exceeds, one of the two limits for minutes. */
function linesAtLimit(scene: Scene): Line[] | undefined {
  const { dice, state } = scene;
  const approved = total(
    [...state.applications.values()].filter((a) => a.status === 'approved').map((a) => a.total),
  );
  const near = approved > 150_000_00n && dice.chance(80);
  const limit = near ? 500_000_00n - approved : 200_000_00n;
  let left = limit + (dice.chance(50) ? 1n : 0n);
  const lines: Line[] = [];
  for (const [, category, cap] of dice.shuffled(CATEGORIES)) {
    const pooled = ['appraisal', 'assessment', 'announcement', 'notary', 'copying', 'translation'];
    const group = !pooled.includes(category)
      ? [category]
      : pooled.indexOf(category) < 2
        ? pooled.slice(0, 2)
        : pooled.slice(2);
    const used =
      total(
        [...state.advances.values()].filter((a) => group.includes(a.category)).map((a) => a.amount),
      ) +
      total(
        lines
          .filter((l) => group.includes(l.category))
          .map((l) => BigInt(l.amount.replace('.', ''))),
      );
    const amount = least(left, cap - used);
    if (amount <= 0n) continue;
    left -= amount;
    lines.push({
      ref: `l${String(scene.serial)}.${category}`,
      category,
      amount: shown(amount),
      payee: 'payee',
    });
  }
  return left === 0n && lines.length > 0 ? lines : undefined;
}

function apply(scene: Scene): Made {
  const { dice, file, state } = scene;
  const eligible = state.qualification.filter(({ status }) => status === 'eligible');
  const all = file.organizations.map(({ ref }) => ref);
  const organization =
    eligible.length === 0 || dice.chance(8) ? dice.pick(all) : dice.pick(eligible).organization;
  const exact = dice.chance(30) ? linesAtLimit(scene) : undefined;
  const items =
    exact ?? Array.from({ length: dice.between(1, 3) }, (_, index) => line(scene, index));
  return {
    type: 'advance.apply',
    ref: newRef(scene, 'A', state.applications.keys()),
    organization,
    items,
    ...(dice.chance(20) && { by: dice.pick(['applicant', 'clerk', 'approver', 'reviewer']) }),
  };
}

function approve(scene: Scene): Made {
  const { dice, state } = scene;
  const submitted = [...state.applications]
    .filter(([, { status }]) => status === 'submitted')
    .map(([ref]) => ref);
  const likely = dice.chance(6) ? [...state.applications.keys()] : submitted;
  const advance = refTo(scene, 'advance', likely);
  if (advance === undefined) return undefined;
  return {
    type: 'advance.approve',
    advance,
    ...(dice.chance(65) && { minutes: '2020-1' }),
    ...(dice.chance(15) && { by: dice.pick(['applicant', 'reviewer', 'director', 'clerk']) }),
  };
}

const used = (item: Advance): bigint =>
  item.settled +
  item.surplus +
  item.refunded +
  (item.category === 'acceptance_fee' ? item.absorbed : 0n);
const rest = (item: Advance): bigint => item.paid - item.settled - item.surplus;
const isFee = (item: Advance): boolean => item.category === 'acceptance_fee';

/** An item of which something holds, or at times any, with its figures where it has any. */
function chosen(
  scene: Scene,
  holds: (item: Advance) => boolean,
): readonly [ref: string, item: Advance | undefined] | undefined {
  const { dice, state } = scene;
  const all = [...state.advances];
  const fitting = all.filter(([, item]) => holds(item));
  const ref = refTo(
    scene,
    'item',
    (dice.chance(5) ? all : fitting).map(([name]) => name),
  );
  return ref === undefined ? undefined : [ref, state.advances.get(ref)];
}

function pay(scene: Scene): Made {
  const found = chosen(scene, (item) => item.paid < item.approved);
  if (found === undefined) return undefined;
  const [item, figures] = found;
  const whole = figures?.paid === 0n && scene.dice.chance(65);
  const limit = (figures?.approved ?? 0n) - (figures?.paid ?? 0n);
  return { type: 'advance.pay', item, ...(!whole && { amount: upTo(scene, limit) }) };
}

function returned(scene: Scene): Made {
  // What came back as surplus is still used: a bank return of it must be refused.
  const found = chosen(scene, (item) => item.paid > used(item) || item.returned > 0n);
  if (found === undefined) return undefined;
  const [item, figures] = found;
  const limit = figures === undefined ? 1n : figures.paid - used(figures);
  return {
    type: 'advance.payment_returned',
    item,
    ...(scene.dice.chance(60) && { amount: upTo(scene, limit) }),
  };
}

function settle(scene: Scene): Made {
  const { dice, serial, state } = scene;
  const found = chosen(scene, (item) => !isFee(item) && rest(item) > 0n);
  if (found === undefined) return undefined;
  const [item, figures] = found;
  const limit = figures === undefined ? 1n : rest(figures);
  const amounts = dice.chance(50) && limit > 1n ? dice.split(limit, dice.between(1, 3)) : [];
  const texts =
    amounts.length > 0 ? amounts.map((amount) => written(dice, amount)) : [upTo(scene, limit)];
  const known = [...state.invoices].map((text) => JSON.parse(text) as [string, string]);
  const invoices = texts.map((amount, index) => {
    const fresh = `${String(serial)}-${String(dice.chance(3) ? 0 : index)}`;
    const [issuer, number] =
      known.length > 0 && dice.chance(4) ? dice.pick(known) : ['issuer', fresh];
    return { issuer: dice.chance(3) ? 'another' : issuer, number, amount };
  });
  return { type: 'advance.settle', item, invoices };
}

function surplus(scene: Scene): Made {
  const found = chosen(scene, (item) => !isFee(item) && rest(item) > 0n);
  return found && { type: 'advance.surplus', item: found[0] };
}

function surplusReturned(scene: Scene): Made {
  const found = chosen(scene, (item) => item.surplus > item.returned);
  if (found === undefined) return undefined;
  const [item, figures] = found;
  const limit = (figures?.surplus ?? 0n) - (figures?.returned ?? 0n);
  return { type: 'advance.surplus_returned', item, amount: upTo(scene, limit) };
}

function absorb(scene: Scene): Made {
  const { dice, state } = scene;
  const absorbable = (item: Advance) =>
    isFee(item)
      ? item.paid - item.refunded - item.absorbed
      : least(item.settled - item.absorbed, state.books.get('1218.02') ?? 0n);
  const found = chosen(scene, (item) => absorbable(item) > 0n);
  if (found === undefined) return undefined;
  const [item, figures] = found;
  const limit = figures === undefined ? 1n : absorbable(figures);
  const most = figures === undefined || dice.chance(85) ? limit : figures.settled;
  return {
    type: 'advance.absorb',
    item,
    amount: upTo(scene, most),
    ...(dice.chance(15) && { requestedBy: dice.pick(['officer', 'approver', 'clerk']) }),
    ...(dice.chance(15) && { by: dice.pick(['officer', 'director', 'clerk']) }),
  };
}

function courtRefund(scene: Scene): Made {
  const refundable = (item: Advance) =>
    isFee(item) ? item.paid - item.refunded - item.absorbed : 0n;
  const found = chosen(scene, (item) => refundable(item) > 0n);
  if (found === undefined) return undefined;
  const [item, figures] = found;
  const limit = figures === undefined ? 1n : refundable(figures);
  return { type: 'court_refund', item, amount: upTo(scene, limit) };
}

/** Events of advances, the likelier the more there is for them to do. */
export function likelyAdvances({ state }: Scene): Likely[] {
  const items = [...state.advances.values()];
  const has = (holds: (item: Advance) => boolean, weight: number) =>
    items.some(holds) ? weight : 1;
  const submitted = [...state.applications.values()].some(({ status }) => status === 'submitted');
  return [
    [items.length < 6 ? 14 : 3, apply],
    [submitted ? 12 : 1, approve],
    [has((item) => item.paid < item.approved, 16), pay],
    [has((item) => item.paid > used(item) || item.returned > 0n, 4), returned],
    [has((item) => !isFee(item) && rest(item) > 0n, 22), settle],
    [has((item) => !isFee(item) && rest(item) > 0n, 4), surplus],
    [has((item) => item.surplus > item.returned, 12), surplusReturned],
    [has((item) => item.settled > item.absorbed || isFee(item), 3), absorb],
    [has((item) => isFee(item) && item.paid > used(item), 3), courtRefund],
  ];
}
