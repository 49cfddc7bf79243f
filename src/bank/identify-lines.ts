import type { Fen } from '../money';
import { formatYuan } from '../money';
import { contentHash } from '../platform/json/content-hash';
import type { StatementLine } from './reading/statement';

/** A line by which the database knows it again. */
export interface IdentifiedLine extends StatementLine {
  readonly last4: string | null;
  readonly identity: Buffer;
  readonly contentHash: Buffer;
}

/** The last four digits of an account; the whole number of a stranger is kept nowhere. */
export const last4Of = (account: string | null): string | null =>
  account?.replace(/\s/g, '').slice(-4) ?? null;

const said = (amount: Fen | null): string | undefined =>
  amount === null ? undefined : formatYuan(amount);

/**
 * Gives every line of a file what it is known by: the bank's serial number where there is one, else all that it
 * says and how many equal ones stand before it in the file. So a file that comes again adds nothing, and two
 * payments that are equal in everything stay two.
 */
export function identifyLines(lines: readonly StatementLine[]): IdentifiedLine[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    const last4 = last4Of(line.counterpartyAccount);
    const content = contentHash({
      on: line.on,
      amount: formatYuan(line.amount),
      balance: line.balanceStated ? said(line.balance) : undefined,
      counterparty: line.counterparty ?? undefined,
      last4: last4 ?? undefined,
      remark: line.remark ?? undefined,
    });
    const key = content.toString('hex');
    const occurrence = (seen.get(key) ?? 0) + 1;
    if (line.serial === null) seen.set(key, occurrence);
    const identity = contentHash(
      line.serial === null ? { content: key, occurrence } : { serial: line.serial },
    );
    return { ...line, last4, identity, contentHash: content };
  });
}
