import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { z } from 'zod';
import { DomainError } from '../../errors';
import { SchemaPipe } from './schema-pipe';

/** Checks parameters against their schemas and names every field that is wrong. */
export const parametersPipe = new SchemaPipe(
  (faults) => new DomainError('PARAMETER_INVALID', 'invalid', { faults }),
);

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

/** The name of a book or a case file in a path. */
export const nameInPath = z.string().regex(/^[a-z0-9-]{1,120}$/, 'must be made of a-z, 0-9 and -');

/** The book that a list is of; absent: all that the caller may see. */
export const bookOfList = nameInPath.optional();

/** Words that a list is searched for. */
export const wordsOfList = z.string().trim().min(1).max(100).optional();

/** A number of the kernel in a cursor: fits a bigint of PostgreSQL. */
export const cursorNumber = z.string().regex(/^[0-9]{1,18}$/);

/**
 * Paging of a list: `limit` rows after the place that `cursor` names.
 *
 * @param position what a place in the list is made of
 */
export function pageSchema<Position extends z.ZodType<readonly string[]>>(position: Position) {
  const decode = (cursor: string, context: z.RefinementCtx): z.output<Position> => {
    try {
      return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    } catch {
      context.addIssue({ code: 'custom', message: 'must be a cursor that this list gave' });
      return z.NEVER;
    }
  };
  return z.strictObject({
    limit: z
      .string()
      .regex(/^[0-9]{1,3}$/, 'must be a number from 1 to 200')
      .transform((digits) => parseInt(digits, 10))
      .pipe(z.int().min(1).max(200))
      .default(50),
    cursor: z.string().max(500).transform(decode).optional(),
  });
}

/** Describes the parameters that {@link pageSchema} reads. */
export const ApiPage = (): MethodDecorator =>
  applyDecorators(
    ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' } }),
    ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    }),
  );

/** Describes {@link bookOfList}, as `book`. */
export const ApiBook = (): MethodDecorator =>
  ApiQuery({ name: 'book', required: false, schema: { type: 'string' } });

/** Describes the book that a report is of, as `book`, and the day that it is as of, as `on`. */
export const ApiBookAndDay = (): MethodDecorator =>
  applyDecorators(
    ApiQuery({ name: 'book', required: true, schema: { type: 'string' } }),
    ApiQuery({
      name: 'on',
      required: false,
      description: 'Today if absent',
      schema: { type: 'string', format: 'date' },
    }),
  );

/**
 * Describes {@link wordsOfList}, as `q`.
 *
 * @param description what they are looked for in
 */
export const ApiWords = (description: string): MethodDecorator =>
  ApiQuery({ name: 'q', required: false, description, schema: { type: 'string', maxLength: 100 } });

/** Describes the one state that a list is narrowed to, as `state`. */
export const ApiState = (states: readonly string[]): MethodDecorator =>
  ApiQuery({ name: 'state', required: false, schema: { type: 'string', enum: [...states] } });
