import { StandardSchemaValidationPipe } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from '../../errors';

/** Checks parameters against their schemas and names every field that is wrong. */
export const parametersPipe = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) =>
    new DomainError('PARAMETER_INVALID', 'invalid', {
      faults: issues.map(({ path, message }) => ({
        pointer: (path ?? [])
          .map((segment) => `/${String(typeof segment === 'object' ? segment.key : segment)}`)
          .join(''),
        message,
      })),
    }),
});

const encode = (position: readonly string[]): string =>
  Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');

/** Where the next page of a list begins: opaque to the caller. */
export function nextCursor<T>(
  page: readonly T[],
  limit: number,
  positionOf: (last: T) => readonly string[],
): string | null {
  const last = page.at(-1);
  return page.length < limit || last === undefined ? null : encode(positionOf(last));
}

const decode = (cursor: string, context: z.RefinementCtx): string[] => {
  try {
    return z.array(z.string()).parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a cursor that this list gave' });
    return z.NEVER;
  }
};

/** Paging of a list: `limit` rows after the place that `cursor` names. */
export const pageSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).transform(decode).optional(),
});

export type Page = z.output<typeof pageSchema>;
