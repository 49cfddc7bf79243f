import { createHash } from 'node:crypto';
import type { Test } from 'supertest';
import { openToVouchers } from '../../src/accounting';
import { acceptRequest, settleBook } from '../../src/ledger';
import { inTransaction } from '../../src/platform/database/transaction';
import { ApprovalScene, newKey, type Someone } from '../approvals/approval-scene';
import { profile } from './files';

export const STATEMENTS = '/api/v1/bank-statements';
export const LINES = '/api/v1/bank-lines';
export const PROFILES = '/api/v1/bank-profiles';

/** The profile that {@link BankScene} keeps. */
export const OWN_PROFILE = '长春银行';

export interface Preview {
  readonly sha256: string;
  readonly newCount: number;
  readonly lineCount: number;
  readonly known: readonly { readonly line: number; readonly id: string }[];
  readonly lines: readonly { readonly amount: string; readonly isKnown: boolean }[];
}

export interface Imported {
  readonly id: string | null;
  readonly added: number;
  readonly known: readonly { readonly line: number; readonly id: string }[];
}

export interface LineShown {
  readonly id: string;
  readonly on: string;
  readonly amount: string;
  readonly state: string;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T & { readonly code?: string };
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const accountNamed = (code: string) => {
  const found = openToVouchers(code)?.of({});
  if (found === undefined) throw new Error(`${code} is not open to vouchers`);
  return found;
};

/** A movement as the bureau books it on its bank account. */
export interface Booked {
  readonly amount: bigint;
  readonly on?: string;
  readonly summary?: string;
}

/** A bureau whose officers import statements of its bank over HTTP. */
export class BankScene {
  private constructor(
    readonly approvals: ApprovalScene,
    readonly officer: Someone,
  ) {}

  static async open(): Promise<BankScene> {
    const approvals = await ApprovalScene.open();
    return BankScene.over(approvals, await approvals.someone('finance_officer'));
  }

  /** The same in a bureau that there is already. */
  static async over(approvals: ApprovalScene, officer: Someone): Promise<BankScene> {
    const scene = new BankScene(approvals, officer);
    await officer.browser
      .post(PROFILES, { book: scene.book, name: OWN_PROFILE, profile: profile() })
      .expect(201);
    return scene;
  }

  get book(): string {
    return this.approvals.bureau.bookCode;
  }

  close(): Promise<void> {
    return this.approvals.service.close();
  }

  private send(
    path: string,
    file: Buffer,
    more: Readonly<Record<string, string>>,
    { browser }: Someone,
  ): Test {
    const query = new URLSearchParams({
      ...{ book: this.book, account: '1002.01', profile: OWN_PROFILE, name: 'bank.csv' },
      ...more,
    });
    return browser.postBytes(`${path}?${query.toString()}`, file);
  }

  async preview(
    file: Buffer,
    more: Readonly<Record<string, string>> = {},
    who = this.officer,
  ): Promise<Answer<Preview>> {
    return await this.send(`${STATEMENTS}/preview`, file, more, who);
  }

  async import(
    file: Buffer,
    more: Readonly<Record<string, string>> = {},
    who = this.officer,
  ): Promise<Answer<Imported>> {
    const given = { sha256: sha256(file), ...more };
    return await this.send(STATEMENTS, file, given, who);
  }

  /** Books movements on the bank account, each as a journal of its own. */
  async enter(...entries: readonly Booked[]): Promise<void> {
    const { dataSource, bureau } = this.approvals;
    const { bookId } = bureau;
    for (const { amount, on = '2026-03-02', summary = '银行利息' } of entries) {
      await inTransaction(dataSource, (tx) =>
        acceptRequest(tx, {
          ...{ bookId, fact: 'tested', summary, businessOn: on, madeBy: 'tester' },
          idempotencyKey: newKey(),
          lines: [
            { account: accountNamed('1002.01'), amount },
            { account: accountNamed('4604'), amount: -amount },
          ],
        }),
      );
      await settleBook(dataSource, bookId);
    }
  }

  /** Lines of the book, the latest day first. */
  async lines(
    more: Readonly<Record<string, string>> = {},
    who = this.officer,
  ): Promise<LineShown[]> {
    const query = new URLSearchParams({ book: this.book, limit: '200', ...more });
    const { body } = (await who.browser.get(`${LINES}?${query.toString()}`).expect(200)) as {
      body: { items: LineShown[] };
    };
    return body.items;
  }
}
