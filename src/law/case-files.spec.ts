import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { businessDate } from '../calendar';
import { fen, type Fen, formatYuan, parseYuan, sumFen } from '../money';
import {
  allocateReceipt,
  checkAdvanceCaps,
  type ClaimItem,
  computeAward,
  type CostCategory,
  isDamages,
  doubledInterest,
  isPermittedUse,
  type ItemKind,
  type LiabilityMode,
  needsJointMeetingMinutes,
  type OrganizationFacts,
  type Outcome,
  outstandingOf,
  principalOwed,
  qualify,
  spreadWriteOff,
  type Stay,
} from './index';

interface FileItem {
  ref: string;
  kind: ItemKind;
  amount: string;
  dueOn?: string;
  instalments?: { dueOn: string; amount: string }[];
  conditional?: boolean;
  interest?: boolean;
  liability: {
    mode: LiabilityMode;
    debtors: { ref: string; share?: string; cap?: string }[];
  };
}

interface FileEvent {
  on: string;
  type: string;
  expect?: string;
  ref: string;
  item: string;
  items: unknown[];
  outcome: Outcome;
  claimed?: string;
  dueOn: string;
  from: string;
  to: string;
  requestedByDebtor: boolean;
  amount: string;
  advance: string;
  minutes?: string;
  purpose: string;
  amountPaid: string;
  grade: 1 | 2 | 3;
  designated?: string[];
  plaintiffs: { ref: string; share?: string }[];
}

interface CaseFile {
  asOf: string;
  organizations: (OrganizationFacts & { ref: string })[];
  defendants: { ref: string }[];
  case: { filedOn: string };
  events: FileEvent[];
}

interface Statement {
  qualification: unknown;
  judgmentItems: unknown;
  debtors: { defendant: string; paid: string; liable: string }[];
  receipts: unknown;
  award: unknown;
}

const FOLDER = join(__dirname, '../../examples/cases');
const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.expected.json'))
  .map((name) => name.replace('.expected.json', ''));
const NOTHING = fen(0n);

function money(text: string | undefined): Fen {
  const amount = parseYuan(text);
  if (amount === undefined) throw new RangeError(`not an amount: ${text ?? ''}`);
  return amount;
}

function claimOf(item: FileItem): ClaimItem {
  const { mode, debtors } = item.liability;
  const dueOn = item.dueOn === undefined ? null : businessDate(item.dueOn);
  const empty = { dueOn, received: NOTHING, writtenOff: NOTHING };
  const noInterest = { interestFixed: NOTHING, interestReceived: NOTHING };
  return {
    id: item.ref,
    kind: item.kind,
    active: item.conditional !== true,
    bearsInterest: item.interest !== false,
    mode,
    debtors: debtors.map(({ ref, cap }) => ({
      id: ref,
      cap: cap === undefined ? null : money(cap),
      paid: NOTHING,
    })),
    balances:
      mode === 'several'
        ? debtors.map(({ ref, share }) => ({
            ...empty,
            ...noInterest,
            id: ref,
            debtor: ref,
            ordered: money(share),
          }))
        : partsOf(item).map(({ dueOn: due, amount }, index) => ({
            ...empty,
            ...noInterest,
            ...{ id: String(index), dueOn: due, debtor: null, ordered: money(amount) },
          })),
  };
}

/** What of an item is due when: all of it on its day, or instalment by instalment. */
const partsOf = ({ amount, dueOn, instalments }: FileItem) =>
  (instalments ?? [{ amount, dueOn }]).map((part) => ({
    amount: part.amount,
    dueOn: part.dueOn === undefined ? null : businessDate(part.dueOn),
  }));

/** The rules alone, driven by a case file: no books, no database. */
class Replay {
  claims: ClaimItem[] = [];
  readonly stays: Stay[] = [];
  readonly receipts: unknown[] = [];
  readonly paid = new Map<string, Fen>();
  award: unknown = null;
  private readonly applications = new Map<
    string,
    { category: CostCategory; instance: number; amount: Fen }[]
  >();
  private readonly sanctions: { amountPaid: Fen; grade: 1 | 2 | 3 }[] = [];
  private approved = NOTHING;
  private outcome: Outcome = 'loss';
  private claimed: Fen | null = null;

