import type { Dice } from '../support/dice';
import type { DebtorEntry, ItemEntry, Kind, Outcome } from './format';
import { fenOf, least, shown, total } from './figures';
import { damagesOrdered } from './judgment-events';
import { anyAmount, NO_AMOUNTS, written } from './random-amounts';
import { shifted } from './random-head';
import { type Likely, type Made, near, newRef, refTo, type Scene, upTo } from './scene';
import { isActive, isCapped, isDamages, type Item, outstanding, principalOwed } from './state';

const IN_FORCE = '2014-08-01';
const OUTCOMES: readonly (readonly [number, Outcome])[] = [
  [6, 'win'],
  [8, 'partial_win'],
  [4, 'mediation'],
  [1, 'loss'],
  [1, 'dismissed'],
  [2, 'injunction_only_win'],
  [2, 'withdrawn_claims_realized'],
];
const DAMAGES: readonly Kind[] = [
  'restoration',
  'restoration',
  'emergency',
  'service_loss',
  'permanent_loss',
  'penal',
];

function amountOfItem(scene: Scene, kind: Kind): bigint {
  const { dice, state } = scene;
  if (kind !== 'fund_costs') return anyAmount(dice);
  const awaiting = state.books.get('1218.02') ?? 0n;
  if (awaiting === 0n) return dice.fen(100n);
  return dice.weighted([
    [3, awaiting],
    [2, awaiting + 1n],
    [3, awaiting / 2n > 0n ? awaiting / 2n : 1n],
    [4, dice.fen(awaiting)],
  ]);
}

function debtorsFor(
  scene: Scene,
  mode: ItemEntry['liability']['mode'],
  amount: bigint,
): DebtorEntry[] {
  const { dice, file } = scene;
  const count = mode === 'sole' ? 1 : dice.between(1, file.defendants.length);
  const refs = dice.shuffled(file.defendants.map(({ ref }) => ref)).slice(0, count);
  if (mode === 'several') {
    const shares = dice.split(amount, refs.length);
    if (dice.chance(4)) shares[0] = (shares[0] ?? 0n) + 1n;
    return refs.slice(0, shares.length).map((ref, index) => ({
      ref,
      share: shown(shares[index] ?? 1n),
      ...(dice.chance(30) && { dueOn: near(scene, 200) }),
    }));
  }
  if (mode !== 'joint_capped') return refs.map((ref) => ({ ref }));
  const capped = dice.chance(20) ? 100 : 50;
  return refs.map((ref) => ({
    ref,
    ...(dice.chance(capped) && { cap: written(dice, dice.fen(amount + amount / 4n + 1n)) }),
  }));
}

function instalmentsOf(scene: Scene, amount: bigint): { dueOn: string; amount: string }[] {
  const { dice } = scene;
  const parts = dice.split(amount, dice.between(1, 4));
  if (dice.chance(4)) parts[0] = (parts[0] ?? 0n) + 1n;
  return parts.map((part) => ({ dueOn: near(scene, 300), amount: shown(part) }));
}

function item(scene: Scene, kind: Kind, index: number): ItemEntry {
  const { dice, file, state } = scene;
  const amount = amountOfItem(scene, kind);
  const mode = dice.pick(['sole', 'joint', 'several', 'joint_capped'] as const);
  const conditional = isDamages(kind) && dice.chance(25);
  const inParts = (mode === 'sole' || mode === 'joint') && dice.chance(35);
  const entry: ItemEntry = {
    ref: newRef(scene, `i${String(dice.chance(2) ? 0 : index)}.`, state.items.keys()),
    kind,
    amount: dice.chance(1) ? dice.pick(NO_AMOUNTS) : written(dice, amount),
    liability: { mode, debtors: debtorsFor(scene, mode, amount) },
  };
  if (inParts) entry.instalments = instalmentsOf(scene, amount);
  else if (!conditional || dice.chance(40)) entry.dueOn = near(scene, 60);
  if (conditional) entry.conditional = true;
  if (kind === 'organization_costs') entry.organization = dice.pick(file.organizations).ref;
  const dates = [entry, ...(entry.instalments ?? []), ...entry.liability.debtors].map(
    (e) => e.dueOn,
  );
  const early = dates.some((date) => date !== undefined && date < IN_FORCE);
  if ((early && !conditional) || dice.chance(12)) entry.interest = false;
  else if (dice.chance(10)) entry.interest = true;
  return entry;
}

function judgment(scene: Scene): Made {
  const { dice, state } = scene;
  const outcome = dice.weighted(OUTCOMES);
  const awaiting = (state.books.get('1218.02') ?? 0n) > 0n;
  const kinds: Kind[] = Array.from({ length: dice.between(0, 4) }, () => dice.pick(DAMAGES));
  if (awaiting ? dice.chance(85) : dice.chance(3)) kinds.push('fund_costs');
  if (dice.chance(40)) kinds.push('organization_costs');
  const items = dice.shuffled(kinds).map((kind, index) => item(scene, kind, index));
  const ordered =
    damagesOrdered(state) +
    total(items.filter(({ kind }) => isDamages(kind)).map(({ amount }) => fenOf(amount) ?? 0n));
  const claimed = dice.pick([
    ordered,
    ordered * 3n,
    ordered + ordered / 2n,
    ordered / 2n,
    anyAmount(dice),
  ]);
  return {
    type: 'judgment',
    ref: newRef(scene, 'J', state.judgments.keys()),
    outcome,
    ...((outcome === 'partial_win' || dice.chance(20)) && { claimed: upTo(scene, claimed) }),
    // Early enough for the due date of an item without one, late enough for the interest rule.
    effectiveOn: scene.today < IN_FORCE ? IN_FORCE : scene.today,
    items,
  };
}

