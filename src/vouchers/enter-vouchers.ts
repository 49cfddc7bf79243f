import { createHash } from 'node:crypto';
import { accountOfCharge, evidenceOf, openToVouchers, requireKeptApart } from '../accounting';
import { recordAct } from '../audit';
import { DomainError } from '../errors';
import { acceptRequests, ADJUSTMENT, type PostingLine } from '../ledger';
import { contentHash } from '../platform/json/content-hash';
import type { Fault } from '../platform/json/faults';
import type { Work } from '../platform/work';
import { type RequestedVoucher, signedAmount, type VoucherLine } from './voucher';

const GENERAL = 'general_voucher';

/** Keys of acts may be longer than the kernel's keys. */
const requestKey = (work: Work, place: number): string =>
  `${createHash('sha256').update(work.key).digest('hex')}:${place}`;

type Entered = Omit<RequestedVoucher, 'bankLine'> & Pick<Partial<RequestedVoucher>, 'bankLine'>;

/** Whoever lets a voucher name its bank line has compared the two. */
const accountOf = ({ account, dimensions }: VoucherLine, { bankLine }: Pick<Entered, 'bankLine'>) =>
  openToVouchers(account)?.of(dimensions) ??
  (bankLine === undefined ? undefined : accountOfCharge(account, dimensions));

function postingLine(line: VoucherLine, voucher: Entered): PostingLine {
  const account = accountOf(line, voucher);
  const amount = signedAmount(line);
  if (amount === undefined) throw new DomainError('AMOUNT_INVALID', 'invalid');
  if (account === undefined) throw new Error(`account ${line.account} was not checked`);
  return { account, amount };
}

/** @throws DomainError ACCOUNT_NOT_FOR_VOUCHERS with every line that names such an account */
function requireOpenAccounts(vouchers: readonly Entered[], pointerOf: (place: number) => string) {
  const faults = vouchers.flatMap((voucher, place) =>
    voucher.lines.flatMap((each, line): Fault[] =>
      accountOf(each, voucher) === undefined
        ? [{ pointer: `${pointerOf(place)}/lines/${line}/account`, message: each.account }]
        : [],
    ),
  );
  if (faults.length > 0) throw new DomainError('ACCOUNT_NOT_FOR_VOUCHERS', 'refused', { faults });
}

/** Lets a refusal of the kernel say by JSON pointer which of the vouchers it stands against. */
function atItsVoucher(error: unknown, pointerOf: (place: number) => string): unknown {
  if (!(error instanceof DomainError)) return error;
  const { item, ...details } = error.details;
  if (typeof item !== 'string') return error;
  const pointer = pointerOf(parseInt(item, 10));
  return new DomainError(error.code, error.kind, { ...details, pointer });
}

async function enter(
  work: Work,
  vouchers: readonly Entered[],
  pointerOf: (place: number) => string,
  madeBy = work.by,
): Promise<string[]> {
  requireOpenAccounts(vouchers, pointerOf);
  const requests = vouchers.map((voucher, place) => ({
    idempotencyKey: requestKey(work, place),
    fact: voucher.adjusting ? ADJUSTMENT : GENERAL,
    summary: voucher.summary,
    businessOn: voucher.businessOn,
    madeBy,
    lines: voucher.lines.map((line) => postingLine(line, voucher)),
    ...evidenceOf(work),
  }));
  for (const { lines } of requests) requireKeptApart(lines);
  const accepted = await acceptRequests(work.tx, work.bookId, requests).catch((error: unknown) => {
    throw atItsVoucher(error, pointerOf);
  });
  const ids = accepted.map(({ requestId }) => requestId.toString());
  if (accepted.some(({ isNew }) => isNew)) {
    const afterHash = contentHash(vouchers);
    await recordAct(work, 'voucher.enter', { requests: ids }, null, { afterHash });
  }
  return ids;
}

/**
 * Enters a general voucher: it is accepted with what it takes from accounts held at once, and posted
 * soon. Entered again under the same key it is the same one.
 *
 * @param madeBy who made it (制单人), where that is somebody else than who enters it now
 * @returns the id of its request
 * @throws DomainError ACCOUNT_NOT_FOR_VOUCHERS, INSUFFICIENT_FUNDS, PERIOD_NOT_OPEN
 * @throws DomainError IDEMPOTENCY_KEY_REUSED the key stands for another voucher
 */
export async function enterVoucher(
  work: Work,
  voucher: Entered,
  madeBy = work.by,
): Promise<string> {
  const [request] = await enter(work, [voucher], () => '', madeBy);
  if (request === undefined) throw new Error('a voucher was entered without a request');
  return request;
}

/**
 * Finds out whether a voucher could be entered now, by entering it and taking that back: nothing is left.
 *
 * @param pointer where the voucher stands in what was sent, as a JSON pointer
 * @throws DomainError as {@link enterVoucher}
 */
export async function rehearseVoucher(
  work: Work,
  voucher: Entered,
  pointer: string,
): Promise<void> {
  await work.tx.query('SAVEPOINT rehearsal');
  await enter(work, [voucher], () => pointer);
  await work.tx.query('ROLLBACK TO SAVEPOINT rehearsal');
}

/**
 * Enters many vouchers, all or none; otherwise as {@link enterVoucher}. A refusal names its voucher by
 * JSON pointer, `/vouchers/3`.
 *
 * @returns the ids of their requests, in their order
 */
export async function enterVouchers(work: Work, vouchers: readonly Entered[]): Promise<string[]> {
  return enter(work, vouchers, (place) => `/vouchers/${place}`);
}