  play(event: FileEvent): void {
    switch (event.type) {
      case 'advance.apply':
        this.apply(event);
        break;
      case 'advance.approve':
        this.approve(event);
        break;
      case 'damage.pay':
        if (event.expect !== 'MINUTES_REQUIRED') {
          expect(isPermittedUse(event.purpose)).toBe(event.expect !== 'PURPOSE_NOT_PERMITTED');
        }
        break;
      case 'write_off':
        this.writeOff(event);
        break;
      default:
        if (event.expect === undefined) this.accept(event);
    }
  }

  private accept(event: FileEvent): void {
    switch (event.type) {
      case 'judgment':
        this.outcome = event.outcome;
        this.claimed = event.claimed === undefined ? null : money(event.claimed);
        this.claims.push(...(event.items as FileItem[]).map(claimOf));
        break;
      case 'condition.defaulted':
        this.change(event.item, (claim) => ({
          ...claim,
          active: true,
          balances: claim.balances.map((each) => ({ ...each, dueOn: businessDate(event.dueOn) })),
        }));
        break;
      case 'stay':
        this.stays.push({
          from: businessDate(event.from),
          to: businessDate(event.to),
          requestedByDebtor: event.requestedByDebtor,
        });
        break;
      case 'receipt':
        this.receive(event);
        break;
      case 'sanction':
        this.sanctions.push({ amountPaid: money(event.amountPaid), grade: event.grade });
        break;
      case 'award':
        this.grant(event);
    }
  }

  private apply(event: FileEvent): void {
    if (event.expect !== undefined && event.expect !== 'CAP_EXCEEDED') return;
    const lines = (
      event.items as { category: CostCategory; instance?: number; amount: string }[]
    ).map(({ category, instance, amount }) => ({
      category,
      instance: instance ?? 1,
      amount: money(amount),
    }));
    const { breach } = checkAdvanceCaps([...this.applications.values()].flat().concat(lines)).value;
    expect(breach !== null).toBe(event.expect === 'CAP_EXCEEDED');
    if (breach === null) this.applications.set(event.ref, lines);
  }

  private approve(event: FileEvent): void {
    if (event.expect !== undefined && event.expect !== 'MINUTES_REQUIRED') return;
    const amount = sumFen((this.applications.get(event.advance) ?? []).map((line) => line.amount));
    const total = fen(this.approved + amount);
    const needed = needsJointMeetingMinutes(amount, total).value;
    expect(needed && event.minutes === undefined).toBe(event.expect === 'MINUTES_REQUIRED');
    if (event.expect === undefined) this.approved = total;
  }

  private writeOff(event: FileEvent): void {
    const claim = this.claims.find(({ id }) => id === event.item);
    const parts =
      claim?.kind === 'fund_costs' ? spreadWriteOff(claim, money(event.amount)) : undefined;
    expect(parts === undefined).toBe(event.expect !== undefined);
    this.change(event.item, (each) => ({
      ...each,
      balances: each.balances.map((balance) => ({
        ...balance,
        writtenOff: fen(
          balance.writtenOff + (parts?.find((p) => p.balanceId === balance.id)?.amount ?? 0n),
        ),
      })),
    }));
  }

  private receive(event: FileEvent): void {
    const { parts, overpaid } = allocateReceipt({
      payer: event.from,
      amount: money(event.amount),
      on: businessDate(event.on),
      designated: event.designated ?? [],
      items: this.claims,
      stays: this.stays,
      dayCount: 'end_minus_start',
    }).value;
    this.receipts.push({
      ref: event.ref,
      amount: event.amount,
      overpaid: formatYuan(overpaid),
      allocations: parts.map(({ itemId, part, amount }) => ({
        item: itemId,
        part,
        amount: formatYuan(amount),
      })),
    });
    for (const { itemId, balanceId, part, amount, interest } of parts) {
      const principal = part === 'doubled_interest' ? 0n : amount;
      this.paid.set(event.from, fen((this.paid.get(event.from) ?? 0n) + principal));
      this.change(itemId, (claim) => ({
        ...claim,
        debtors: claim.debtors.map((debtor) =>
          debtor.id === event.from ? { ...debtor, paid: fen(debtor.paid + principal) } : debtor,
        ),
        balances: claim.balances.map((balance) =>
          balance.id !== balanceId
            ? balance
            : {
                ...balance,
                received: fen(balance.received + principal),
                writtenOff: fen(balance.writtenOff - (part === 'written_off' ? amount : 0n)),
                interestFixed: fen(balance.interestFixed + (interest?.amount ?? 0n)),
                interestReceived: fen(balance.interestReceived + amount - principal),
              },
        ),
      }));
    }
  }

