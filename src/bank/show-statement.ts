import type { z } from 'zod';
import { DomainError, type Language } from '../errors';
import { formatYuan } from '../money';
import type { KnownLine } from './plan-import';
import { inWords } from './fault-words';
import type { Statement, StatementLine, StatementReading } from './reading/statement';
import type { statementPreview } from './schemas';

const MOST_LINES_SHOWN = 200;

type LineShown = z.infer<typeof statementPreview>['lines'][number];

const yuanOrNull = (amount: bigint | null): string | null =>
  amount === null ? null : formatYuan(amount);

/**
 * @param language of whoever reads the faults
 * @throws DomainError BANK_FILE_INVALID with every fault
 */
export function requireRead(reading: StatementReading, language: Language): Statement {
  if (reading.state === 'read') return reading.statement;
  throw new DomainError('BANK_FILE_INVALID', 'invalid', {
    faults: inWords(reading.faults, language),
  });
}

/** The first lines as people look at them, with what is known of them. */
export function showLines(
  lines: readonly StatementLine[],
  known: readonly KnownLine[] = [],
): LineShown[] {
  const places = new Set(known.map(({ line }) => line));
  return lines.slice(0, MOST_LINES_SHOWN).map((each) => {
    const { line, on, serial, amount, balance, counterparty, remark } = each;
    return {
      ...{ line, on, serial, counterparty, remark },
      amount: formatYuan(amount),
      balance: yuanOrNull(balance),
      isKnown: places.has(line),
    };
  });
}

/** What of a statement is told besides its lines. */
export const showBalances = ({ opening, closing }: Statement) => ({
  opening: yuanOrNull(opening),
  closing: yuanOrNull(closing),
});
