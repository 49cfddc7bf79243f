import { z } from 'zod';
import type { ApprovalKind } from '../../src/approvals';
import { AMOUNT_PATTERN } from '../../src/money';
import type { Operation, Schema } from './interface';
import type { Answer, Caller } from './sender';
import { whole } from './valid';

/** To what a body is sent, and by whom. */
export interface Addressee {
  readonly operation: Operation;
  readonly caller: Caller;
  readonly target: string;
  /** What each request has beside its body. */
  readonly head: () => Promise<Readonly<Record<string, string>>>;
  /** Is told of each answer. */
  readonly answered?: (answer: Answer) => void;
}

/** A body with amounts in it. */
export interface MoneyBody extends Addressee {
  readonly document: unknown;
  /** JSON pointers to them. */
  readonly fields: readonly string[];
}

/** The shape of what a kind of request asks for; the description of the interface does not have it. */
export const schemaOf = ({ schema }: ApprovalKind): Schema =>
  z.toJSONSchema(schema, { io: 'input' }) as Schema;

/** JSON pointers to the amounts in what a kind of request asks for. */
export function moneyOf(kind: ApprovalKind): string[] {
  const schema = schemaOf(kind);
  return moneyFields(schema, whole(schema, {}), '/content');
}

/** JSON pointers to the amounts of a document. */
export function moneyFields(schema: Schema, document: unknown, pointer = ''): string[] {
  const [first] = schema.oneOf ?? [];
  if (first !== undefined) return moneyFields(first, document, pointer);
  if (schema.pattern === AMOUNT_PATTERN.source) return [pointer];
  if (Array.isArray(document)) {
    return document
      .slice(0, 1)
      .flatMap((item) => moneyFields(schema.items ?? {}, item, `${pointer}/0`));
  }
  return Object.entries(schema.properties ?? {}).flatMap(([name, of]) =>
    moneyFields(of, (document as Record<string, unknown>)[name], `${pointer}/${name}`),
  );
}

/** A copy of the document with another value in all the places. */
export function withAll(document: unknown, pointers: readonly string[], value: unknown): unknown {
  const copy = structuredClone(document);
  for (const pointer of pointers) {
    const names = pointer.split('/').slice(1);
    const last = names.pop() ?? '';
    const holder = names.reduce(
      (at, name) => at[name] as Record<string, unknown>,
      copy as Record<string, unknown>,
    );
    holder[last] = value;
  }
  return copy;
}
