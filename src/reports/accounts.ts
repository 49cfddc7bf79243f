import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { ACCOUNT_NAMES } from '../accounting';
import { parseBusinessDate } from '../calendar';
import { LitigationCase } from '../cases';
import {
  type AccountBalance,
  type AccountFilter,
  type BalanceAt,
  readAccounts,
  readAccountsAt,
  readTotal,
  readTotalAt,
} from '../ledger';
import { formatYuan } from '../money';
import { amount, dimensionsOf, dimensionsSchema } from './shapes';

const isBusinessDate = (text: string): boolean => parseBusinessDate(text) !== undefined;
const dimension = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !text.includes('\0'), 'must hold no NUL');

/** Which accounts, each exactly; and as of when. */
export const accountSelection = {
  code: z
    .string()
    .regex(/^[0-9A-Z.]{1,20}$/, 'must be the code of an account')
    .optional(),
  pool: dimension.optional(),
  case: dimension.optional(),
  party: dimension.optional(),
  item: dimension.optional(),
  asOf: z.string().refine(isBusinessDate, 'must be a day YYYY-MM-DD').optional(),
  knownAt: z.iso.datetime({ offset: true }).optional(),
};

/** What a person asks for; the case by its number at the court. */
export type AccountSelection = z.output<z.ZodObject<typeof accountSelection>>;

/** An account with its balance, as it is shown. */
export const accountSchema = z.strictObject({
  code: z.string(),
  name: z.strictObject({ zh: z.string(), en: z.string() }),
  dimensions: dimensionsSchema,
  section: z.enum(['main', 'memo']),
  posted: amount,
  held: amount.nullable().meta({ description: 'Null at another time than now' }),
});

/** Where a page begins, and how long it is. */
interface Place {
  readonly after?: { readonly code: string; readonly id: bigint };
  readonly limit: number;
}

export interface AccountPage {
  readonly items: z.infer<typeof accountSchema>[];
  /** The last account, to go on after it. */
  readonly last: { readonly code: string; readonly id: bigint } | undefined;
  /** Yuan, debit positive, over all accounts that are asked for; null where all of the book are. */
  readonly total: string | null;
}

/**
 * Reads one page of the accounts of a book that are asked for, and their total. Page and total are of one
 * moment where the transaction is a snapshot.
 */
export async function readAccountPage(
  tx: EntityManager,
  bookId: number,
  selection: AccountSelection,
  place: Place,
): Promise<AccountPage> {
  const { code, asOf, knownAt } = selection;
  const caseNumbers = await readCaseNumbers(tx, bookId);
  const filter = filterOf(selection, caseNumbers);
  const isNow = asOf === undefined && knownAt === undefined;
  const moment = {
    ...(asOf !== undefined && { asOf }),
    ...(knownAt !== undefined && { knownAt }),
  };
  const accounts: readonly (AccountBalance | BalanceAt)[] = isNow
    ? await readAccounts(tx, bookId, place, filter)
    : await readAccountsAt(tx, bookId, moment, place, filter);
  // All accounts of a book balance, so their total would always be nothing.
  const isFiltered = code !== undefined || filter.dimensions.some((value) => value !== undefined);
  const read = () =>
    isNow ? readTotal(tx, bookId, filter) : readTotalAt(tx, bookId, moment, filter);
  return {
    items: accounts.map((account) => ({
      code: account.code,
      name: ACCOUNT_NAMES[account.code] ?? { zh: account.code, en: account.code },
      dimensions: dimensionsOf(account.dimensions, caseNumbers),
      section: account.section,
      posted: formatYuan(account.posted),
      held: account.held === null ? null : formatYuan(account.held),
    })),
    last: accounts.at(-1),
    total: isFiltered ? formatYuan(await read()) : null,
  };
}

function filterOf(
  { code, pool, case: number, party, item }: AccountSelection,
  caseNumbers: ReadonlyMap<string, string>,
): AccountFilter & { readonly dimensions: readonly (string | undefined)[] } {
  const [id] = [...caseNumbers].find(([, known]) => known === number) ?? [number];
  return { ...(code !== undefined && { code }), dimensions: [pool, id, party, item] };
}

/** The cases of a book: their numbers at the court by their ids. */
export async function readCaseNumbers(
  tx: EntityManager,
  bookId: number,
): Promise<ReadonlyMap<string, string>> {
  const cases = await tx.find(LitigationCase, {
    select: { id: true, number: true },
    where: { bookId },
  });
  return new Map(cases.map(({ id, number }) => [id, number]));
}
