import type { KeyObject } from 'node:crypto';
import { formatOf, journalText, type SealedJournal } from './canonical';
import { originOf } from './checkpoint';
import { differ, type DifferenceKind, type Fault, LogCheck } from './log-check';
import type { TreeNode } from './tree';

/**
 * Checks the journals of one book in their order. It keeps a balance for each account, a number for
 * each voucher word and month, and the growing tree: nothing that grows with the journals.
 */
export class BookCheck extends LogCheck {
  /** Last entry of every account, by its key. */
  readonly accounts = new Map<string, { seq: bigint; balance: bigint }>();
  readonly vouchers = new Map<string, bigint>();
  entries = 0;

  /** @param publicKey absent: signatures are not looked at */
  constructor(
    private readonly book: string,
    publicKey?: KeyObject,
  ) {
    super(originOf(book), 'journal', publicKey);
  }

  /** Checks the next journal. @param sealedLeaf the hash that was stored for it, if one was */
  add(journal: SealedJournal, text: string, sealedLeaf?: Buffer): TreeNode[] {
    const fault = this.faultOf(journal, this.tree.size + 1n);
    const completed = this.addLeaf(text, fault, sealedLeaf);
    this.entries += journal.entries.length;
    return completed;
  }

  /** The first rule of bookkeeping that a journal breaks; carries the balances on. */
  private faultOf(journal: SealedJournal, next: bigint): Fault | undefined {
    const { number, voucher, entries } = journal;
    if (journal.book !== this.book || number !== next.toString()) {
      return {
        kind: 'journal_missing',
        detail: `number ${number} of ${journal.book} in place of ${next}`,
      };
    }
    const faults: Fault[] = [];
    const fault = (kind: DifferenceKind, detail: string) => faults.push({ kind, detail });
    const sums = new Map<string, bigint>();
    for (const entry of entries) {
      const { section, seq } = entry;
      const amount = BigInt(entry.amount);
      sums.set(section, (sums.get(section) ?? 0n) + amount);
      const key = JSON.stringify([entry.account, ...entry.dimensions]);
      const before = this.accounts.get(key) ?? { seq: 0n, balance: 0n };
      const after = { seq: before.seq + 1n, balance: before.balance + amount };
      if (BigInt(seq) !== after.seq || BigInt(entry.balanceAfter) !== after.balance) {
        fault('entry_chain_broken', `line ${entry.line} does not continue account ${key}`);
      }
      this.accounts.set(key, after);
    }
    for (const [section, sum] of sums) {
      if (sum !== 0n) fault('journal_unbalanced', `section ${section} is off by ${sum} fen`);
    }
    if (entries.length < 2 || journal.entryCount !== entries.length.toString()) {
      fault('journal_unbalanced', `${entries.length} entries of ${journal.entryCount}`);
    }
    const series = `${voucher.month} ${voucher.word}`;
    const expected = (this.vouchers.get(series) ?? 0n) + 1n;
    if (BigInt(voucher.number) !== expected) {
      fault('voucher_gap', `voucher ${series} ${voucher.number} in place of ${expected}`);
    }
    this.vouchers.set(series, expected);
    return faults[0];
  }
}

const isNumber = (text: string): boolean => /^(0|-?[1-9]\d{0,18})$/.test(text);
const numbersOf = ({ voucher, entries }: SealedJournal): string[] => [
  voucher.number,
  ...entries.flatMap(({ amount, balanceAfter, seq }) => [amount, balanceAfter, seq]),
];

/** Reads a canonical text back; refuses what is spelled in any other way. */
export function readJournalText(text: string, number: bigint): SealedJournal {
  try {
    const journal = JSON.parse(text) as SealedJournal;
    const isCanonical = journal.format === formatOf(journal) && journalText(journal) === text;
    if (isCanonical && numbersOf(journal).every(isNumber)) return journal;
  } catch {
    // Told below, like any other spelling.
  }
  return differ(
    'text_not_canonical',
    { journal: number.toString() },
    'the text is not in canonical form',
  );
}
