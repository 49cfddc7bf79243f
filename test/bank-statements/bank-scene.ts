import { createHash } from 'node:crypto';
import type { Test } from 'supertest';
import { ApprovalScene, type Someone } from '../approvals/approval-scene';
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

/** A bureau whose officers import statements of its bank over HTTP. */
export class BankScene {
  private constructor(
    readonly approvals: ApprovalScene,
    readonly officer: Someone,
  ) {}

  static async open(): Promise<BankScene> {
    const approvals = await ApprovalScene.open();
    const officer = await approvals.someone('finance_officer');
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