  private grant(event: FileEvent): void {
    const damages = this.claims
      .filter(({ kind }) => isDamages(kind))
      .flatMap(({ balances }) => balances);
    const { value } = computeAward({
      outcome: this.outcome,
      base: sumFen(damages.map(({ received }) => received)),
      damagesOrdered: sumFen(damages.map(({ ordered }) => ordered)),
      claimed: this.claimed,
      sanctions: this.sanctions,
      plaintiffs: event.plaintiffs.map(({ ref, ...share }) => ({ id: ref, ...share })),
    });
    this.award = {
      base: formatYuan(value.base),
      total: formatYuan(value.total),
      fromSanctionQuota: formatYuan(value.fromSanctionQuota),
      fromAwardFund: formatYuan(value.fromAwardFund),
      shares: value.shares.map(({ id, amount }) => ({
        organization: id,
        amount: formatYuan(amount),
      })),
    };
  }

  private change(id: string, by: (claim: ClaimItem) => ClaimItem): void {
    this.claims = this.claims.map((claim) => (claim.id === id ? by(claim) : claim));
  }

  itemsAsOf(asOf: string): unknown[] {
    return this.claims.map((claim) => {
      const sum = (of: (balance: ClaimItem['balances'][number]) => Fen) =>
        formatYuan(sumFen(claim.balances.map(of)));
      return {
        item: claim.id,
        kind: claim.kind,
        ordered: sum(({ ordered }) => ordered),
        due: claim.active,
        received: sum(({ received }) => received),
        writtenOff: sum(({ writtenOff }) => writtenOff),
        outstanding: sum(outstandingOf),
        doubledInterest: {
          fixed: sum(({ interestFixed }) => interestFixed),
          running: sum((balance) => this.running(claim, balance, asOf)),
          received: sum(({ interestReceived }) => interestReceived),
        },
      };
    });
  }

  private running(claim: ClaimItem, balance: ClaimItem['balances'][number], asOf: string): Fen {
    const { dueOn } = balance;
    if (!claim.active || !claim.bearsInterest || dueOn === null) return NOTHING;
    const period = { dueOn, endOn: businessDate(asOf), stays: this.stays };
    return doubledInterest(outstandingOf(balance), { ...period, dayCount: 'end_minus_start' }).value
      .interest;
  }
}

describe.each(NAMES)('the rules alone, driven by the case file %s', (name) => {
  const read = (suffix: string): unknown =>
    JSON.parse(readFileSync(join(FOLDER, `${name}${suffix}`), 'utf8'));
  const file = read('.json') as CaseFile;
  const expected = read('.expected.json') as Statement;
  const replay = new Replay();

  it('play through, with caps and minutes where the file expects them', () => {
    for (const event of file.events) replay.play(event);
  });

  it('qualify its organizations', () => {
    const filedOn = businessDate(file.case.filedOn);
    expect(
      file.organizations.map((facts) => ({
        organization: facts.ref,
        ...qualify(facts, filedOn).value,
      })),
    ).toEqual(expected.qualification);
  });

  it('allocate its receipts', () => {
    expect(replay.receipts).toEqual(expected.receipts);
  });

  it('give the figures of its judgment items', () => {
    expect(replay.itemsAsOf(file.asOf)).toEqual(expected.judgmentItems);
  });

  it('give what each debtor has paid and still owes', () => {
    expect(
      file.defendants.map(({ ref }) => ({
        defendant: ref,
        paid: formatYuan(replay.paid.get(ref) ?? 0n),
        liable: formatYuan(sumFen(replay.claims.map((claim) => principalOwed(claim, ref)))),
      })),
    ).toEqual(expected.debtors.map(({ defendant, paid, liable }) => ({ defendant, paid, liable })));
  });

  it('compute its award', () => {
    expect(replay.award).toEqual(expected.award);
  });
});