function conditionDefaulted(scene: Scene): Made {
  const { dice, state } = scene;
  const waiting = [...state.items.values()].filter((i) => !isActive(i)).map(({ ref }) => ref);
  const ref = refTo(scene, 'judgmentItem', dice.chance(10) ? [...state.items.keys()] : waiting);
  if (ref === undefined) return undefined;
  const dueOn = near(scene, 200);
  return { type: 'condition.defaulted', item: ref, dueOn: dueOn < IN_FORCE ? IN_FORCE : dueOn };
}

function stay(scene: Scene): Made {
  const { dice } = scene;
  const from = near(scene, 200);
  return {
    type: 'stay',
    from,
    to: shifted(from, dice.pick([0, 1, 10, 45, 200, 700])),
    requestedByDebtor: dice.chance(30),
  };
}

const debtorsOf = (items: Iterable<Item>): string[] => [
  ...new Set([...items].filter(isActive).flatMap(({ debtors }) => debtors.map(({ ref }) => ref))),
];

const interestOwed = (i: Item, payer: string): bigint =>
  isActive(i) && i.debtors.some(({ ref }) => ref === payer) && !isCapped(i, payer)
    ? total(i.balances.map((b) => b.interestFixed - b.interestReceived))
    : 0n;

function receiptAmount(scene: Scene, payer: string): bigint {
  const { dice, state } = scene;
  const items = [...state.items.values()];
  const principal = total(items.map((i) => principalOwed(i, payer)));
  const all = principal + total(items.map((i) => interestOwed(i, payer)));
  const writtenOff = total(items.flatMap(({ balances }) => balances.map((b) => b.writtenOff)));
  const amount = dice.weighted([
    [3, () => principal],
    [2, () => all],
    [2, () => all + writtenOff],
    [2, () => all + writtenOff + dice.fen(1000n)],
    [2, () => all + all / 20n + 1n],
    [6, () => (principal > 0n ? dice.fen(principal) : 1n)],
    [4, () => principal / BigInt(dice.between(2, 9))],
    [1, () => anyAmount(dice)],
    [1, () => 1n],
  ])();
  const most = 999_999_999_999_999n;
  return amount < 1n ? 1n : least(amount, most);
}

function designatedBy(dice: Dice, scene: Scene): string[] {
  const there = [...scene.state.items.keys()];
  const wanted = dice.shuffled(there).slice(0, dice.between(1, 3));
  const refused = scene.introduced.judgmentItem.filter((ref) => !there.includes(ref));
  if (refused.length > 0 && dice.chance(5)) wanted.push(dice.pick(refused));
  if (wanted[0] !== undefined && dice.chance(5)) wanted.push(wanted[0]);
  return wanted;
}

function receipt(scene: Scene): Made {
  const { dice, file, serial, state } = scene;
  const debtors = debtorsOf(state.items.values());
  const owing = debtors.filter((ref) =>
    [...state.items.values()].some((i) => principalOwed(i, ref) > 0n),
  );
  const from = dice.weighted([
    [16, owing.length > 0 ? dice.pick(owing) : 'd1'],
    [4, debtors.length > 0 ? dice.pick(debtors) : 'd1'],
    [1, dice.pick(file.defendants).ref],
  ]);
  const known = [...state.bankReferences];
  return {
    type: 'receipt',
    ref: newRef(scene, 'R', state.receipts.keys()),
    from: dice.chance(2) ? 'stranger' : from,
    amount: dice.chance(2) ? dice.pick(NO_AMOUNTS) : written(dice, receiptAmount(scene, from)),
    ...(dice.chance(30) && { designated: designatedBy(dice, scene) }),
    bankReference: known.length > 0 && dice.chance(4) ? dice.pick(known) : `B${String(serial)}`,
  };
}

function writeOff(scene: Scene): Made {
  const { dice, state } = scene;
  const costs = [...state.items.values()].filter((i) => i.kind === 'fund_costs');
  const open = costs.filter(({ balances }) => total(balances.map(outstanding)) > 0n);
  const ref = refTo(
    scene,
    'judgmentItem',
    dice.chance(8) ? [...state.items.keys()] : open.map((i) => i.ref),
  );
  if (ref === undefined) return undefined;
  const limit = total((state.items.get(ref)?.balances ?? []).map(outstanding));
  return {
    type: 'write_off',
    item: ref,
    amount: upTo(scene, limit),
    ...(dice.chance(15) && { requestedBy: dice.pick(['officer', 'approver', 'clerk']) }),
    ...(dice.chance(15) && { by: dice.pick(['officer', 'director', 'clerk']) }),
  };
}

/** Events of judgments and of what comes in on them. */
export function likelyJudgments({ state }: Scene): Likely[] {
  const items = [...state.items.values()];
  const owed = items.some((i) => isActive(i) && total(i.balances.map(outstanding)) > 0n);
  const awaiting = (state.books.get('1218.02') ?? 0n) > 0n;
  const waiting = items.some((i) => !isActive(i));
  const costsOwed = items.some(
    (i) => i.kind === 'fund_costs' && total(i.balances.map(outstanding)) > 0n,
  );
  return [
    [state.judgments.size === 0 ? (awaiting ? 14 : 4) : state.judgments.size < 3 ? 4 : 1, judgment],
    [waiting ? 6 : items.length > 0 ? 1 : 0, conditionDefaulted],
    [items.length > 0 ? 4 : 1, stay],
    [owed ? 30 : items.length > 0 ? 8 : 1, receipt],
    [costsOwed ? 12 : 1, writeOff],
  ];
}
